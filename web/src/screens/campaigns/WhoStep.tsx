import { Group, Paper, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ContactCondition } from '../../api/audiences.ts'
import { type Audience, audienceOptions } from '../../api/campaigns.ts'
import { ContactFilterBar } from '../../ui/filter/ContactFilterBar.tsx'
import { SavedFilterSelect } from '../../ui/filter/SavedFilterSelect.tsx'
import type { PartProps } from './plan.ts'
import { SendFrom } from './SendFrom.tsx'

/** The name, the numbers it goes out from, and the contacts it is for. */
export function WhoStep({ plan, change }: PartProps) {
  const { t } = useTranslation('campaigns')
  const all = plan.audience.all ?? []
  const put = (conditions: ContactCondition[]) => change({ audience: { all: conditions } })
  const others = all.filter((one) => one.field !== 'opted_in')
  const optedIn = all.some((one) => one.field === 'opted_in' && one.is)
  return (
    <Stack gap="lg">
      <TextInput
        label={t('plan.name')}
        placeholder={t('plan.nameExample')}
        value={plan.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        maxLength={120}
        required
        data-autofocus
      />
      <SendFrom plan={plan} change={change} />
      <Stack gap="sm">
        <Switch
          label={t('plan.optedIn')}
          description={t('plan.optedInText')}
          checked={optedIn}
          onChange={(event) =>
            put([
              ...others,
              ...(event.currentTarget.checked ? [{ field: 'opted_in' as const, is: true }] : []),
            ])
          }
        />
        <Text size="sm" fw={500} mt="xs">
          {t('plan.whom')}
        </Text>
        <Group gap="xs">
          <SavedFilterSelect all={all} choose={put} />
          <ContactFilterBar all={all} change={put} without={['opted_in']} />
        </Group>
      </Stack>
      <Counted audience={{ all }} senderIds={plan.senderIds} />
    </Stack>
  )
}

/** How many that are, and how many of them may be written to. */
function Counted({ audience, senderIds }: { audience: Audience; senderIds: string[] }) {
  const { t } = useTranslation('campaigns')
  const [settled] = useDebouncedValue(audience, 250)
  const { data } = useQuery(audienceOptions(settled, senderIds))
  if (!data) return null
  return (
    <Paper withBorder p="md" role="status">
      <Text fz={26} fw={600}>
        {t('recipients', { count: data.contacts })}
      </Text>
      <Text size="sm" c="dimmed">
        {[
          t('plan.agreed', { count: data.optedIn }),
          t('plan.stopped', { count: data.optedOut }),
          t('plan.open', { count: data.windowOpen }),
        ].join(' · ')}
      </Text>
      {data.sample.length > 0 && (
        <Text size="sm" mt="xs">
          {t('plan.among', { names: data.sample.map(({ name }) => name).join(', ') })}
        </Text>
      )}
    </Paper>
  )
}
