import twilio from 'twilio'
import { expect, test } from 'vitest'

import { readTwiml } from './twiml.ts'

const XML = 'text/xml; charset=utf-8'

function messagesIn(body: string, contentType = XML) {
  const verdict = readTwiml(contentType, body)
  if ('errorCode' in verdict) throw new Error(`refused with ${verdict.errorCode}`)
  return verdict.steps
}

test("what Twilio's library writes is read back", () => {
  const response = new twilio.twiml.MessagingResponse()
  response.message({ action: '/status' }, 'Räume <& more>')
  const withMedia = response.message('')
  withMedia.body('see')
  withMedia.media('https://a.test/x.png')
  response.redirect({ method: 'GET' }, 'https://a.test/next')
  expect(messagesIn(response.toString())).toEqual([
    { kind: 'message', body: 'Räume <& more>', media: [], to: null, from: null, action: '/status' },
    { kind: 'message', body: 'see', media: ['https://a.test/x.png'], to: null, from: null, action: null },
    { kind: 'redirect', url: 'https://a.test/next', method: 'GET' },
  ])
})

test('plain text is a reply, nothing is none', () => {
  expect(messagesIn('Hello there', 'text/plain')).toMatchObject([{ body: 'Hello there' }])
  expect(messagesIn('', 'text/html')).toEqual([])
  expect(messagesIn('<?xml version="1.0" encoding="UTF-8"?><Response/>')).toEqual([])
  expect(messagesIn('<Response><!-- quiet --></Response>', 'application/xml')).toEqual([])
})

test.each([
  ['application/json', '{"body":"no"}', 12300],
  ['text/html', '<p>no</p>', 12300],
  [XML, '<Response><Message>', 12100],
  [XML, '<Answer/>', 12102],
  [XML, '<Response><Dial>1</Dial></Response>', 14110],
  [XML, `<Response><Message>${'x'.repeat(66_000)}</Message></Response>`, 11750],
])('%s %s is refused', (contentType, body, errorCode) => {
  expect(readTwiml(contentType, body)).toEqual({ errorCode })
})

test('characters may be written as numbers', () => {
  expect(
    messagesIn('<Response><Message>R&#228;ume &#x1F600; &amp;lt; <![CDATA[<b>&amp;]]></Message></Response>'),
  ).toMatchObject([{ body: 'Räume 😀 &lt; <b>&amp;' }])
})

test('the eleventh message is dropped with a warning', () => {
  const verdict = readTwiml(XML, `<Response>${'<Message>x</Message>'.repeat(11)}</Response>`)
  expect(verdict).toMatchObject({ warnings: [14109] })
  expect(messagesIn(`<Response>${'<Message>x</Message>'.repeat(11)}</Response>`)).toHaveLength(10)
})

test('an answer may not bring entities of its own', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Response><Message>&a;</Message></Response>'
  expect(readTwiml(XML, bomb)).toEqual({ errorCode: 12100 })
})
