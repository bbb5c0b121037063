/** What a message cost: millionths of the currency's unit, positive for a charge, and an ISO 4217 code. */
export interface Charge {
  amountMicro: number
  currency: string
}

/** A charge and the message it is for. */
export interface LedgerEntry extends Charge {
  messageId: string
}

/**
 * Twilio's price as a charge, or null where it tells none yet or nothing that can be read. Twilio: the price is a decimal text, negative for a
 * charge, and absent until the message was billed, which is seconds to minutes after its last status; the unit is the account's currency.
 */
export function chargeOf(price: string | null, unit: string | null): Charge | null {
  const parts = /^(-?)(\d{1,9})(?:\.(\d{1,12}))?$/.exec(price ?? '')
  const currency = (unit ?? '').toUpperCase()
  if (!parts || !/^[A-Z]{3}$/.test(currency)) return null
  const [, minus = '', whole = '', fraction = ''] = parts
  const micro = Number(whole) * 1_000_000 + Math.round(Number(`0.${fraction || '0'}`) * 1_000_000)
  return { amountMicro: minus === '-' || micro === 0 ? micro : -micro, currency }
}
