import { Agent } from 'undici'

/** What one request brought: an answer, or Twilio's code for the reason there is none. */
export type AttemptAnswer =
  | { status: number; contentType: string; body: string }
  | { errorCode: number; error: string; kind: 'ct' | 'rt' }

export type Outgoing = {
  method: string
  url: string
  headers: Record<string, string>
  body: string | null
}

const MAX_REDIRECTS = 10
// Twilio: a TwiML answer over 64 kB is error 11750; one byte more than that is enough to know.
const MAX_ANSWER = 64 * 1024 + 1

/** Sends webhooks; keeps one connection pool per connect timeout. */
export class WebhookClient {
  readonly #agents = new Map<number, Agent>()

  /** One request with its redirects. Twilio: after 301 and 302 a GET without body follows. */
  async attempt(request: Outgoing, connectTimeout: number, readTimeout: number): Promise<AttemptAnswer> {
    let current = request
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await this.#once(current, connectTimeout, readTimeout)
      if (!('location' in answer)) return answer
      const url = new URL(answer.location, current.url).href
      const keepsMethod = answer.status === 307 || answer.status === 308
      current = keepsMethod ? { ...current, url } : { ...current, url, method: 'GET', body: null }
    }
    return { errorCode: 11215, error: 'HTTP too many redirects', kind: 'rt' }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()))
    this.#agents.clear()
  }

  async #once(request: Outgoing, connectTimeout: number, readTimeout: number) {
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), readTimeout)
    try {
      const url = new URL(request.url)
      const answer = await this.#agent(connectTimeout).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers, ...credentials(url) },
        body: request.body,
        signal: deadline.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      const location = answer.headers.location
      const status = answer.statusCode
      if (status >= 300 && status < 400 && typeof location === 'string') {
        await answer.body.dump()
        return { status, location }
      }
      const body = await readUpTo(answer.body, MAX_ANSWER)
      return { status, contentType: String(answer.headers['content-type'] ?? ''), body }
    } catch (fault) {
      return deadline.signal.aborted
        ? { errorCode: 11200, error: 'HTTP read timeout', kind: 'rt' as const }
        : explain(fault)
    } finally {
      clearTimeout(timer)
    }
  }

  #agent(connectTimeout: number): Agent {
    let agent = this.#agents.get(connectTimeout)
    if (!agent) {
      // Idle sockets are dropped soon: a receiver that restarts must not be met on a dead connection.
      agent = new Agent({
        connect: { timeout: connectTimeout },
        connections: 128,
        pipelining: 1,
        keepAliveTimeout: 1_000,
        keepAliveMaxTimeout: 1_000,
        allowH2: false,
      })
      this.#agents.set(connectTimeout, agent)
    }
    return agent
  }
}

/** Twilio: user name and password in a webhook's URL are sent as HTTP Basic. */
function credentials(url: URL): Record<string, string> {
  if (!url.username) return {}
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

async function readUpTo(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    parts.push(part)
    size += part.length
    if (size >= limit) break
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Twilio: 11205 no connection, 11210 no such host, 11220 TLS, 11206 broken HTTP. */
function explain(fault: unknown): AttemptAnswer {
  const cause = fault as { code?: string; message?: string }
  const code = cause.code ?? ''
  const error = cause.message || code || 'connection failed'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { errorCode: 11210, error, kind: 'ct' }
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return { errorCode: 11220, error, kind: 'ct' }
  if (/CONNECT_TIMEOUT|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_INVALID_URL/.test(code))
    return { errorCode: 11205, error, kind: 'ct' }
  return { errorCode: 11206, error, kind: 'rt' }
}
