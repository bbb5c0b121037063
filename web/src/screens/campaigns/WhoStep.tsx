import { Group, MultiSelect, Paper, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Audience, audienceOptions } from '../../api/campaigns.ts'
import { pipelinesOptions } from '../../api/leads.ts'
import { connectorSendersOptions } from '../../api/setup.ts'
import { countryName, languageName } from '../../ui/names.ts'
import type { PartProps } from './plan.ts'

const countries = [
  'BR',
  'DE',
  'PT',
  'US',
  'GB',
  'ES',
  'FR',
  'IT',
  'MX',
  'AR',
  'CO',
  'CL',
  'IN',
  'NL',
  'AT',
  'CH',
]
const languages = ['en', 'pt', 'de', 'es', 'fr', 'it', 'nl']
type Condition = NonNullable<Audience['all']>[number]
type ListField = 'country' | 'language' | 'stage'

/** The name, the numbers it goes out from, and the contacts it is for. */
export function WhoStep({ plan, change }: PartProps) {
  const { t } = useTranslation('campaigns')
  const { data: senders } = useQuery(connectorSendersOptions(plan.connectorId))
  const active = senders?.items.filter(({ active: isActive }) => isActive)
  useEffect(() => {
    // Whoever has one number need not choose.
    if (plan.senderIds.length === 0 && active?.length) change({ senderIds: active.map(({ id }) => id) })
  }, [active, change, plan.senderIds.length])
  const all = plan.audience.all ?? []
  const listed = (field: ListField) => {
    const condition = all.find((one) => one.field === field)
    return condition?.field === field ? condition.is : []
  }
  const put = (field: Condition['field'], condition: Condition | null) =>
    change({
      audience: { all: [...all.filter((one) => one.field !== field), ...(condition ? [condition] : [])] },
    })
  const putList = (field: ListField, is: string[]) => put(field, is.length > 0 ? { field, is } : null)
  const { data: pipelines } = useQuery(pipelinesOptions)
  const stages = (pipelines?.items ?? []).map(({ name, stages: each }) => ({
    group: name,
    items: each.map((stage) => ({ value: stage.id, label: stage.name })),
  }))
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
      {active && active.length > 1 && (
        <MultiSelect
          label={t('plan.senders')}
          description={t('plan.sendersText')}
          data={active.map(({ id, address, displayName }) => ({
            value: id,
            label: displayName ?? address.replace('whatsapp:', ''),
          }))}
          value={plan.senderIds}
          onChange={(senderIds) => change({ senderIds })}
        />
      )}
      <Stack gap="sm">
        <Switch
          label={t('plan.optedIn')}
          description={t('plan.optedInText')}
          checked={optedIn}
          onChange={(event) =>
            put('opted_in', event.currentTarget.checked ? { field: 'opted_in', is: true } : null)
          }
        />
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <MultiSelect
            label={t('plan.countries')}
            placeholder={listed('country').length === 0 ? t('plan.anyCountry') : ''}
            data={countries.map((code) => ({ value: code, label: countryName(code) }))}
            value={listed('country')}
            onChange={(is) => putList('country', is)}
            searchable
            clearable
            miw={220}
          />
          <MultiSelect
            label={t('plan.languages')}
            placeholder={listed('language').length === 0 ? t('plan.anyLanguage') : ''}
            data={languages.map((code) => ({ value: code, label: languageName(code) }))}
            value={listed('language')}
            onChange={(is) => putList('language', is)}
            searchable
            clearable
            miw={220}
          />
          {stages.length > 0 && (
            <MultiSelect
              label={t('plan.stages')}
              placeholder={listed('stage').length === 0 ? t('plan.anyStage') : ''}
              data={stages}
              value={listed('stage')}
              onChange={(is) => putList('stage', is)}
              searchable
              clearable
              miw={220}
            />
          )}
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
