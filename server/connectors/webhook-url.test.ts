import { expect, test } from 'vitest'
import { hashOfToken, isReachable, newWebhookToken, tokenIn, webhookUrls } from './webhook-url.ts'

test('a token is 256 random bits, found again in the address it was put into', () => {
  const token = newWebhookToken()
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(newWebhookToken()).not.toBe(token)
  const { callbackUrl } = webhookUrls('https://desk.example', token)
  expect(callbackUrl).toBe(`https://desk.example/webhooks/twilio/${token}/inbound`)
  expect(tokenIn(callbackUrl)).toBe(token)
  expect(tokenIn(`${callbackUrl}#rc=5`)).toBe(token)
  expect(hashOfToken(token)).toHaveLength(32)
})

test.each([
  'https://desk.example/',
  'https://desk.example/webhooks/twilio/short/inbound',
  `https://desk.example/webhooks/twilio/${'a'.repeat(43)}/inbound/more`,
])('%s holds no token of ours', (url) => {
  expect(tokenIn(url)).toBeNull()
})

test.each([
  ['https://desk.example', null, true],
  ['https://10.example.org', null, true],
  ['http://desk.example', null, false],
  ['https://localhost', null, false],
  ['https://127.0.0.1', null, false],
  ['https://10.0.0.5', null, false],
  ['https://192.168.1.2:8443', null, false],
  ['https://172.20.0.1', null, false],
  ['https://172.32.0.1', null, true],
  ['https://desk.local', null, false],
  ['https://[::1]', null, false],
  ['https://[fd00::1]', null, false],
  ['https://169.254.169.254', null, false],
  ['https://203.0.114.5', null, true],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3010', true],
])('Twilio reaches %s (asked through %s): %s', (publicUrl, twilioApiUrl, reachable) => {
  expect(isReachable(publicUrl, twilioApiUrl)).toBe(reachable)
})
