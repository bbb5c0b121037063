import { expect, test } from 'vitest'
import { afterQuietHours } from './quiet-hours.ts'

const night = { from: 22 * 60, until: 8 * 60 }
const siesta = { from: 13 * 60, until: 15 * 60 }

test.each<[string, string, string | null, typeof night | null, string]>([
  ['no quiet hours', '2026-03-02T23:00:00Z', 'Europe/Berlin', null, '2026-03-02T23:00:00Z'],
  ['by day', '2026-03-02T12:00:00Z', 'Europe/Berlin', night, '2026-03-02T12:00:00Z'],
  ['late in the evening', '2026-03-02T22:30:00Z', 'Europe/Berlin', night, '2026-03-03T07:00:00Z'],
  ['after midnight', '2026-03-03T01:00:00Z', 'Europe/Berlin', night, '2026-03-03T07:00:00Z'],
  ['to the minute', '2026-03-03T07:00:00Z', 'Europe/Berlin', night, '2026-03-03T07:00:00Z'],
  ['day here, night there', '2026-03-03T02:00:00Z', 'America/Sao_Paulo', night, '2026-03-03T11:00:00Z'],
  ['at noon', '2026-03-02T13:30:00Z', 'utc', siesta, '2026-03-02T15:00:00Z'],
  ['clocks go forward in the night', '2026-03-28T23:00:00Z', 'Europe/Berlin', night, '2026-03-29T06:00:00Z'],
  ['a zone nobody knows', '2026-03-02T23:00:00Z', 'Mars/Olympus', night, '2026-03-03T08:00:00Z'],
  ['no zone', '2026-03-02T23:00:00Z', null, night, '2026-03-03T08:00:00Z'],
])('%s', (_, at, zone, quiet, expected) => {
  expect(afterQuietHours(new Date(at), zone, quiet).toISOString()).toBe(new Date(expected).toISOString())
})
