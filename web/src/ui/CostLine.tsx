import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cost } from '../api/costs.ts'

/** Millionths as money in the reader's way of writing, with as many places as it takes to tell a message's price. */
function money(amountMicro: number, currency: string, language: string): string {
  const amount = amountMicro / 1_000_000
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    maximumFractionDigits: Math.abs(amount) < 1 ? 4 : 2,
  }).format(amount)
}

/** What Twilio charged so far, and how much of it is not known yet. Nothing while there is nothing to tell. */
export function CostLine({ cost }: { cost: Cost | undefined }) {
  const { t, i18n } = useTranslation('app')
  if (!cost || (cost.charges.length === 0 && cost.waiting === 0)) return null
  const sums = cost.charges.map(({ amountMicro, currency }) => money(amountMicro, currency, i18n.language))
  return (
    <Text size="sm" c="dimmed">
      {sums.length > 0 && t('cost.charged', { amount: sums.join(' + ') })}
      {sums.length > 0 && cost.waiting > 0 && ' · '}
      {cost.waiting > 0 && t('cost.waiting', { count: cost.waiting })}
    </Text>
  )
}
