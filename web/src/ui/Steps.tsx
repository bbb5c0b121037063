import { Stepper } from '@mantine/core'
import classes from './Steps.module.css'

interface Props {
  at: number
  /** Their names, in their order. */
  names: readonly string[]
  /** Goes back to a step that is done; without it there is no way back. */
  onBack?: (step: number) => void
}

/** Where one is in something that is done step by step. */
export function Steps({ at, names, onBack }: Props) {
  return (
    <Stepper
      active={at}
      {...(onBack ? { onStepClick: (step) => step < at && onBack(step) } : {})}
      size="sm"
      iconSize={32}
    >
      {names.map((name, step) => (
        <Stepper.Step key={name} label={name} {...(step === at ? {} : { className: classes['other'] })} />
      ))}
    </Stepper>
  )
}
