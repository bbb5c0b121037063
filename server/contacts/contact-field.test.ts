import { describe, expect, test } from 'vitest'
import { type ContactField, fits, readFieldValue } from './contact-field.ts'

const field = (kind: ContactField['kind'], options: string[] = []): ContactField => ({
  id: 'f',
  name: 'F',
  kind,
  options,
})

describe('a cell of a list', () => {
  test.each<[ContactField, string, unknown]>([
    [field('text'), ' VIP since 2019 ', 'VIP since 2019'],
    [field('number'), '1234', 1234],
    [field('number'), '-3.5', -3.5],
    [field('number'), '1,234.50', 1234.5],
    [field('number'), '1.234,50', 1234.5],
    [field('number'), '1 234,5', 1234.5],
    [field('number'), '12,5', 12.5],
    // One thousand two hundred, or one and two tenths?
    [field('number'), '1,234', undefined],
    [field('number'), 'many', undefined],
    [field('date'), '2026-03-31', '2026-03-31'],
    [field('date'), '2026-3-1', '2026-03-01'],
    [field('date'), '31.3.2026', '2026-03-31'],
    [field('date'), '31/03/2026', '2026-03-31'],
    [field('date'), '2026-03-31 14:00', '2026-03-31'],
    [field('date'), '2026-02-30', undefined],
    [field('date'), 'tomorrow', undefined],
    [field('select', ['Gold', 'Silver']), 'gold', 'Gold'],
    [field('select', ['Gold', 'Silver']), 'Bronze', undefined],
    [field('multi_select', ['Spa', 'Pool', 'Gym']), 'spa; pool', ['Spa', 'Pool']],
    [field('multi_select', ['Spa', 'Pool', 'Gym']), 'Spa,Gym,Spa', ['Spa', 'Gym']],
    [field('multi_select', ['Bed, large', 'Gym']), 'Bed, large|Gym', ['Bed, large', 'Gym']],
    [field('multi_select', ['Spa', 'Pool']), 'Spa; Sauna', undefined],
  ])('%o reads %j as %j', (of, written, value) => {
    expect(readFieldValue(of, written)).toEqual(value)
  })
})

describe('a value', () => {
  test.each<[ContactField, string | number | string[], boolean]>([
    [field('text'), 'x', true],
    [field('text'), ' ', false],
    [field('text'), 4, false],
    [field('number'), 0, true],
    [field('number'), Number.NaN, false],
    [field('number'), '4', false],
    [field('date'), '2026-03-31', true],
    [field('date'), '31.3.2026', false],
    [field('select', ['A']), 'A', true],
    [field('select', ['A']), 'a', false],
    [field('multi_select', ['A', 'B']), ['B'], true],
    [field('multi_select', ['A', 'B']), [], false],
    [field('multi_select', ['A', 'B']), ['C'], false],
  ])('of %o: %j fits: %s', (of, value, expected) => {
    expect(fits(of, value)).toBe(expected)
  })
})
