import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
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
}

/** Twilio's own webhooks are a few kilobytes; more is not Twilio. */
export const webhookLimitBytes = 256 * 1024

export const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/** Answers "kept, nothing to say": the reply itself goes out later through the API. */
export const acknowledge = async (reply: FastifyReply) => await reply.type('text/xml').send(emptyTwiml)

/** Opens one path for Twilio. */
export type OpenWebhook = (
  path: string,
  act: (webhook: Webhook, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
) => void

/**
 * Opens paths for Twilio. The token only finds the connector, the signature authorises: it is checked over the public
 * URL from the settings, never over a Host header, which anyone can write.
 */
export function webhookDoor(
  app: FastifyInstance,
  publicUrl: string,
  findConnector: FindConnector,
): OpenWebhook {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: webhookLimitBytes },
    (_request, body, done) => done(null, body),
  )

  const open: OpenWebhook = (path, act) => {
    // No browser reads these answers, so they carry none of the headers that protect one.
    app.post<{ Params: { token: string } }>(
      path,
      { bodyLimit: webhookLimitBytes, helmet: false },
      async (request, reply) => {
        const connector = await findConnector(request.params.token)
        if (!connector) return await reply.code(404).type('text/plain').send('Not found')
        const body = typeof request.body === 'string' ? request.body : ''
        const { parameters, truncated } = parseForm(body)
        const signature = request.headers['x-twilio-signature']
        const verdict = checkSignature({
          url: publicUrl + request.url,
          parameters,
          signature: typeof signature === 'string' ? signature : undefined,
          tokens: connector.authTokens,
        })
        const webhook = {
          connector,
          parameters: storableParameters(parameters),
          form: withoutNul(body),
          verified: verdict.valid && !truncated,
        }
        return await act(webhook, request, reply)
      },
    )
  }
  return open
}
