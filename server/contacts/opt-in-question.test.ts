import { expect, test } from 'vitest'
import { mayBeYes, saysYes } from './opt-in-question.ts'

test.each(['YES', 'yes!', 'Sim.', ' sí ', 'Ja', 'Oui', 'да', 'はい', 'Evet'])('%s alone is a yes', (body) => {
  expect(saysYes({ kind: 'text', body }, null)).toBe(true)
})

test.each(['', 'no', 'yes but only tomorrow', 'yesterday', 'Who is this?', 'STOP'])(
  '“%s” is none',
  (body) => {
    expect(saysYes({ kind: 'text', body }, 'I agree')).toBe(false)
    expect(mayBeYes({ kind: 'text', body })).toBe(false)
  },
)

test('the button that says yes does, however it is called, and no other', () => {
  expect(saysYes({ kind: 'button', title: 'I agree' }, 'I agree')).toBe(true)
  expect(saysYes({ kind: 'button', title: 'Not now' }, 'I agree')).toBe(false)
})
