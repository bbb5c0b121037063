import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { type FetchOutside, thinkInApplication } from './application-brain.ts'

let server: Server
let url: string
const answers = new Map<string, { status?: number; type: string; body: string }>()
const asked: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = new URL(request.url!, url).pathname
    asked.push({
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    })
    const { status = 200, type, body } = answers.get(path)!
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const fetchOutside: FetchOutside = async (target, { method, headers, body, signal }) => {
  const answer = await fetch(target, {
    method,
    headers,
    signal,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
  }
}

const authToken = 'secret'
const parameters = {
  Body: 'Olá & more',
  From: 'whatsapp:+5511987654321',
  To: 'whatsapp:+12025550101',
  MediaUrl0: ['b', 'a'],
}
const think = (path: string) =>
  thinkInApplication({ url: url + path, authToken }, parameters, fetchOutside, AbortSignal.timeout(60_000))

describe('the application brain', () => {
  test('asks as Twilio would, signed so that an existing application believes it', async () => {
    answers.set('/sms', { type: 'text/xml', body: '<Response><Message>Oi</Message></Response>' })
    expect(await think('/sms')).toEqual({ kind: 'answer', messages: [{ body: 'Oi' }], sources: [] })
    const { headers, body } = asked.at(-1)!
    const form = Object.fromEntries(
      [...new URLSearchParams(body).keys()].map((key) => [key, new URLSearchParams(body).getAll(key)]),
    )
    const flat = Object.fromEntries(
      Object.entries(form).map(([key, value]) => [key, value.length > 1 ? value : value[0]]),
    )
    expect(flat).toMatchObject({ Body: 'Olá & more' })
    const signature = headers['x-twilio-signature'] as string
    expect(validateRequest(authToken, signature, `${url}/sms`, flat)).toBe(true)
    expect(validateRequest('another', signature, `${url}/sms`, flat)).toBe(false)
  })
  test('follows a redirect, and only so far', async () => {
    answers.set('/first', {
      type: 'text/xml',
      body: '<Response><Message>One</Message><Redirect method="GET">/second?x=1</Redirect></Response>',
    })
    answers.set('/second', { type: 'text/xml', body: '<Response><Message>Two</Message></Response>' })
    expect(await think('/first')).toMatchObject({ messages: [{ body: 'One' }, { body: 'Two' }] })
    expect(asked.at(-1)).toMatchObject({ method: 'GET' })
    answers.set('/loop', { type: 'text/xml', body: '<Response><Redirect>/loop</Redirect></Response>' })
    await expect(think('/loop')).rejects.toThrow(/redirected/)
  })
  test.each([
    ['text/plain', 'Hello', { kind: 'answer', messages: [{ body: 'Hello' }], sources: [] }],
    ['application/json', '{"body":"Hello"}', { kind: 'answer', messages: [{ body: 'Hello' }], sources: [] }],
    [
      'application/json',
      '{"messages":[{"body":"A"},{"mediaUrl":"https://a.test/x.jpg"}]}',
      {
        kind: 'answer',
        messages: [{ body: 'A' }, { body: '', mediaUrl: 'https://a.test/x.jpg' }],
        sources: [],
      },
    ],
    [
      'application/json',
      '{"handOver":"wants a refund"}',
      { kind: 'hand_over', reason: 'asked_for_person', detail: 'wants a refund' },
    ],
    ['text/xml', '', { kind: 'nothing' }],
    ['text/xml', '<Response/>', { kind: 'nothing' }],
  ])('understands %s: %s', async (type, body, thought) => {
    answers.set('/any', { type, body })
    expect(await think('/any')).toEqual(thought)
  })
  test.each([
    [500, 'text/plain', 'broken'],
    [200, 'text/xml', '<html></html>'],
    [200, 'application/json', '{"messages": 5}'],
    [302, 'text/plain', ''],
  ])('an answer of %i %s is thrown, for the caller to hand over', async (status, type, body) => {
    answers.set('/bad', { status, type, body })
    await expect(think('/bad')).rejects.toThrow()
  })
})
