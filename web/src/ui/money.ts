import i18next from 'i18next'

/** Money is kept in millionths, so that sums are exact. */
export const micro = 1_000_000

/** "€1,250.50", in the reader's language. */
export function money(value: number, currency: string): string {
  const whole = value % micro === 0
  return new Intl.NumberFormat(i18next.language, {
    style: 'currency',
    currency,
    ...(whole ? { maximumFractionDigits: 0 } : {}),
  }).format(value / micro)
}
