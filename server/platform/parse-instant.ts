import { types } from 'pg'

const parseAny = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date | number

const twoDigits = (text: string, at: number) =>
  (text.charCodeAt(at) - 48) * 10 + (text.charCodeAt(at + 1) - 48)

/** As PostgreSQL writes an instant while its time zone is UTC and the year has four digits: `2026-03-02 23:30:00.123456+00`. */
const isUsual = (text: string) => text[4] === '-' && text[10] === ' ' && text.endsWith('+00')

/**
 * The instant, to the millisecond before it. The driver's own parser reads every way there is to write one, which takes three times as long; it
 * gets the unusual ones.
 */
export function parseInstant(text: string): Date | number {
  if (!isUsual(text)) return parseAny(text)
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const milliseconds = text.length > 22 ? Math.floor(Number(text.slice(19, -3)) * 1000) : 0
  return new Date(
    Date.UTC(
      year,
      twoDigits(text, 5) - 1,
      twoDigits(text, 8),
      twoDigits(text, 11),
      twoDigits(text, 14),
      twoDigits(text, 17),
      milliseconds,
    ),
  )
}
