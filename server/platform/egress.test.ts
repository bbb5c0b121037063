import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Egress, mayReach, openEgress } from './egress.ts'

/** Counts who reaches this machine: nobody should. */
let canary: Server
let port: number
let hits: string[] = []
let strict: Egress
let local: Egress
let seen: Record<string, string | string[] | undefined>[] = []

beforeAll(async () => {
  canary = createServer((request, response) => {
    hits.push(request.url ?? '')
    seen.push(request.headers)
    if (request.url === '/to-metadata')
      return response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    if (request.url === '/to-private') return response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
    if (request.url === '/hop') return response.writeHead(307, { location: '/landed' }).end()
    if (request.url === '/loop') return response.writeHead(302, { location: '/loop' }).end()
    if (request.url === '/large') return response.end('x'.repeat(2000))
    if (request.url === '/slow') return undefined
    return response.setHeader('x-kind', 'plain').end('hello')
  })
  await new Promise<void>((resolve) => canary.listen(0, '0.0.0.0', resolve))
  port = (canary.address() as AddressInfo).port
  strict = openEgress([])
  local = openEgress(['127.0.0.0/8'])
})
afterAll(async () => {
  await Promise.all([strict.close(), local.close()])
  canary.closeAllConnections()
  await new Promise((resolve) => canary.close(resolve))
})

const targets = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://0/',
  'http://0.0.0.0/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.170.2/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://198.51.100.1/',
  'http://203.0.113.1/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'https://user:password@example.com/',
  'http://93.184.216.34:22/',
  'http://93.184.216.34:6379/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://127.0.0.1/',
  'data:text/plain,hello',
  'javascript:alert(1)',
  '//example.com/',
  'example.com',
  'http://',
  '',
]

test.each(targets)('%s is refused', async (target) => {
  expect(await strict.fetch(target)).toMatchObject({ refused: 'address_not_allowed' })
})

test('no refused request reached this machine, on the port where it listens either', async () => {
  hits = []
  for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]', '0']) {
    expect(await strict.fetch(`http://${host}:${port}/canary`)).toMatchObject({
      refused: 'address_not_allowed',
    })
  }
  expect(hits).toEqual([])
})

test.each([
  ['8.8.8.8', [], 'public'],
  ['2606:4700::1111', [], 'public'],
  ['10.1.2.3', ['10.0.0.0/8'], 'allowed'],
  ['10.1.2.3', ['192.168.0.0/16'], 'forbidden'],
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], 'allowed'],
  ['169.254.169.254', ['0.0.0.0/0'], 'forbidden'],
  ['fd00:ec2::254', ['::/0'], 'forbidden'],
  ['100.100.100.200', ['100.64.0.0/10'], 'forbidden'],
  ['not an address', ['0.0.0.0/0'], 'forbidden'],
] as const)('%s with %j opened is %s', (address, allow, verdict) => {
  expect(mayReach(address, allow)).toBe(verdict)
})

test('what the operator opened is reached, by address and by name', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const answer = await openEgress(['127.0.0.0/8', '::1/128']).fetch(`http://${host}:${port}/`)
    expect(answer).toMatchObject({ status: 200, headers: { 'x-kind': 'plain' }, body: Buffer.from('hello') })
  }
})

test('a redirect is not followed unless asked, and is checked when it is', async () => {
  expect(await local.fetch(`http://127.0.0.1:${port}/hop`)).toMatchObject({ status: 307 })
  for (const path of ['/to-metadata', '/to-private']) {
    const answer = await local.fetch(`http://127.0.0.1:${port}${path}`, { redirects: 3 })
    expect(answer).toMatchObject({ refused: 'address_not_allowed' })
  }
  hits = []
  expect(await local.fetch(`http://127.0.0.1:${port}/loop`, { redirects: 3 })).toMatchObject({ status: 302 })
  expect(hits).toHaveLength(4)
})

test('credentials and content stay with the first host', async () => {
  seen = []
  const answer = await local.fetch(`http://127.0.0.1:${port}/hop`, {
    method: 'POST',
    headers: { authorization: 'Basic secret', accept: 'image/png' },
    body: 'content',
    redirects: 1,
  })
  expect(answer).toMatchObject({ status: 200, url: `http://127.0.0.1:${port}/landed` })
  expect(seen[1]).not.toHaveProperty('authorization')
  expect(seen[1]).toMatchObject({ accept: 'image/png' })
})

test('too much and too slow both end the request', async () => {
  await expect(local.fetch(`http://127.0.0.1:${port}/large`, { limit: 1999 })).rejects.toThrow(
    /larger than 1999/,
  )
  await expect(local.fetch(`http://127.0.0.1:${port}/slow`, { timeout: 50 })).rejects.toThrow(/timeout/i)
})
