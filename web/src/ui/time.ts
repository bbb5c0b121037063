import i18next from 'i18next'

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** "3 minutes ago", in the reader's language. */
export function ago(at: string, now = Date.now()): string {
  const seconds = Math.round((now - new Date(at).getTime()) / 1000)
  const format = new Intl.RelativeTimeFormat(i18next.language, { numeric: 'auto' })
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return format.format(-Math.round(seconds / length), unit)
  return format.format(0, 'minute')
}

/** The time of day of today, the weekday of this week, else the date. */
export function shortTime(at: string, now = new Date()): string {
  const then = new Date(at)
  const days = (now.getTime() - then.getTime()) / 86_400_000
  const style: Intl.DateTimeFormatOptions =
    then.toDateString() === now.toDateString()
      ? { hour: '2-digit', minute: '2-digit' }
      : days < 6
        ? { weekday: 'short' }
        : { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(i18next.language, style).format(then)
}

export const clockTime = (at: string): string =>
  new Intl.DateTimeFormat(i18next.language, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))

export const longDate = (at: string): string =>
  new Intl.DateTimeFormat(i18next.language, { dateStyle: 'full' }).format(new Date(at))

/** The day alone, short. */
export const day = (at: string): string =>
  new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium' }).format(new Date(at))

export const dateAndTime = (at: string): string =>
  new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))

/** An instant as a browser's field for local times has it. */
export function asLocal(instant: string): string {
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
