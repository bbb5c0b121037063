import { useTranslation } from 'react-i18next'
import type { CampaignCharts } from '../../api/campaigns.ts'
import { Bars } from '../../ui/Bars.tsx'

const stages = [
  ['queued', 'gray.6'],
  ['accepted', 'parley.4'],
  ['delivered', 'parley.7'],
  ['read', 'blue.7'],
  ['replied', 'violet.6'],
] as const

/** How far the messages came: each stage holds the next. */
export function Funnel({ funnel }: { funnel: CampaignCharts['funnel'] }) {
  const { t } = useTranslation('campaigns')
  return (
    <Bars
      caption={t('charts.funnel')}
      columns={{ label: t('charts.stage'), count: t('charts.messages'), share: t('charts.share') }}
      whole={Math.max(funnel.queued, funnel.replied)}
      bars={stages.map(([key, color]) => ({
        key,
        label: t(`charts.stages.${key}`),
        count: funnel[key],
        color,
      }))}
    />
  )
}
