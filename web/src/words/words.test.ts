import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NotificationKind } from '../../../contract/contacts.ts'
import { refusals } from '../../../contract/refusals.ts'

const read = (language: string, area: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, language, area), 'utf8')) as object
const keysOf = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null
      ? keysOf(inner as object, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  )
const areas = readdirSync(join(import.meta.dirname, 'en'))

test('both languages have the same areas', () => {
  expect(areas.length).toBeGreaterThan(5)
  expect(readdirSync(join(import.meta.dirname, 'pt'))).toEqual(areas)
})

test.each(areas)('%s says the same things in both languages', (area) => {
  expect(keysOf(read('pt', area)).sort()).toEqual(keysOf(read('en', area)).sort())
})

test.each(['en', 'pt'])('every refusal has words in %s', (language) => {
  const said = Object.keys(read(language, 'refusals.json')).filter((code) => code !== 'offline')
  expect(said.sort()).toEqual(Object.keys(refusals).sort())
})

test.each(['en', 'pt'])('every kind of notification has words in %s', (language) => {
  const told = read(language, 'app.json') as { notifications: { kinds: object } }
  const chosen = read(language, 'notifications.json') as { kinds: { names: object } }
  const saying = Object.keys(told.notifications.kinds).map((key) => key.replace(/_(one|other)$/, ''))
  const kinds = [...NotificationKind.options].sort()
  expect([...new Set(saying)].sort()).toEqual(kinds)
  expect(Object.keys(chosen.kinds.names).sort()).toEqual(kinds)
})
