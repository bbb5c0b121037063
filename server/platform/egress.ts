import type { Refused } from '@parley/contract/refusals.ts'
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector, request } from 'undici'
import { refuse } from './refusal.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = [Address, number]

/** Answer passwords to whoever asks from inside a cloud. No setting opens them. */
const metadata = [
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
]
/** IPv6 forms that carry an IPv4 address, and ranges the library takes for public. */
const disguised = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/32',
  'fec0::/10',
  '5f00::/16',
]
const publicPorts = new Set(['', '80', '443', '8080', '8443'])

const networkOf = (text: string) => ipaddr.parseCIDR(text) as Network
const never = metadata.map((each) => networkOf(each))
const hidden = disguised.map((each) => networkOf(each))
const lies = (address: Address, networks: readonly Network[]) =>
  networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))

/** The decision alone: may we connect to this IP address? `allow` are networks that the operator opened. */
export function mayReach(text: string, allow: readonly string[]): 'public' | 'allowed' | 'forbidden' {
  if (isIP(text) === 0) return 'forbidden'
  const address = ipaddr.process(text)
  if (lies(address, never)) return 'forbidden'
  if (
    lies(
      address,
      allow.map((each) => networkOf(each)),
    )
  )
    return 'allowed'
  return address.range() === 'unicast' && !lies(address, hidden) ? 'public' : 'forbidden'
}

/** Public addresses are reached on the ports of the web; what the operator opened, on any. */
function admits(address: string, port: string, allow: readonly string[]): boolean {
  const verdict = mayReach(address, allow)
  return verdict === 'allowed' || (verdict === 'public' && publicPorts.has(port))
}

class ForbiddenAddress extends Error {}

export interface EgressRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  /** Milliseconds for everything together; 15 s by default. */
  timeout?: number
  /** Largest body that is read, in bytes; 1 MB by default. */
  limit?: number
  /** How many redirects to follow; none by default. Each is checked like the first, and only the first gets credentials. */
  redirects?: number
}

export interface EgressAnswer {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  body: Buffer
  /** Where the answer came from, after redirects. */
  url: string
}

/** The one way out to addresses that others chose: webhooks, an organization's own application, media. */
export interface Egress {
  /**
   * Refuses `address_not_allowed` for what may not be reached. Throws when the other side cannot be reached, is too slow
   * or answers with more than the limit.
   */
  fetch(url: string, options?: EgressRequest): Promise<EgressAnswer | Refused>
  close(): Promise<void>
}

function checkUrl(text: string, allow: readonly string[]): URL {
  if (!URL.canParse(text)) throw new ForbiddenAddress('it is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ForbiddenAddress('only http and https are used')
  if (url.username !== '' || url.password !== '') throw new ForbiddenAddress('it holds a name or password')
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !admits(host, url.port, allow)) {
    throw new ForbiddenAddress('it is not a public address on a port of the web')
  }
  return url
}

/** Looks the name up and lets through only addresses we may reach. The socket connects to exactly these. */
const guardedLookup =
  (port: string, allow: readonly string[]): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const [first] = addresses
      if (!first || addresses.some(({ address }) => !admits(address, port, allow))) {
        return callback(
          new ForbiddenAddress('its name leads to no public address on a port of the web'),
          '',
          0,
        )
      }
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

/** A literal address is not looked up, so it is checked once more where the socket is made. */
function guardedConnector(allow: readonly string[]): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname.replaceAll(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !admits(host, options.port, allow)) {
      return callback(new ForbiddenAddress('it is not a public address on a port of the web'), null)
    }
    buildConnector({ lookup: guardedLookup(options.port, allow), timeout: 10_000 })(options, callback)
  }
}

async function readAll(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) throw new Error(`The answer is larger than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))

const forbiddenCause = (error: unknown): ForbiddenAddress | null => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ForbiddenAddress) return cause
  return null
}

/** `allow`: private networks that may be reached all the same, on any port, e.g. `10.0.0.0/8`. */
export function openEgress(allow: readonly string[]): Egress {
  const agent = new Agent({ connect: guardedConnector(allow), keepAliveTimeout: 4000, maxResponseSize: -1 })

  const follow = async (text: string, options: EgressRequest, signal: AbortSignal): Promise<EgressAnswer> => {
    const { method = 'GET', headers = {}, body, limit = 1024 * 1024, redirects = 0 } = options
    const url = checkUrl(text, allow)
    const answer = await request(url, { dispatcher: agent, method, headers, body: body ?? null, signal })
    const to = answer.headers['location']
    if (redirects > 0 && answer.statusCode >= 300 && answer.statusCode < 400 && typeof to === 'string') {
      await answer.body.dump()
      // The next host gets neither our credentials nor our content.
      const accept = headers['accept']
      const next = {
        limit,
        redirects: redirects - 1,
        ...(accept === undefined ? {} : { headers: { accept } }),
      }
      return follow(new URL(to, url).href, next, signal)
    }
    const content = await readAll(answer.body, limit)
    return { status: answer.statusCode, headers: flat(answer.headers), body: content, url: url.href }
  }
  return {
    async fetch(url, options = {}) {
      try {
        return await follow(url, options, AbortSignal.timeout(options.timeout ?? 15_000))
      } catch (error) {
        const forbidden = forbiddenCause(error)
        if (forbidden)
          return refuse('address_not_allowed', {
            detail: `The address cannot be used: ${forbidden.message}.`,
          })
        throw error
      }
    },
    close: () => agent.destroy(),
  }
}
