import { Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Campaign, type CampaignPlan, campaignOptions } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { connectorsOptions } from '../../api/setup.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { HowStep } from './HowStep.tsx'
import { emptyPlan, isSayable, isWorded, planOf } from './plan.ts'
import { WhatStep } from './WhatStep.tsx'
import { WhoStep } from './WhoStep.tsx'
import { IconPlugConnected } from '@tabler/icons-react'

/** A campaign as a story: whom it is for, what it says, and how it goes out. */
export function Screen() {
  const { campaignId } = useParams({ strict: false })
  return campaignId ? <Changing campaignId={campaignId} /> : <Beginning />
}

function Changing({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation('campaigns')
  const { data, error } = useQuery(campaignOptions(campaignId))
  if (!data) return <PagePending title={t('title')} label={t('loading')} error={error} />
  return <Planning key={data.id} campaign={data} initial={planOf(data)} />
}

function Beginning() {
  const { t } = useTranslation('campaigns')
  const { data } = useQuery(connectorsOptions)
  if (!data) return <Loading label={t('loading')} />
  const connector = data.items.find(({ status }) => status === 'active')
  if (!connector)
    return (
      <Page title={t('new')} back={{ to: paths.campaigns, label: t('title') }}>
        <EmptyState icon={<IconPlugConnected />} title={t('plan.noConnector')}>
          {t('plan.noConnectorText')}
        </EmptyState>
      </Page>
    )
  return <Planning campaign={null} initial={emptyPlan(connector.id)} />
}

function Planning({ campaign, initial }: { campaign: Campaign | null; initial: CampaignPlan }) {
  const { t } = useTranslation('campaigns')
  const [plan, setPlan] = useState(initial)
  const [at, setAt] = useState(0)
  const go = (next: number) => {
    setAt(next)
    window.scrollTo({ top: 0 })
  }
  const change = (part: Partial<CampaignPlan>) => setPlan((before) => ({ ...before, ...part }))
  const save = useSave(campaign)
  const ready = [
    plan.name.trim() !== '' && plan.senderIds.length > 0,
    isWorded(plan) || plan.steps.every(isSayable),
    true,
  ]
  const steps = [WhoStep, WhatStep, HowStep]
  const Shown = steps[at] ?? WhoStep
  return (
    <Page
      title={campaign?.name ?? t('new')}
      back={
        campaign
          ? { to: paths.campaign.replace('$campaignId', campaign.id), label: campaign.name }
          : { to: paths.campaigns, label: t('title') }
      }
      width={860}
    >
      <Steps at={at} names={[t('plan.who'), t('plan.what'), t('plan.how')]} onBack={go} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (at < steps.length - 1) go(at + 1)
          else save.mutate(plan)
        }}
      >
        <Shown plan={plan} change={change} />
        <ProblemAlert error={save.error} />
        <Group justify="space-between" mt="xl">
          <Button variant="subtle" onClick={() => go(at - 1)} disabled={at === 0}>
            {t('plan.back')}
          </Button>
          <Button type="submit" disabled={!ready[at]} loading={save.isPending}>
            {t(at < steps.length - 1 ? 'plan.next' : 'plan.save')}
          </Button>
        </Group>
      </form>
    </Page>
  )
}

function useSave(campaign: Campaign | null) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: CampaignPlan) =>
      answer(
        campaign
          ? parley.PUT('/api/v1/campaigns/{campaignId}', {
              params: { path: { campaignId: campaign.id } },
              body,
            })
          : parley.POST('/api/v1/campaigns', { body }),
      ),
    onSuccess: async (saved) => {
      client.setQueryData(['campaign', saved.id], saved)
      await client.invalidateQueries({ queryKey: ['campaigns'] })
      await navigate({ to: paths.campaign, params: { campaignId: saved.id } })
    },
  })
}
