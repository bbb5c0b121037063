import type { PhoneMessage } from '../api/phones.ts'

/** Messages of one calendar day; `day` is the local date as `2026-11-20`. */
export type Day = { day: string; messages: PhoneMessage[] }

/** Cuts a chat, oldest first, at the midnights of the reader's own calendar. */
export function byDay(messages: readonly PhoneMessage[]): Day[] {
  const days: Day[] = []
  for (const message of messages) {
    const day = localDay(new Date(message.at))
    const last = days.at(-1)
    if (last?.day === day) last.messages.push(message)
    else days.push({ day, messages: [message] })
  }
  return days
}

/** The calendar day of an instant where the reader is. */
export function localDay(instant: Date): string {
  const month = String(instant.getMonth() + 1).padStart(2, '0')
  return `${instant.getFullYear()}-${month}-${String(instant.getDate()).padStart(2, '0')}`
}

/** The messages that came and were not looked at. */
export function unreadIn(messages: readonly PhoneMessage[]): PhoneMessage[] {
  return messages.filter((message) => message.direction === 'in' && !message.read)
}
