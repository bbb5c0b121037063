import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { expect, test } from 'vitest'

import { Ids } from '#ids.ts'
import { signRequest, withExplicitPort, withoutFragment } from './sign.ts'

const TOKEN = '12345'
const URL = 'https://mycompany.com/myapp.php?foo=1&bar=2'

test("Twilio's own vectors come out", () => {
  const parameters = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  }
  expect(signRequest(TOKEN, URL, parameters)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
  const json = `${URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`
  expect(signRequest(TOKEN, json, {})).toBe('a9nBmqA0ju/hNViExpshrM61xv4=')
})

test('an empty JSON body signs differently with the port written out', () => {
  const empty = `${URL}&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a`
  expect(signRequest(TOKEN, empty, {})).toBe('rw/jVviOgicj2+kHZULvebnA4ag=')
  expect(signRequest(TOKEN, withExplicitPort(empty), {})).toBe('Ldidvp12m26NI7eqEvxnEpkd9Hc=')
})

test('the fragment is not signed, repeated values count once and sorted', () => {
  expect(withoutFragment('https://a.test/x#rc=5')).toBe('https://a.test/x')
  expect(signRequest(TOKEN, 'https://a.test/x#rc=5', { A: 'b' })).toBe(
    signRequest(TOKEN, 'https://a.test/x', { A: 'b' }),
  )
  expect(signRequest(TOKEN, URL, { A: ['y', 'x', 'y'] })).toBe(signRequest(TOKEN, URL, { A: ['x', 'y'] }))
})

test('a port is written only where there is none', () => {
  expect(withExplicitPort('https://a.test/x')).toBe('https://a.test:443/x')
  expect(withExplicitPort('http://u:p@a.test/x')).toBe('http://u:p@a.test:80/x')
  expect(withExplicitPort('https://a.test:8443/x')).toBe('https://a.test:8443/x')
})

test("Twilio's library accepts what is signed here, whatever the parameters", () => {
  const ids = new Ids('signatures')
  const text = () =>
    Array.from({ length: 1 + Math.floor(ids.chance() * 6) }, () =>
      String.fromCodePoint(32 + Math.floor(ids.chance() ** 4 * 0x1_00_00)),
    ).join('')
  for (let round = 0; round < 300; round++) {
    const names = Array.from({ length: 1 + Math.floor(ids.chance() * 8) }, () => `P${ids.hex(8)}`)
    const parameters = Object.fromEntries(names.map((name) => [name, text()]))
    const url = `https://host-${round}.test/path/${ids.hex(8)}?q=${ids.hex(8)}`
    const signature = signRequest(TOKEN, url, parameters)
    expect(validateRequest(TOKEN, signature, url, parameters)).toBe(true)
    expect(validateRequest('other', signature, url, parameters)).toBe(false)
  }
})
