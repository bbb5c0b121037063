import { expect, test } from 'vitest'
import { idAt, isId, newId } from './ids.ts'

test('ids are UUIDs of version 7, all different, each sorting after the one before', () => {
  const ids = Array.from({ length: 20_000 }, () => newId())
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

test('an id tells when it was made', () => {
  const made = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16)
  expect(Math.abs(made - Date.now())).toBeLessThan(60_000)
})

test('the least id of an instant sorts between the ids made before and after it', () => {
  const before = newId()
  const made = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  const next = idAt(new Date(made(before) + 1))
  expect(isId(next)).toBe(true)
  expect(before < next).toBe(true)
  expect(idAt(new Date(made(before))) <= before).toBe(true)
})

test.each([
  '',
  'x',
  "00000000-0000-7000-8000-000000000000'",
  '00000000-0000-7000-8000-00000000000G',
  'ABCDEF00-0000-7000-8000-000000000000',
])('"%s" is no id', (text) => expect(isId(text)).toBe(false))
