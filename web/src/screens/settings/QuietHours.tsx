import { Group, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NotificationPreferences } from '../../api/notifications.ts'
import { asMinutes, asTime } from '../../ui/minutes.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { languages } from '../../words/words.ts'
import { Section } from './Section.tsx'
import { useChangePreferences } from './use-preferences.ts'

/** What a night usually is. */
const night = { from: 22 * 60, until: 7 * 60 }
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** When I am not to be told by mail and push, on which clock and in which language I am. */
export function QuietHours({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation('notifications')
  const change = useChangePreferences()
  const { quietHours: quiet, timeZone, language } = preferences
  const edge = (side: 'from' | 'until') =>
    quiet && (
      <TextInput
        type="time"
        w={130}
        label={t(`quiet.${side}`)}
        defaultValue={asTime(quiet[side])}
        onBlur={({ currentTarget: { value } }) => {
          const minutes = asMinutes(value)
          if (minutes !== null && minutes !== quiet[side])
            change.mutate({ quietHours: { ...quiet, [side]: minutes } })
        }}
      />
    )
  return (
    <Section id="quiet-hours" title={t('quiet.title')} lead={t('quiet.lead')}>
      <Stack maw={620}>
        <Switch
          label={t('quiet.on')}
          checked={quiet !== null}
          onChange={({ currentTarget: { checked } }) =>
            change.mutate({
              quietHours: checked ? night : null,
              ...(checked && timeZone === null ? { timeZone: zoneHere() } : {}),
            })
          }
        />
        {quiet && (
          <Group align="flex-end">
            {edge('from')}
            {edge('until')}
            <Select
              flex={1}
              miw={200}
              label={t('quiet.zone')}
              searchable
              allowDeselect={false}
              value={timeZone ?? 'UTC'}
              data={zonesWith(timeZone ?? 'UTC')}
              onChange={(zone) => zone && change.mutate({ timeZone: zone })}
            />
          </Group>
        )}
        <Select
          maw={280}
          label={t('language')}
          allowDeselect={false}
          value={language}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          onChange={(value) => value && change.mutate({ language: value as keyof typeof languages })}
        />
        <ProblemAlert error={change.error} />
      </Stack>
    </Section>
  )
}

const zonesWith = (own: string): string[] => [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
