import { DateTime } from 'luxon'

export interface QuietHours {
  /** Minutes of the day of whom it is quiet for; from 22:00 until 8:00 is 1320 until 480. */
  from: number
  until: number
}

/**
 * The first instant at or after `at` outside the quiet hours of a place. A zone nobody knows is taken for UTC. Where a clock jumps,
 * the hours are those that people there read on it.
 */
export function afterQuietHours(at: Date, zone: string | null, quiet: QuietHours | null): Date {
  if (quiet === null || quiet.from === quiet.until) return at
  const given = DateTime.fromJSDate(at, { zone: zone ?? 'utc' })
  const there = given.isValid ? given : DateTime.fromJSDate(at, { zone: 'utc' })
  const minute = there.hour * 60 + there.minute
  const overnight = quiet.from > quiet.until
  const isQuiet = overnight
    ? minute >= quiet.from || minute < quiet.until
    : minute >= quiet.from && minute < quiet.until
  if (!isQuiet) return at
  const day = overnight && minute >= quiet.from ? there.plus({ days: 1 }) : there
  const end = day.set({
    hour: Math.floor(quiet.until / 60),
    minute: quiet.until % 60,
    second: 0,
    millisecond: 0,
  })
  return end.toJSDate()
}
