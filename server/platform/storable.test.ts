import { expect, test } from 'vitest'
import { storable, storableJson } from './storable.ts'

test('texts and keys lose NUL and halves of characters, nothing else', () => {
  const cut = `a${'😀'.repeat(2)}`.slice(0, 4)
  expect(storable({ a: `x\0y`, [`k\0`]: [cut, 1, null, true, '😀'] })).toEqual({
    a: 'xy',
    k: ['a😀', 1, null, true, '😀'],
  })
})

test('JSON is rewritten only where it has to be', () => {
  expect(storableJson({ said: '😀'.slice(0, 1) + 'b\0' })).toBe('{"said":"b"}')
  expect(storableJson({ path: String.raw`c:\u0000`, at: new Date(0) })).toBe(
    String.raw`{"path":"c:\\u0000","at":"1970-01-01T00:00:00.000Z"}`,
  )
})
