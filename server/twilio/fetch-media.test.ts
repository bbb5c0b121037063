import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { MockAgent } from 'undici'
import { expect, test } from 'vitest'
import { basicAuthorization, type TwilioAccount } from './account.ts'
import { openConnections } from './connections.ts'
import { fetchMedia, MediaCutOff, type FetchedMedia, type MediaFailure } from './fetch-media.ts'

const accountSid = 'AC00000000000000000000000000000001'
const path = `/2010-04-01/Accounts/${accountSid}/Messages/MM1/Media/ME1`
const real = `https://api.twilio.com${path}`

async function listen(answer: (request: IncomingMessage, response: ServerResponse, base: string) => void) {
  const seen: { url: string; authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization })
    answer(request, response, base)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    base,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function openAccount(apiUrl: string | null): TwilioAccount & AsyncDisposable {
  const connections = openConnections()
  return {
    accountSid,
    authorization: basicAuthorization(accountSid, 'token'),
    apiUrl: apiUrl === null ? null : new URL(apiUrl),
    connections,
    [Symbol.asyncDispose]: () => connections.dispatcher.destroy(),
  }
}

function fetched(result: FetchedMedia | MediaFailure): FetchedMedia {
  if ('failed' in result) throw new Error(`${result.failed}: ${result.detail}`)
  return result
}

test('credentials go with the first request and not with the redirect', async () => {
  await using server = await listen((request, response) =>
    request.url === path
      ? response.writeHead(307, { location: '/cdn/file' }).end()
      : response
          .writeHead(200, {
            'content-type': 'Image/JPEG; x=y',
            'content-disposition': 'inline; filename="a\\"b.jpg"',
          })
          .end('bytes'),
  )
  await using account = openAccount(server.base)
  const media = fetched(await fetchMedia(account, real))
  expect(media).toMatchObject({ contentType: 'image/jpeg', fileName: 'a"b.jpg', length: null })
  expect((await buffer(media.stream)).toString()).toBe('bytes')
  expect(server.seen).toEqual([
    { url: path, authorization: account.authorization },
    { url: '/cdn/file', authorization: undefined },
  ])
})

test('the simulator’s own address may be used as it is', async () => {
  await using server = await listen((_, response) => response.end('x'))
  await using account = openAccount(`${server.base}/base`)
  fetched(await fetchMedia(account, `${server.base}${path}`)).stream.destroy()
  expect(server.seen).toHaveLength(1)
})

test.each([
  'https://evil.example/2010-04-01/x',
  'http://api.twilio.com/2010-04-01/x',
  'https://api.twilio.com:8443/x',
  'https://api.twilio.com.evil.example/x',
  'https://api.twilio.com@evil.example/x',
  'https://user:pass@api.twilio.com/x',
  'https://xapi.twilio.com/x',
  'https://content.twilio.com/x',
  'https://mms.twiliocdn.com/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  '//api.twilio.com/x',
  'not a url',
  '',
])('the address %s gets neither a request nor credentials', async (url) => {
  await using account = openAccount(null)
  // Nothing may leave: any request would fail this test with another reason.
  const agent = new MockAgent()
  agent.disableNetConnect()
  const closed = { ...account, connections: { ...account.connections, dispatcher: agent } }
  const result = await fetchMedia(closed, url)
  expect(result).toMatchObject({ failed: 'address_not_allowed', later: false })
})

test.each([
  ['https://evil.example/x'],
  ['http://mms.twiliocdn.com/x'],
  ['https://twiliocdn.com.evil.example/x'],
  ['https://eviltwiliocdn.com/x'],
  ['https://mms.twiliocdn.com:444/x'],
  ['https://a@mms.twiliocdn.com/x'],
  ['http://169.254.169.254/latest/meta-data'],
  ['file:///etc/passwd'],
  [''],
])('a redirect to %s is not followed', async (location) => {
  await using foreign = await listen((_, response) => response.end())
  await using server = await listen((_, response) => response.writeHead(302, { location }).end())
  await using account = openAccount(server.base)
  const result = await fetchMedia(account, real)
  expect(result).toMatchObject(
    location === '' ? { failed: 'too_many_redirects' } : { failed: 'address_not_allowed' },
  )
  expect(foreign.seen).toEqual([])
})

test('a redirect to another local address is not followed either', async () => {
  await using foreign = await listen((_, response) => response.end('stolen'))
  await using server = await listen((_, response) =>
    response.writeHead(302, { location: `${foreign.base}/x` }).end(),
  )
  await using account = openAccount(server.base)
  expect(await fetchMedia(account, real)).toMatchObject({ failed: 'address_not_allowed' })
  expect(foreign.seen).toEqual([])
})

test('Twilio’s content hosts are followed to, without credentials', async () => {
  await using account = openAccount(null)
  const agent = new MockAgent()
  agent.disableNetConnect()
  const headers: unknown[] = []
  agent
    .get('https://api.twilio.com')
    .intercept({ path })
    .reply((options) => {
      headers.push(options.headers)
      return {
        statusCode: 307,
        responseOptions: { headers: { location: 'https://mms.twiliocdn.com/f?sig=1' } },
      }
    })
  agent
    .get('https://mms.twiliocdn.com')
    .intercept({ path: '/f?sig=1' })
    .reply((options) => {
      headers.push(options.headers)
      return { statusCode: 200, data: 'bytes' }
    })
  const media = fetched(
    await fetchMedia({ ...account, connections: { ...account.connections, dispatcher: agent } }, real),
  )
  expect((await buffer(media.stream)).toString()).toBe('bytes')
  expect(headers).toEqual([{ authorization: account.authorization }, {}])
})

test('redirects in a circle end', async () => {
  await using server = await listen((_, response) => response.writeHead(302, { location: '/again' }).end())
  await using account = openAccount(server.base)
  expect(await fetchMedia(account, real)).toMatchObject({ failed: 'too_many_redirects', later: true })
  expect(server.seen).toHaveLength(4)
})

test.each([
  [404, 'not_found', true],
  [410, 'not_found', false],
  [401, 'credentials', true],
  [429, 'unreachable', true],
  [503, 'unreachable', true],
  [400, 'refused', false],
])('an answer of %i is %s, try later: %s', async (status, failed, later) => {
  await using server = await listen((_, response) => response.writeHead(status).end('x'.repeat(100_000)))
  await using account = openAccount(server.base)
  expect(await fetchMedia(account, real)).toMatchObject({ failed, later })
})

test('a file that says it is too large is not read', async () => {
  await using server = await listen((_, response) => {
    response.writeHead(200, { 'content-length': 17 * 1024 * 1024 })
    response.write('x')
  })
  await using account = openAccount(server.base)
  expect(await fetchMedia(account, real)).toMatchObject({ failed: 'too_large', later: false })
})

test('a file that does not say so is cut off', async () => {
  await using server = await listen((_, response) => {
    response.writeHead(200)
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', pour)
    pour()
  })
  await using account = openAccount(server.base)
  const media = fetched(await fetchMedia(account, real, { maxBytes: 1_000_000 }))
  await expect(buffer(media.stream)).rejects.toMatchObject({ name: 'MediaCutOff', later: false })
})

test('a file that arrives for ever, byte by byte, is given up', async () => {
  await using server = await listen((_, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(drip))
  })
  await using account = openAccount(server.base)
  const media = fetched(await fetchMedia(account, real, { timeoutMs: 3_000 }))
  await expect(buffer(media.stream)).rejects.toThrow('it took too long')
})

test('a file that breaks off is not taken for a whole one', async () => {
  await using server = await listen((_, response) => {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('x', () => response.destroy())
  })
  await using account = openAccount(server.base)
  const media = fetched(await fetchMedia(account, real))
  const failure: unknown = await buffer(media.stream).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MediaCutOff)
  expect(failure).toMatchObject({ later: true })
})

test('no answer at all', async () => {
  await using server = await listen(() => undefined)
  await using account = openAccount(server.base)
  expect(await fetchMedia(account, real, { timeoutMs: 150 })).toEqual({
    failed: 'unreachable',
    detail: 'No answer in time.',
    later: true,
  })
  await using nobody = openAccount('http://127.0.0.1:1')
  expect(await fetchMedia(nobody, real)).toMatchObject({ failed: 'unreachable', later: true })
})

test.each([
  ['attachment; filename=plain.pdf', 'plain.pdf'],
  [`attachment; filename="x.pdf"; filename*=UTF-8''Pre%C3%A7os.pdf`, 'Preços.pdf'],
  [`attachment; filename="x.pdf"; filename*=UTF-8''%FF`, 'x.pdf'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ['attachment; filename="C:\\\\temp\\\\a.doc"', 'a.doc'],
  ['attachment; filename=".."', null],
  ['attachment', null],
])('the name in %s is %s', async (disposition, fileName) => {
  await using server = await listen((_, response) =>
    response.writeHead(200, { 'content-disposition': disposition }).end('x'),
  )
  await using account = openAccount(server.base)
  const media = fetched(await fetchMedia(account, real))
  media.stream.destroy()
  expect(media.fileName).toBe(fileName)
})
