import { ActionIcon, Group, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Button } from './building.ts'
import { type ButtonKind, targetOf } from './kinds.ts'

interface Props {
  kind: ButtonKind
  button: Button
  /** Where the server's problems point: `actions.0`. */
  field: string
  errorOf: (...fields: string[]) => string | undefined
  write: (change: Partial<Button>) => void
  remove: (() => void) | null
  removeLabel: string
}

/** The words on one button, and where it leads. */
export function OneButton({ kind, button, field, errorOf, write, remove, removeLabel }: Props) {
  const { t } = useTranslation('templates')
  const target = targetOf(kind)
  return (
    <Group align="flex-start" gap="xs">
      <TextInput
        flex={1}
        miw={130}
        label={t(`builder.button.${kind}`)}
        placeholder={t('builder.buttonTitle')}
        value={button.title}
        error={errorOf(`${field}.title`, `${field}.type`)}
        onChange={(event) => write({ title: event.currentTarget.value })}
      />
      {target && (
        <TextInput
          flex={2}
          miw={150}
          label={t(`builder.target.${target}`)}
          placeholder={{ url: 'https://', phone: '+1', code: 'SPRING20' }[target]}
          value={button.target}
          error={errorOf(`${field}.${target}`)}
          onChange={(event) => write({ target: event.currentTarget.value })}
        />
      )}
      {remove && (
        <ActionIcon variant="subtle" color="red" size="lg" mt={25} aria-label={removeLabel} onClick={remove}>
          <IconTrash size={18} />
        </ActionIcon>
      )}
    </Group>
  )
}
