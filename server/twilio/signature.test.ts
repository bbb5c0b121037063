import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { FormParameters } from './parse-form.ts'
import { checkSignature, signRequest } from './signature.ts'

const published = {
  url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
  parameters: {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  } as FormParameters,
  tokens: ['12345'],
}

test.each([
  ['a form', published.url, published.parameters, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  [
    'a JSON body',
    `${published.url}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`,
    {},
    'a9nBmqA0ju/hNViExpshrM61xv4=',
  ],
  [
    'an empty JSON body, signed with a port the URL does not have',
    `${published.url}&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a`,
    {},
    'Ldidvp12m26NI7eqEvxnEpkd9Hc=',
  ],
  [
    'an empty JSON body, signed without port',
    `${published.url}&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a`,
    {},
    'rw/jVviOgicj2+kHZULvebnA4ag=',
  ],
])('Twilio’s own example holds: %s', (_, url, parameters, signature) => {
  expect(checkSignature({ ...published, url, parameters, signature })).toEqual({ valid: true, tokenIndex: 0 })
})

test('what we sign, Twilio’s validator accepts', () => {
  const { url, parameters } = published
  expect(signRequest(url, parameters, '12345')).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
  expect(validateRequest('12345', signRequest(url, { A: ['é', 'b'] }, '12345'), url, { A: ['é', 'b'] })).toBe(
    true,
  )
})

test('the token that was replaced is still honoured, and named', () => {
  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='
  expect(checkSignature({ ...published, signature, tokens: ['new', '12345'] })).toEqual({
    valid: true,
    tokenIndex: 1,
  })
  expect(checkSignature({ ...published, signature, tokens: ['new'] })).toEqual({
    valid: false,
    reason: 'mismatch',
  })
  expect(checkSignature({ ...published, signature, tokens: [] })).toEqual({
    valid: false,
    reason: 'mismatch',
  })
})

test.each([
  [undefined, 'missing'],
  ['', 'missing'],
  ['short', 'malformed'],
  ['RSOYDt4T1cUTdK1PDd93/VVr8B8', 'malformed'],
  ['RSOYDt4T1cUTdK1PDd93/VVr8B8= ', 'malformed'],
  ['é'.repeat(28), 'malformed'],
  ['RSOYDt4T1cUTdK1PDd93/VVr8B9=', 'malformed'],
  ['RSOYDt4T1cUTdK1PDd93/VVr8BA=', 'mismatch'],
])('the signature %s is %s', (signature, reason) => {
  expect(checkSignature({ ...published, signature })).toEqual({ valid: false, reason })
})

const urls = [
  'https://desk.example.com/webhooks/twilio/abc/inbound',
  'https://desk.example.com:443/webhooks/twilio/abc/inbound',
  'http://desk.example.com:80/a?b=c',
  'https://desk.example.com:8443/a?b=c&d=it%27s',
  "https://desk.example.com/a?name=O'Brien&x=a b",
  'https://desk.example.com/a/../b?q=%7Etilde~&r=é',
  'https://user:pa%40ss@desk.example.com/a?b=',
  'HTTPS://Desk.Example.com/A?',
  'http://[::1]:3000/a?b=1',
  'http://[::1]/a',
  'https://desk.example.com',
  'https://desk.example.com?x=1+2&x=3',
]

function random() {
  let seed = 42
  const next = (limit: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit
  const letters = ['a', 'B', 'é', '😀', '\u0000', ' ', '+', '&', '=', '%', '0', '\uFFFD', 'Ω', 'z']
  const text = () => Array.from({ length: next(6) }, () => letters[next(letters.length)]).join('')
  const parameters = () => {
    const all = Object.create(null) as FormParameters
    for (let count = next(8); count > 0; count -= 1)
      all[text()] = next(4) === 0 ? Array.from({ length: 1 + next(3) }, text) : text()
    return all
  }
  return { next, parameters }
}

/** The forms of a URL that Twilio is known to sign, and some that it never would. */
function signedForms(url: string): string[] {
  const parsed = new URL(url)
  const port = parsed.protocol === 'https:' ? 443 : 80
  return [
    url,
    parsed.href,
    url.replace(/^([a-z]+:\/\/(?:[^/?#]*@)?)(\[[^\]]*\]|[^/?#:]*)(?::\d+)?/i, `$1$2:${port}`),
    url.replace(/:\d+(?=[/?]|$)/, ''),
    url.replaceAll("'", '%27'),
    `${url}x`,
    url.replace('desk', 'disk'),
    url.replace(/:\d+/, ':9999'),
  ]
}

test('it accepts exactly what Twilio’s own validator accepts', () => {
  const { next, parameters } = random()
  let accepted = 0
  let refused = 0
  for (let round = 0; round < 4_000; round += 1) {
    const url = urls[next(urls.length)] ?? ''
    const forms = signedForms(url)
    const sent = parameters()
    const signature = getExpectedTwilioSignature('token', forms[next(forms.length)] ?? url, { ...sent })
    const received = next(5) === 0 ? { ...sent, Extra: 'x' } : sent
    const theirs = validateRequest('token', signature, url, received)
    const ours = checkSignature({ url, parameters: received, signature, tokens: ['other', 'token'] })
    expect(ours.valid, `${url} ${JSON.stringify(sent)}`).toBe(theirs)
    if (theirs) accepted += 1
    else refused += 1
  }
  expect(accepted).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(500)
})

test('a changed parameter, order of hosts, port or path is refused', () => {
  const { next, parameters } = random()
  const url = 'https://desk.example.com/webhooks/twilio/abc/inbound'
  for (let round = 0; round < 5_000; round += 1) {
    const sent: FormParameters = { ...parameters(), MessageSid: `SM${round}`, Body: 'yes' }
    const signature = getExpectedTwilioSignature('token', url, sent)
    const forged: FormParameters = { ...sent }
    const keys = Object.keys(sent)
    const key = keys[next(keys.length)] ?? 'Body'
    const change = next(3)
    if (change === 0) forged[key] = `${String(sent[key])}!`
    else if (change === 1) delete forged[key]
    else forged[`${key}x`] = 'added'
    expect(
      checkSignature({ url, parameters: forged, signature, tokens: ['token'] }).valid,
      JSON.stringify(forged),
    ).toBe(false)
  }
})

const cost = (act: () => unknown) => {
  const begun = process.threadCpuUsage().user
  for (let n = 0; n < 3_000; n += 1) act()
  return process.threadCpuUsage().user - begun
}

test('a flood of forged signatures costs far less than Twilio’s validator would', () => {
  const url = 'https://desk.example.com/webhooks/twilio/3f9c2b7d51/inbound'
  const parameters: FormParameters = Object.fromEntries(
    Array.from({ length: 22 }, (_, n) => [`Parameter${n}`, randomBytes(12).toString('hex')]),
  )
  const forged = createHmac('sha1', 'wrong').update('x').digest('base64')
  const ours = () => checkSignature({ url, parameters, signature: forged, tokens: ['token'] })
  const theirs = () => validateRequest('token', forged, url, parameters)
  for (const act of [ours, theirs]) cost(act)
  const ratios = Array.from({ length: 9 }, () => cost(theirs) / cost(ours)).sort((a, b) => a - b)
  expect(ratios[4]).toBeGreaterThan(2.5)
})
