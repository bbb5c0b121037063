import { Badge, Group, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { campaignOptions } from '../../api/campaigns.ts'
import { useMay } from '../../api/me.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useTab } from '../../ui/use-tab.ts'
import { Hold } from './Hold.tsx'
import { Overview } from './Overview.tsx'
import { Report } from './Report.tsx'
import { Review } from './Review.tsx'
import { stateColor } from './state-color.ts'
import { Steering } from './Steering.tsx'

export function Screen() {
  const { t } = useTranslation('campaigns')
  const { campaignId = '' } = useParams({ strict: false })
  const may = useMay('campaigns.manage')
  const [problem, setProblem] = useState<unknown>(null)
  const { data: campaign, error } = useQuery(campaignOptions(campaignId))
  const [tab, open] = useTab(['overview', 'review', 'report'])
  if (!campaign) return <PagePending title={t('title')} label={t('loading')} error={error} />
  const { review, held } = campaign.progress
  return (
    <Page
      title={campaign.name}
      back={{ to: paths.campaigns, label: t('title') }}
      actions={
        <Group gap="xs">
          <Badge tt="none" color={stateColor[campaign.state]}>
            {t(`state.${campaign.state}`)}
          </Badge>
          {may && <Steering campaign={campaign} onProblem={setProblem} />}
        </Group>
      }
    >
      <ProblemAlert error={problem} />
      {campaign.hold && <Hold campaignId={campaignId} hold={campaign.hold} may={may} />}
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="overview">{t('tabs.overview')}</Tabs.Tab>
          <Tabs.Tab
            value="review"
            rightSection={
              review + held > 0 ? (
                <Badge size="sm" color="red.9">
                  {review + held}
                </Badge>
              ) : null
            }
          >
            {t('tabs.review')}
          </Tabs.Tab>
          <Tabs.Tab value="report">{t('tabs.report')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview campaign={campaign} />
        </Tabs.Panel>
        <Tabs.Panel value="review">
          <Review campaign={campaign} may={may} />
        </Tabs.Panel>
        <Tabs.Panel value="report">
          <Report campaign={campaign} may={may} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
