import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CampaignCharts } from '../../api/campaigns.ts'
import { Bars } from '../../ui/Bars.tsx'
import { useReason } from './use-reason.ts'

const colors = {
  failed: 'red.8',
  unknown: 'red.5',
  held: 'orange.7',
  skipped: 'gray.6',
  rejected: 'gray.6',
} as const

/** What did not go out or did not arrive, by reason. */
export function Stopped({ stopped }: { stopped: CampaignCharts['stopped'] }) {
  const { t } = useTranslation('campaigns')
  const reasonOf = useReason()
  if (stopped.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('charts.nothingStopped')}
      </Text>
    )
  return (
    <Bars
      caption={t('charts.stopped')}
      columns={{ label: t('report.reason'), count: t('charts.messages'), share: t('charts.share') }}
      whole={stopped.reduce((sum, { count }) => sum + count, 0)}
      bars={stopped.map(({ outcome, reason, error, count }) => ({
        key: `${outcome} ${reason}`,
        label: (
          <>
            {t(`outcome.${outcome}`)}
            {reason && reason !== outcome && (
              <Text span c="dimmed">
                {' '}
                · {reasonOf(reason, error)}
              </Text>
            )}
          </>
        ),
        count,
        color: colors[outcome],
      }))}
    />
  )
}
