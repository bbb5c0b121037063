import type { IncomingMessage } from 'node:http'
import type { SmallAnswer, SmallPost, SmallPosts } from '#platform/small-posts.ts'
import { type FormParameters, parseForm, storableParameters, withoutNul } from '#twilio/parse-form.ts'
import { checkSignature } from '#twilio/signature.ts'

/** What the secret token in a webhook's path leads to. */
export interface WebhookConnector {
  organizationId: string
  connectorId: string
  /** The connector may be told to let incoming messages pass. */
  receiveInbound: boolean
  /** Auth Tokens that Twilio may sign with: the current one, then the one before it. */
  authTokens: readonly string[]
}

export type FindConnector = (token: string) => Promise<WebhookConnector | undefined>

/** A webhook whose token was known. `verified` tells whether Twilio signed it. */
export interface Webhook {
  connector: WebhookConnector
  parameters: FormParameters
  /** The body as it came, without what PostgreSQL cannot keep. */
  form: string
  verified: boolean
  /** What follows the door's name in the path: the attempt that a report is about. */
  attempt: string | null
}

/** What is done at each door. */
export type WebhookDoors = Record<
  'inbound' | 'fallback' | 'status',
  (webhook: Webhook) => Promise<SmallAnswer>
>

/** Twilio's own webhooks are a few kilobytes; more is not Twilio. */
export const webhookLimitBytes = 256 * 1024

export const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/** "Kept, nothing to say": the reply itself goes out later through the API. */
export const acknowledged: SmallAnswer = { status: 200, type: 'text/xml', body: emptyTwiml }

const pathPattern = /^\/webhooks\/twilio\/([^/?]+)\/(?:(inbound|fallback|status)|(status)\/([^/?]+))(?:\?|$)/

/**
 * The doors for Twilio. The token only finds the connector, the signature authorises: it is checked over the public URL
 * from the settings, never over a Host header, which anyone can write.
 */
export function webhookPosts(
  publicUrl: string,
  findConnector: FindConnector,
  doors: WebhookDoors,
): SmallPosts {
  const open = async (path: Path, { url, headers, body }: SmallPost): Promise<SmallAnswer> => {
    const connector = await findConnector(path.token)
    if (!connector) return { status: 404, body: 'Not found' }
    const { parameters, truncated } = parseForm(body)
    return await doors[path.door]({
      connector,
      parameters: storableParameters(parameters, body),
      form: withoutNul(body),
      verified: !truncated && isSigned(publicUrl + url, headers, parameters, connector.authTokens),
      attempt: path.attempt,
    })
  }
  return {
    doorAt(url) {
      const path = readPath(url)
      return path && { route: `/webhooks/twilio/:token/${path.door}`, act: (post) => open(path, post) }
    },
    limitBytes: webhookLimitBytes,
  }
}

interface Path {
  token: string
  door: keyof WebhookDoors
  attempt: string | null
}

function readPath(url: string): Path | undefined {
  const [, token, plain, reported, attempt] = pathPattern.exec(url) ?? []
  const door = (plain ?? reported) as keyof WebhookDoors | undefined
  return token && door ? { token, door, attempt: attempt ?? null } : undefined
}

function isSigned(
  url: string,
  headers: IncomingMessage['headers'],
  parameters: FormParameters,
  tokens: readonly string[],
): boolean {
  const signature = headers['x-twilio-signature']
  return checkSignature({
    url,
    parameters,
    signature: typeof signature === 'string' ? signature : undefined,
    tokens,
  }).valid
}
