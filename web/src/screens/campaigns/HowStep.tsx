import { Group, NumberInput, Radio, Stack, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type CampaignPlan, campaignSettingsOptions } from '../../api/campaigns.ts'
import { asTime } from '../../ui/minutes.ts'
import { type QuietHours, QuietHoursField } from '../../ui/QuietHoursField.tsx'
import { asLocal } from '../../ui/time.ts'
import type { PartProps } from './plan.ts'

/** Who looks at it first, when it begins, and when nobody is disturbed. */
export function HowStep({ plan, change }: PartProps) {
  const { t } = useTranslation('campaigns')
  return (
    <Stack gap="xl">
      <Radio.Group
        label={t('plan.approval')}
        value={plan.approval}
        onChange={(approval) => change({ approval: approval as CampaignPlan['approval'] })}
      >
        <Stack gap="xs" mt="xs">
          {(['all', 'first', 'none'] as const).map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`approval.${value}.name`)}
              description={t(`approval.${value}.text`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {plan.approval === 'first' && (
        <NumberInput
          label={t('plan.approvalFirst')}
          value={plan.approvalFirst}
          min={1}
          max={10_000}
          w={160}
          onChange={(value) => change({ approvalFirst: Math.max(1, Number(value)) })}
        />
      )}
      <Start startsAt={plan.startsAt} change={(startsAt) => change({ startsAt })} />
      <Quiet quiet={plan.quiet} change={(quiet) => change({ quiet })} />
      <End days={plan.endsAfterDays} change={(endsAfterDays) => change({ endsAfterDays })} />
      <Switch
        label={t('plan.live')}
        description={t('plan.liveText')}
        checked={plan.audienceIsLive}
        onChange={(event) => change({ audienceIsLive: event.currentTarget.checked })}
      />
    </Stack>
  )
}

function Start({ startsAt, change }: { startsAt: string | null; change: (at: string | null) => void }) {
  const { t } = useTranslation('campaigns')
  return (
    <Group align="flex-end">
      <TextInput
        type="datetime-local"
        label={t('plan.start')}
        description={t('plan.startText')}
        value={startsAt ? asLocal(startsAt) : ''}
        onChange={(event) => {
          const { value } = event.currentTarget
          change(value ? new Date(value).toISOString() : null)
        }}
        w={280}
      />
    </Group>
  )
}

/** Days until it is over when it is given an end, and at most. */
const usualDays = 14
const mostDays = 90

function End({ days, change }: { days: number | null; change: (days: number | null) => void }) {
  const { t } = useTranslation('campaigns')
  return (
    <Stack gap="xs">
      <Switch
        label={t('plan.ends')}
        description={t('plan.endsText')}
        checked={days !== null}
        onChange={(event) => change(event.currentTarget.checked ? usualDays : null)}
      />
      {days !== null && (
        <NumberInput
          label={t('plan.endsAfterDays')}
          value={days}
          min={1}
          max={mostDays}
          allowDecimal={false}
          w={220}
          onChange={(value) => change(Math.min(mostDays, Math.max(1, Math.round(Number(value)))))}
        />
      )}
    </Stack>
  )
}

/** The campaign's own quiet hours; without, those of the organization hold. */
function Quiet({ quiet, change }: { quiet: QuietHours | null; change: (quiet: QuietHours | null) => void }) {
  const { t } = useTranslation('campaigns')
  const { data } = useQuery(campaignSettingsOptions)
  const others = data?.quiet
  const otherwise =
    others && t('plan.quietOtherwise', { from: asTime(others.from), until: asTime(others.until) })
  return <QuietHoursField quiet={quiet} change={change} otherwise={otherwise ?? undefined} />
}
