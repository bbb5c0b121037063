import { expect, test } from 'vitest'
import { sourceOf } from './source.ts'

const excerptOf = (text: string) =>
  sourceOf({ articleId: 'a', passageId: 'p', title: 'Breakfast', text, score: 1 }).excerpt

test('a long passage is shown up to its last whole word', () => {
  expect(excerptOf('From seven.')).toBe('From seven.')
  expect(excerptOf(`${'word '.repeat(58)}until adulthood, and so on`)).toBe(`${'word '.repeat(58)}until…`)
  expect(excerptOf('x'.repeat(400))).toBe(`${'x'.repeat(299)}…`)
})
