import { Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asMinutes, asTime } from './minutes.ts'

export interface QuietHours {
  /** Minutes of the day. */
  from: number
  until: number
}

/** What a night usually is. */
const night: QuietHours = { from: 21 * 60, until: 8 * 60 }

interface Props {
  quiet: QuietHours | null
  change: (quiet: QuietHours | null) => void
  /** What holds while it is off. */
  otherwise?: string | undefined
  disabled?: boolean
}

/** Whether, and between which hours, contacts are left alone. */
export function QuietHoursField({ quiet, change, otherwise, disabled = false }: Props) {
  const { t } = useTranslation('campaigns')
  const edge = (side: 'from' | 'until') => (
    <TextInput
      type="time"
      aria-label={t(side === 'from' ? 'plan.quietFrom' : 'plan.quietUntil')}
      value={asTime(quiet![side])}
      disabled={disabled}
      onChange={({ currentTarget: { value } }) =>
        change({ ...quiet!, [side]: asMinutes(value) ?? quiet![side] })
      }
    />
  )
  return (
    <Stack gap="xs">
      <Switch
        label={t('plan.quiet')}
        description={quiet === null && otherwise ? otherwise : t('plan.quietText')}
        checked={quiet !== null}
        disabled={disabled}
        onChange={(event) => change(event.currentTarget.checked ? night : null)}
      />
      {quiet && (
        <Group gap="xs">
          {edge('from')}
          <Text aria-hidden>–</Text>
          {edge('until')}
        </Group>
      )}
    </Stack>
  )
}
