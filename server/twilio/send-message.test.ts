import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { basicAuthorization, type TwilioAccount } from './account.ts'
import { openConnections, type ConnectionLimits } from './connections.ts'
import { sendMessage } from './send-message.ts'

const sid = 'SM0123456789abcdef0123456789abcdef'
const accountSid = 'AC00000000000000000000000000000001'
const message = {
  to: 'whatsapp:+5511999990000',
  from: 'whatsapp:+12025550101',
  body: 'Hello',
  statusCallback: 'https://desk.example.com/s/1',
}
const json = (status: number, body: object, headers = '') => {
  const text = JSON.stringify(body)
  return `HTTP/1.1 ${status} Any\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}
const created = json(201, { sid, status: 'queued', from: message.from })

/** A server that speaks bytes, so that it can break off at any point. It records each whole request it read. */
async function listen(
  answer: (socket: Socket, request: string, count: number) => void,
  greet?: (socket: Socket) => void,
) {
  const requests: string[] = []
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    greet?.(socket)
    let read = ''
    socket.on('data', (chunk: Buffer) => {
      read += chunk.toString('latin1')
      const end = read.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(read)?.[1] ?? 0)
      if (end === -1 || read.length < end + 4 + length) return
      const request = read
      read = ''
      requests.push(request)
      answer(socket, request, requests.length)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function openAccount(url: string, limits: ConnectionLimits = {}): TwilioAccount & AsyncDisposable {
  const connections = openConnections({ connectTimeoutMs: 30_000, ...limits })
  const authorization = basicAuthorization(accountSid, 'token')
  return {
    accountSid,
    authorization,
    apiUrl: new URL(url),
    connections,
    [Symbol.asyncDispose]: () => connections.dispatcher.destroy(),
  }
}

test('a message is one signed form, and Twilio’s answer is read', async () => {
  await using server = await listen((socket) => socket.write(created))
  await using account = openAccount(`${server.url}/base/`)
  const outcome = await sendMessage(account, {
    ...message,
    body: 'é & =',
    mediaUrls: ['https://a.example/1', 'https://a.example/2'],
    contentSid: 'HX1',
    contentVariables: { '1': 'x' },
    location: { latitude: 1.5, longitude: -2, label: 'Here' },
    messagingServiceSid: 'MG1',
  })
  expect(outcome).toEqual({ outcome: 'accepted', sid, status: 'queued', from: message.from })
  const [head = '', body = ''] = (server.requests[0] ?? '').split('\r\n\r\n')
  expect(head).toContain(`POST /base/2010-04-01/Accounts/${accountSid}/Messages.json HTTP/1.1`)
  expect(head).toContain(`authorization: ${account.authorization}`)
  expect(head).toContain('x-original-host: api.twilio.com')
  expect([...new URLSearchParams(body)]).toEqual([
    ['To', message.to],
    ['StatusCallback', message.statusCallback],
    ['From', message.from],
    ['MessagingServiceSid', 'MG1'],
    ['Body', 'é & ='],
    ['MediaUrl', 'https://a.example/1'],
    ['MediaUrl', 'https://a.example/2'],
    ['ContentSid', 'HX1'],
    ['ContentVariables', '{"1":"x"}'],
    ['PersistentAction', 'geo:1.5,-2|Here'],
  ])
})

test.each([
  [
    '400 with a code',
    json(400, { code: 63007, message: 'No Channel' }),
    { code: 63007, httpStatus: 400, retry: 'fix-first', message: 'No Channel' },
  ],
  ['400 with a new code', json(400, { code: 21999, message: 'New' }), { code: 21999, retry: 'never' }],
  [
    '400 that is no JSON',
    'HTTP/1.1 400 Bad\r\ncontent-length: 3\r\n\r\n<x>',
    { code: null, retry: 'never', message: 'HTTP 400' },
  ],
  ['401', json(401, { code: 20003, message: 'Authenticate' }), { code: 20003, retry: 'credentials' }],
  ['403 of a proxy', 'HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n', { code: null, retry: 'credentials' }],
  ['404', json(404, { code: 21701 }), { code: 21701, retry: 'fix-first' }],
  [
    '429',
    json(429, { code: 20429, message: 'Too Many' }, 'retry-after: 7\r\n'),
    { code: 20429, retry: 'later', retryAfterSeconds: 7 },
  ],
  ['429 of the day', json(429, { code: 63038 }), { code: 63038, retry: 'next-day' }],
  [
    '429 without words',
    'HTTP/1.1 429 No\r\ncontent-length: 0\r\n\r\n',
    { code: null, retry: 'later', retryAfterSeconds: null },
  ],
  [
    '400 whose body breaks off',
    'HTTP/1.1 400 Bad\r\ncontent-length: 500\r\n\r\n{"code":2',
    { code: null, httpStatus: 400, retry: 'never' },
  ],
])('rejected, surely not processed: %s', async (_, bytes, expected) => {
  await using server = await listen((socket) => socket.end(bytes))
  await using account = openAccount(server.url)
  expect(await sendMessage(account, message)).toMatchObject({ outcome: 'rejected', ...expected })
})

test.each([
  ['500', json(500, { code: 20500, message: 'Internal' }), 500],
  ['503', 'HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n', 503],
  ['408', json(408, { code: 1 }), 408],
  ['a redirect', 'HTTP/1.1 307 Go\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n', 307],
  ['201 with a page of a proxy', 'HTTP/1.1 201 Ok\r\ncontent-length: 6\r\n\r\n<html>', 201],
  ['201 without sid', json(201, { status: 'queued' }), 201],
  ['201 with a foreign sid', json(201, { sid: 'CA0123456789abcdef0123456789abcdef' }), 201],
  ['201 with null', 'HTTP/1.1 201 Ok\r\ncontent-length: 4\r\n\r\nnull', 201],
  ['201 without body', 'HTTP/1.1 201 Ok\r\ncontent-length: 0\r\n\r\n', 201],
  ['201 whose body breaks off', created.slice(0, -20), 201],
  ['201 whose body breaks off after the sid', created.slice(0, -1), 201],
  ['half a status line', 'HTTP/1.1 20', null],
  ['headers that never end', 'HTTP/1.1 201 Ok\r\ncontent-le', null],
  ['something that is not HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', null],
  ['nothing, and the connection closes', '', null],
  ['an interim answer and no more', 'HTTP/1.1 103 Early\r\n\r\n', null],
])('unknown, perhaps processed: %s', async (_, bytes, httpStatus) => {
  await using server = await listen((socket) => socket.end(bytes))
  await using account = openAccount(server.url)
  expect(await sendMessage(account, message)).toEqual({
    outcome: 'unknown',
    httpStatus,
    reason: expect.any(String),
  })
  expect(server.requests).toHaveLength(1)
})

test('unknown: the connection is reset after the request was read', async () => {
  await using server = await listen((socket) => socket.resetAndDestroy())
  await using account = openAccount(server.url)
  expect(await sendMessage(account, message)).toMatchObject({ outcome: 'unknown', httpStatus: null })
})

test('unknown: the connection is reset while the request is being read', async () => {
  await using server = await listen(
    () => undefined,
    (socket) => socket.once('data', () => socket.resetAndDestroy()),
  )
  await using account = openAccount(server.url)
  expect(await sendMessage(account, { ...message, body: 'x'.repeat(500_000) })).toMatchObject({
    outcome: 'unknown',
  })
})

test('unknown: Twilio took it and never answers', async () => {
  await using server = await listen(() => undefined)
  await using account = openAccount(server.url, { timeoutMs: 3_000 })
  expect(await sendMessage(account, message)).toEqual({
    outcome: 'unknown',
    reason: 'no answer in time',
    httpStatus: null,
  })
  expect(server.requests).toHaveLength(1)
})

test('unknown: the answer stops half-way and the connection stays open', async () => {
  await using server = await listen((socket) => socket.write(created.slice(0, -20)))
  await using account = openAccount(server.url, { timeoutMs: 3_000 })
  expect(await sendMessage(account, message)).toEqual({
    outcome: 'unknown',
    reason: 'the answer could not be read',
    httpStatus: 201,
  })
})

test('unknown, and asked once: the server closes a kept connection as it reads the next message', async () => {
  await using server = await listen((socket, _, count) =>
    count === 1 ? socket.write(created) : socket.destroy(),
  )
  await using account = openAccount(server.url, { perHost: 1 })
  expect((await sendMessage(account, message)).outcome).toBe('accepted')
  expect((await sendMessage(account, message)).outcome).toBe('unknown')
  expect(server.sockets).toHaveLength(1)
  expect(server.requests).toHaveLength(2)
})

test.each([
  ['nobody listens', 'http://127.0.0.1:1'],
  ['the name does not exist', 'http://twilio.invalid'],
  ['the host is not reachable', 'http://192.0.2.1:81'],
])('not sent: %s', async (_, url) => {
  await using account = openAccount(url, { connectTimeoutMs: 400 })
  expect(await sendMessage(account, message)).toEqual({ outcome: 'notSent', reason: expect.any(String) })
})

test.each([
  ['speaks no TLS', (socket: Socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')],
  ['breaks off the TLS handshake', (socket: Socket) => socket.once('data', () => socket.destroy())],
  ['never finishes the TLS handshake', () => undefined],
])('not sent: the server %s', async (_, greet) => {
  await using server = await listen(() => undefined, greet)
  await using account = openAccount(server.url.replace('http:', 'https:'), { connectTimeoutMs: 400 })
  expect(await sendMessage(account, message)).toEqual({ outcome: 'notSent', reason: expect.any(String) })
})

test('not sent: the connections are closed', async () => {
  const account = openAccount('http://127.0.0.1:1')
  await account[Symbol.asyncDispose]()
  expect(await sendMessage(account, message)).toMatchObject({ outcome: 'notSent' })
})

test('not sent: the text cannot be put into a header', async () => {
  await using account = openAccount('http://127.0.0.1:1')
  const outcome = await sendMessage({ ...account, authorization: 'Basic \r\nX: y' }, message)
  expect(outcome.outcome).toBe('notSent')
  expect(JSON.stringify(outcome)).not.toContain('Basic')
})

test('a message that waited for a connection past its time is not sent, then or later', async () => {
  const answers: (() => void)[] = []
  await using server = await listen((socket) => answers.push(() => socket.write(created)))
  await using account = openAccount(server.url, { perHost: 1 })
  const first = sendMessage(account, message)
  await expect.poll(() => answers.length).toBe(1)
  const second = await sendMessage(
    account,
    { ...message, body: 'late' },
    { notAfter: performance.now() + 50 },
  )
  expect(second).toEqual({ outcome: 'notSent', reason: 'its time had passed before it could be sent' })
  answers[0]?.()
  expect((await first).outcome).toBe('accepted')
  const third = sendMessage(account, { ...message, body: 'third' })
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.()
  expect((await third).outcome).toBe('accepted')
  expect(server.requests.filter((request) => request.includes('late'))).toEqual([])
})

test('a message whose time passed before it was handed over is not sent', async () => {
  await using server = await listen((socket) => socket.write(created))
  await using account = openAccount(server.url)
  expect((await sendMessage(account, message, { notAfter: performance.now() - 1 })).outcome).toBe('notSent')
  expect((await sendMessage(account, message, { notAfter: performance.now() + 60_000 })).outcome).toBe(
    'accepted',
  )
  expect(server.requests).toHaveLength(1)
})

test('a second message is not written behind one that is not answered', async () => {
  const answers: (() => void)[] = []
  await using server = await listen((socket) => answers.push(() => socket.write(created)))
  await using account = openAccount(server.url, { perHost: 1 })
  const both = [sendMessage(account, message), sendMessage(account, message)]
  await expect.poll(() => answers.length).toBe(1)
  expect(server.requests).toHaveLength(1)
  answers[0]?.()
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.()
  expect((await Promise.all(both)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
  expect(server.sockets).toHaveLength(1)
})

test('a connection that was idle for two seconds is closed by us, even when the server offers to keep it', async () => {
  await using server = await listen((socket) =>
    socket.write(json(201, { sid, status: 'queued' }, 'keep-alive: timeout=60\r\n')),
  )
  await using account = openAccount(server.url, { perHost: 1 })
  await sendMessage(account, message)
  const begun = performance.now()
  const [socket] = server.sockets
  if (socket) await once(socket, 'end')
  expect(performance.now() - begun).toBeLessThan(30_000)
  expect((await sendMessage(account, message)).outcome).toBe('accepted')
  expect(server.sockets).toHaveLength(2)
})
