import { expect, test } from 'vitest'
import { piecesOf } from './formatted.ts'

test.each([
  ['plain words', ['plain words']],
  ['*Ana*, hello', ['<strong>Ana', ', hello']],
  ['so _very_ ~old~ `x`', ['so ', '<em>very', ' ', '<s>old', ' ', '<code>x']],
  ['2*3*4 and snake_case_name', ['2*3*4 and snake_case_name']],
  ['* a list *', ['* a list *']],
  ['*not\nacross*', ['*not\nacross*']],
])('%s', (text, expected) => {
  expect(piecesOf(text).map(({ text: piece, as }) => (as === 'plain' ? piece : `<${as}>${piece}`))).toEqual(
    expected,
  )
})
