import { expect, test } from 'vitest'
import { sameEndpoint, withConnectionOverrides } from './connection-overrides.ts'

const ours = 'https://desk.example.com/webhooks/twilio/token/inbound'

test('a webhook URL asks for five tries within fifteen seconds', () => {
  expect(withConnectionOverrides(ours)).toBe(`${ours}#rc=5&rp=all&ct=2000&rt=4000&tt=15000`)
  expect(withConnectionOverrides(`${ours}#rc=1`)).toBe(`${ours}#rc=5&rp=all&ct=2000&rt=4000&tt=15000`)
})

test.each([
  [`${ours}#rc=5&rp=all`, true],
  [ours, true],
  [` ${ours} `, true],
  ['https://DESK.example.com:443/webhooks/twilio/token/inbound', true],
  ['http://desk.example.com/webhooks/twilio/token/inbound', false],
  ['https://desk.example.com/webhooks/twilio/other/inbound', false],
  [`${ours}?x=1`, false],
  ['https://desk.example.com:8443/webhooks/twilio/token/inbound', false],
  ['not a url', false],
  ['', false],
  [null, false],
  [undefined, false],
])('%s reaches our endpoint: %s', (configured, same) => {
  expect(sameEndpoint(configured, ours)).toBe(same)
})
