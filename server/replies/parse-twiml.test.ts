import { describe, expect, test } from 'vitest'
import { parseTwiml } from './parse-twiml.ts'

const messages = (xml: string) => parseTwiml(xml)?.messages

describe('TwiML that an application answers', () => {
  test('a message is its text, or its Body and Media', () => {
    expect(messages('<Response><Message>Hi &amp; welcome</Message></Response>')).toEqual([
      { body: 'Hi & welcome' },
    ])
    expect(
      messages(
        '<?xml version="1.0"?><Response><Message to="x"><Body>One</Body><Media>https://a.test/1.jpg</Media></Message></Response>',
      ),
    ).toEqual([{ body: 'One', mediaUrl: 'https://a.test/1.jpg' }])
  })
  test('an empty response says nothing', () => {
    expect(parseTwiml('<Response/>')).toEqual({ messages: [], redirect: null })
    expect(messages('<Response><Message></Message></Response>')).toEqual([])
  })
  test('after a redirect nothing else counts', () => {
    const twiml = parseTwiml(
      '<Response><Message>A</Message><Redirect method="get">/next</Redirect><Message>B</Message></Response>',
    )
    expect(twiml).toEqual({ messages: [{ body: 'A' }], redirect: { url: '/next', method: 'GET' } })
  })
  test('at most ten messages are taken', () => {
    expect(messages(`<Response>${'<Message>x</Message>'.repeat(50)}</Response>`)).toHaveLength(10)
  })
  test.each([
    ['text', 'hello'],
    ['another root', '<html><body>hi</body></html>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "aaaa">]><Response><Message>&a;</Message></Response>'],
    [
      'a billion laughs',
      '<!DOCTYPE l [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]><Response><Message>&m;</Message></Response>',
    ],
    ['too many levels', `<Response>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</Response>`],
    ['more than 64 kB', `<Response><Message>${'x'.repeat(70_000)}</Message></Response>`],
  ])('%s is not TwiML', (_, xml) => {
    expect(parseTwiml(xml)).toBeUndefined()
  })
})
