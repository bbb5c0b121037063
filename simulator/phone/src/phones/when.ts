import { localDay } from './chats.ts'

/** The time of a message as `14:05`. */
export function timeOf(at: string, locale: string): string {
  return new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
}

/** Short, for a list: the time of today's, the date of older ones; `today` is a local day as `2026-11-20`. */
export function whenIn(at: string, locale: string, today: string): string {
  const instant = new Date(at)
  if (localDay(instant) === today) return timeOf(at, locale)
  return instant.toLocaleDateString(locale, { day: 'numeric', month: 'short' })
}

/** `Sat 21 Nov, 14:05`. */
export function timeWithDay(at: string, locale: string): string {
  const day = new Date(at).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short' })
  return `${day}, ${timeOf(at, locale)}`
}
