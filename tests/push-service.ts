import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

const { decrypt } = createRequire(import.meta.url)('http_ece') as {
  decrypt: (body: Buffer, keys: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }) => Buffer
}

interface Pushed {
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** What browsers' makers run: it takes pushes for browsers, and cannot read them. */
export interface PushService extends AsyncDisposable {
  url: string
  pushed: Pushed[]
  /** What it answers. */
  status: number
}

export async function startPushService(): Promise<PushService> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { url: path = '', headers } = request
    started.pushed.push({ path, headers, body: Buffer.concat(chunks) })
    response.writeHead(started.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const started: PushService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pushed: [],
    status: 201,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return started
}

/** A browser that subscribed: it alone can read what is pushed to it. */
export function openBrowserEnd(service: PushService, path: string) {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16).toString('base64url')
  return {
    subscription: {
      endpoint: service.url + path,
      keys: { p256dh: pair.getPublicKey('base64url'), auth },
      device: 'Chrome on Linux',
    },
    read: ({ body }: Pushed) =>
      JSON.parse(
        decrypt(body, { version: 'aes128gcm', privateKey: pair, authSecret: auth }).toString(),
      ) as unknown,
  }
}

/** The claims of a push's VAPID token, after its signature was checked with the key it names (RFC 8292). */
export function vapidClaims({ headers }: Pushed): { claims: Record<string, unknown>; key: string } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? []
  const [head = '', body = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url')
  const publicKey = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) },
    format: 'jwk',
  })
  const given = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  const holds = verify('sha256', Buffer.from(`${head}.${body}`), given, Buffer.from(signature, 'base64url'))
  if (!holds) throw new Error('The VAPID token is not signed by the key it names')
  return { claims: JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>, key }
}
