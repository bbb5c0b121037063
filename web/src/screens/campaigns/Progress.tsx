import { Progress as Bar, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Campaign } from '../../api/campaigns.ts'
import { shares } from './shares.ts'

/** How far a campaign has come, as one bar: what has arrived at the start, what is still to come empty at the end. */
export function Progress({ campaign, size = 10 }: { campaign: Campaign; size?: number }) {
  const { t } = useTranslation('campaigns')
  const { progress, state } = campaign
  const total = Math.max(
    1,
    shares.reduce((sum, { of }) => sum + of(progress), 0),
  )
  const shown = shares.filter(({ of, color }) => color !== null && of(progress) > 0)
  const said = shown
    .map(({ key, of }) => `${t(`share.${key}`, { context: state })}: ${of(progress)}`)
    .join(', ')
  return (
    <Bar.Root size={size} aria-label={said || t('nothingYet')} role="img">
      {shown.map(({ key, of, color }) => (
        <Tooltip key={key} label={`${t(`share.${key}`, { context: state })}: ${of(progress)}`}>
          <Bar.Section value={(of(progress) / total) * 100} color={color ?? 'gray'} withAria={false} />
        </Tooltip>
      ))}
    </Bar.Root>
  )
}
