import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { campaignChartsOptions } from '../../api/campaigns.ts'
import { campaignCostOptions } from '../../api/costs.ts'
import { CostLine } from '../../ui/CostLine.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Funnel } from './Funnel.tsx'
import { Stopped } from './Stopped.tsx'

// The library that draws it is larger than the rest of the page.
const PaceChart = lazy(() => import('./PaceChart.tsx'))

/** What a campaign came to until now, as pictures. */
export function Charts({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation('campaigns')
  const { data, error } = useQuery(campaignChartsOptions(campaignId))
  const { data: cost } = useQuery(campaignCostOptions(campaignId))
  if (!data) return error ? <ProblemAlert error={error} /> : <Loading label={t('loading')} />
  const isPriced = cost !== undefined && (cost.charges.length > 0 || cost.waiting > 0)
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Stack>
        <Card title={t('charts.funnel')}>
          <Funnel funnel={data.funnel} />
        </Card>
        <Card title={t('charts.stopped')}>
          <Stopped stopped={data.stopped} />
        </Card>
      </Stack>
      <Stack miw={0}>
        <Card title={t('charts.pace')}>
          <Suspense fallback={<Loading label={t('loading')} />}>
            <PaceChart sending={data.sending} />
          </Suspense>
        </Card>
        <Card title={t('charts.cost')}>
          {isPriced ? (
            <CostLine cost={cost} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('charts.noCost')}
            </Text>
          )}
        </Card>
      </Stack>
    </SimpleGrid>
  )
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title} style={{ minWidth: 0 }}>
      <Title order={2} fz="md" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  )
}
