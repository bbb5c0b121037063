import querystring from 'node:querystring'
import { expect, test } from 'vitest'
import { firstValue, parseForm, storableParameters } from './parse-form.ts'

const read = (body: string) => ({ ...parseForm(body).parameters })

test.each([
  ['', {}],
  ['Body=hello+there&NumMedia=0', { Body: 'hello there', NumMedia: '0' }],
  ['MediaUrl=a&MediaUrl=b&MediaUrl=a', { MediaUrl: ['a', 'b', 'a'] }],
  ['Body=%F0%9F%98%80+%C3%A9', { Body: '😀 é' }],
  ['Body=a%3Db%26c', { Body: 'a=b&c' }],
  ['Body', { Body: '' }],
  ['&&Body=x&', { Body: 'x' }],
  ['Body=a=b', { Body: 'a=b' }],
  ['Body=100%&x=%zz&y=%4', { Body: '100%', x: '%zz', y: '%4' }],
  ['Body=%FF%20ok', { Body: '\uFFFD ok' }],
  ['Body=é%ZZ', { Body: 'é%ZZ' }],
])('%s is read', (body, parameters) => {
  expect(read(body)).toEqual(parameters)
})

test('names of object members are plain parameters', () => {
  const { parameters } = parseForm('__proto__=x&constructor=y&toString=z&hasOwnProperty=w&toString=2')
  expect('valueOf' in parameters).toBe(false)
  expect(Object.keys(parameters)).toEqual(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
  expect(firstValue(parameters, 'toString')).toBe('z')
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
})

test('reading stops at a thousand parameters and says so', () => {
  const body = Array.from({ length: 1001 }, (_, n) => `p${n}=${n}`).join('&')
  const { parameters, truncated } = parseForm(body)
  expect(truncated).toBe(true)
  expect(Object.keys(parameters)).toHaveLength(1000)
  expect(parseForm(body.slice(0, body.lastIndexOf('&'))).truncated).toBe(false)
})

test('what is stored has neither NUL nor __proto__', () => {
  const stored = (form: string) => ({ ...storableParameters(parseForm(form).parameters, form) })
  expect(stored('Body=a%00b&Bo%00dy2=x&__proto__=1&M=%00&M=b')).toEqual({
    Body: 'ab',
    Body2: 'x',
    M: ['', 'b'],
  })
  expect(stored('Body=a\u0000b')).toEqual({ Body: 'ab' })
  expect(stored('%5F_proto__=1&Body=a')).toEqual({ Body: 'a' })
  expect(stored('Body=%2500&M=a&M=b')).toEqual({ Body: '%00', M: ['a', 'b'] })
})

test('it reads whatever Node’s own decoder reads, byte for byte', () => {
  const pieces = [
    'a',
    'Body',
    '=',
    '&',
    '%',
    '%41',
    '%C3',
    '%A9',
    '%00',
    '+',
    '%2',
    '%2B',
    '%g1',
    ' ',
    "'",
    '%F0%9F%98%80',
  ]
  let seed = 7
  const next = (limit: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit
  for (let round = 0; round < 20_000; round += 1) {
    const body = Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join('')
    expect(read(body), body).toEqual({ ...querystring.parse(body, '&', '=', { maxKeys: 0 }) })
  }
})

test('a large and hostile body is not read again for each of its signs', () => {
  // Read again from each sign, it would take minutes.
  const body = `Body=${'%'.repeat(1_300_000)}&x=${'%FF'.repeat(400_000)}`
  const begun = performance.now()
  expect(Object.keys(parseForm(body).parameters)).toEqual(['Body', 'x'])
  expect(performance.now() - begun).toBeLessThan(20_000)
})
