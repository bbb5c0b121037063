import type { Twilio } from 'twilio'
import { targetOf, type Target, type TwilioAccount } from './account.ts'
import { exchange } from './exchange.ts'
import { refusalOf, unreachable, type TwilioRefusal } from './refusals-of-twilio.ts'

/** Asks Twilio through its own library; what Twilio refuses comes back as a value. */
export type AskTwilio = <Result>(act: (library: Twilio) => Promise<Result>) => Promise<Result | TwilioRefusal>

/**
 * Opens Twilio's library over our own connections. The library is loaded with the first question: it takes 150 ms and
 * 40 MB, and a process that only receives does not need it.
 */
export function openLibrary(account: TwilioAccount, authToken: string): AskTwilio {
  let opening: Promise<Twilio> | null = null
  return async (act) => {
    try {
      opening ??= loadLibrary(account, authToken)
      return await act(await opening)
    } catch (error) {
      if (error instanceof AnsweredWithRefusal) return error.refusal
      // The library parses the body of a 2xx by itself.
      if (error instanceof SyntaxError) return unreachable('the answer could not be read')
      throw error
    }
  }
}

async function loadLibrary(account: TwilioAccount, authToken: string): Promise<Twilio> {
  const { default: openTwilioLibrary } = await import('twilio')
  const httpClient = { request: (options: LibraryRequest) => answerLibrary(account, options) }
  return openTwilioLibrary(account.accountSid, authToken, {
    httpClient: httpClient as unknown as InstanceType<typeof openTwilioLibrary.RequestClient>,
    // Else the library would take them from the environment and rewrite the hosts.
    edge: '',
    region: '',
  })
}

/** What the library hands to an HTTP client. */
interface LibraryRequest {
  method: string
  uri: string
  headers?: Record<string, string>
  params?: object
  data?: unknown
  timeout?: number
}

interface LibraryResponse {
  statusCode: number
  body: string
  headers: object
}

/** Carries a refusal through the library, which knows only exceptions. */
class AnsweredWithRefusal extends Error {
  readonly refusal: TwilioRefusal

  constructor(refusal: TwilioRefusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

async function answerLibrary(account: TwilioAccount, options: LibraryRequest): Promise<LibraryResponse> {
  const { method, headers = {}, data } = options
  const answer = await exchange(account.connections, {
    target: libraryTarget(account, options),
    method: method.toUpperCase() as 'GET' | 'POST' | 'PUT' | 'DELETE',
    headers: { ...headers, authorization: account.authorization },
    body: data === undefined ? undefined : encodeBody(data, headers['Content-Type'] ?? ''),
    timeoutMs: options.timeout,
  })
  const refusal = refusalOf(answer)
  if (refusal) throw new AnsweredWithRefusal(refusal)
  if (answer.outcome !== 'answered') throw new Error('an exchange without refusal has an answer')
  return { statusCode: answer.status, body: answer.body, headers: answer.headers }
}

/** The next page of a list is an address that came from outside: credentials go nowhere but to Twilio. */
function libraryTarget(account: TwilioAccount, { uri, params }: LibraryRequest): Target {
  const url = new URL(uri)
  for (const [name, value] of entriesOf(params ?? {})) url.searchParams.append(name, value)
  const path = url.pathname + url.search
  if (account.apiUrl && url.origin === account.apiUrl.origin)
    return { origin: url.origin, path, originalHost: null }
  if (url.protocol === 'https:' && url.hostname.endsWith('.twilio.com') && url.port === '')
    return targetOf(account, url.hostname, path)
  throw new AnsweredWithRefusal(unreachable(`Twilio named an address that is not its own: ${url.host}`))
}

function encodeBody(data: unknown, contentType: string): string {
  if (typeof data === 'string') return data
  if (contentType.startsWith('application/json')) return JSON.stringify(data)
  return new URLSearchParams(entriesOf(data as object)).toString()
}

/** The library leaves absent parameters in as undefined and repeats the name for each value of a list. */
function entriesOf(parameters: object): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined && one !== null)
      .map((one): [string, string] => [name, String(one)]),
  )
}
