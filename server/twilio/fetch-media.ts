import { Readable } from 'node:stream'
import type { IncomingHttpHeaders } from 'node:http'
import { apiHost, targetOf, type Target, type TwilioAccount } from './account.ts'
import { describeFailure } from './failure.ts'

/** A file of an inbound message. The stream must be read or destroyed; it fails with `MediaCutOff` when it is too large. */
export interface FetchedMedia {
  contentType: string | null
  /** As the person's phone named it; a suggestion, not a path. */
  fileName: string | null
  /** Bytes, when the server tells. */
  length: number | null
  stream: Readable
}

/** Why a file could not be fetched. `later` says whether another try can help. */
export interface MediaFailure {
  failed:
    | 'address_not_allowed'
    | 'not_found'
    | 'credentials'
    | 'too_large'
    | 'too_many_redirects'
    | 'unreachable'
    | 'refused'
  detail: string
  later: boolean
}

/** Thrown by the stream: the file is larger, or slower, than we take, or it broke off. */
export class MediaCutOff extends Error {
  override readonly name = 'MediaCutOff'
  /** Can another try help? */
  readonly later: boolean

  constructor(message: string, later: boolean, options?: ErrorOptions) {
    super(message, options)
    this.later = later
  }
}

export interface MediaLimits {
  /** Twilio: WhatsApp media are 16 MB at most. */
  maxBytes?: number
  /** For the whole file. */
  timeoutMs?: number
}

const maxRedirects = 3

/**
 * Fetches a file by the address of a webhook. The address comes from outside, so the credentials go to Twilio's API host
 * alone, over https, and never on to where it redirects: an invented `MediaUrl0` must not carry the Auth Token away.
 */
export async function fetchMedia(
  account: TwilioAccount,
  mediaUrl: string,
  limits: MediaLimits = {},
): Promise<FetchedMedia | MediaFailure> {
  const { maxBytes = 16 * 1024 * 1024, timeoutMs = 120_000 } = limits
  const first = firstTarget(account, mediaUrl)
  if (!first) return fail('address_not_allowed', 'The address is not one of Twilio’s API.', false)
  const deadline = AbortSignal.timeout(timeoutMs)
  let target: Target = first
  let headers: Record<string, string> = { authorization: account.authorization }
  if (target.originalHost) headers['x-original-host'] = target.originalHost
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const answer = await request(account, target, headers, deadline)
    if ('failed' in answer) return answer
    const { statusCode, body } = answer
    if (statusCode >= 200 && statusCode < 300) return received(answer, maxBytes, deadline)
    // The rest of such an answer is of no use, and leaving it unread would hold the socket.
    body.on('error', () => undefined).destroy()
    if (statusCode < 300 || statusCode >= 400) return failWithStatus(statusCode)
    const next = redirectTarget(account, target, answer.headers.location)
    if (!next) return fail('address_not_allowed', 'Twilio redirected to a host that is not its own.', false)
    target = next
    headers = {}
  }
  return fail('too_many_redirects', 'Twilio redirected too often.', true)
}

interface MediaAnswer {
  statusCode: number
  headers: IncomingHttpHeaders
  body: Readable
}

async function request(
  account: TwilioAccount,
  { origin, path }: Target,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<MediaAnswer | MediaFailure> {
  try {
    return await account.connections.dispatcher.request({ origin, path, method: 'GET', headers, signal })
  } catch (error) {
    return fail('unreachable', signal.aborted ? 'No answer in time.' : describeFailure(error), true)
  }
}

/** Exactly Twilio's API host over https, its standard port and no user; or the simulator in its place. */
function firstTarget(account: TwilioAccount, mediaUrl: string): Target | null {
  if (!URL.canParse(mediaUrl)) return null
  const url = new URL(mediaUrl)
  if (url.username || url.password) return null
  const path = url.pathname + url.search
  if (url.origin === `https://${apiHost}`) return targetOf(account, apiHost, path)
  return account.apiUrl && url.origin === account.apiUrl.origin
    ? { origin: url.origin, path, originalHost: null }
    : null
}

function redirectTarget(
  account: TwilioAccount,
  from: Target,
  location: string | string[] | undefined,
): Target | null {
  if (typeof location !== 'string' || !URL.canParse(location, from.origin)) return null
  const url = new URL(location, from.origin)
  if (url.username || url.password) return null
  const ofTwilio = url.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.twiliocdn.com')
  const ofSimulator = account.apiUrl !== null && url.origin === account.apiUrl.origin
  return ofTwilio || ofSimulator
    ? { origin: url.origin, path: url.pathname + url.search, originalHost: null }
    : null
}

function received(
  { headers, body }: MediaAnswer,
  maxBytes: number,
  deadline: AbortSignal,
): FetchedMedia | MediaFailure {
  const declared = Number(headers['content-length'])
  const length = headers['content-length'] !== undefined && Number.isSafeInteger(declared) ? declared : null
  if (length !== null && length > maxBytes) {
    body.on('error', () => undefined).destroy()
    return fail('too_large', `The file has ${length} bytes; ${maxBytes} are taken.`, false)
  }
  return {
    contentType: single(headers['content-type'])?.split(';')[0]?.trim().toLowerCase() || null,
    fileName: readFileName(single(headers['content-disposition'])),
    length,
    stream: Readable.from(cutOff(body, maxBytes, deadline), { objectMode: false }),
  }
}

async function* cutOff(body: Readable, maxBytes: number, deadline: AbortSignal): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new MediaCutOff(`The file is larger than ${maxBytes} bytes.`, false)
      yield chunk
    }
  } catch (error) {
    if (error instanceof MediaCutOff) throw error
    const reason = deadline.aborted ? 'it took too long' : describeFailure(error)
    throw new MediaCutOff(`The file broke off: ${reason}.`, true, { cause: error })
  }
}

/** RFC 6266: `filename*` wins over `filename`. Directories and control characters are dropped. */
function readFileName(disposition: string | null): string | null {
  if (!disposition) return null
  const extended = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1]
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition)
  const name = decodePercent(extended) ?? plain?.[1]?.replaceAll(/\\(.)/g, '$1') ?? plain?.[2] ?? ''
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be dropped
  const bare = (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/[\u0000-\u001F\u007F]/g, '').trim()
  return bare === '' || bare === '.' || bare === '..' ? null : bare.slice(0, 200)
}

function decodePercent(text: string | undefined): string | null {
  try {
    return text ? decodeURIComponent(text) : null
  } catch {
    return null
  }
}

function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

function failWithStatus(status: number): MediaFailure {
  const detail = `Twilio answered with HTTP ${status}.`
  if (status === 404 || status === 410) return fail('not_found', detail, status === 404)
  if (status === 401 || status === 403) return fail('credentials', detail, true)
  if (status === 429 || status >= 500) return fail('unreachable', detail, true)
  return fail('refused', detail, false)
}

function fail(failed: MediaFailure['failed'], detail: string, later: boolean): MediaFailure {
  return { failed, detail, later }
}
