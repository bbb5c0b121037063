import { createHash } from 'node:crypto'
import { crashPoint } from '#platform/crash-point.ts'
import type { Log } from '#platform/log.ts'
import { newId } from '#platform/ids.ts'
import type { SmallAnswer } from '#platform/small-posts.ts'
import { firstValue } from '#twilio/parse-form.ts'
import type { InboundOrigin, InboundRow } from './journal-inbound.ts'
import type { QuarantineRow } from './quarantine.ts'
import type { RecentWebhooks } from './recent-webhooks.ts'
import type { Spool } from './spool.ts'
import { acknowledged, type Webhook, type WebhookDoors } from './webhook-door.ts'

export interface InboundDoors {
  /** Resolves when the row is committed. */
  journal: (row: InboundRow) => Promise<unknown>
  quarantine: (row: QuarantineRow) => Promise<void>
  spool: Spool
  /** Of the worker in this process that makes messages of them, if there is one. */
  recent: RecentWebhooks | null
  /** Called after a commit: there is work. */
  wake: (organizationId: string) => void
  log: Log
}

const sidPattern = /^[A-Z]{2}[0-9a-f]{32}$/i

/** Stands where a SID would: the same webhook is kept once. */
const digestOf = (form: string) => `raw:${createHash('sha256').update(form).digest('hex')}`

function rowOf(
  { connector, parameters, form, verified }: Webhook,
  origin: InboundOrigin,
): InboundRow | undefined {
  const told = firstValue(parameters, 'MessageSid') ?? firstValue(parameters, 'SmsSid')
  // Signed but without a message's SID: kept as it came, for people and for a later program to read.
  const messageSid = told && sidPattern.test(told) ? told : verified ? digestOf(form) : undefined
  if (messageSid === undefined) return undefined
  const { organizationId, connectorId } = connector
  return { organizationId, connectorId, messageSid, id: newId(), form, origin }
}

/**
 * The doors for incoming messages. A message is durable before Twilio hears 200, and nothing else happens before it:
 * journal, else spool, else 503, at which Twilio calls the fallback.
 */
export function inboundDoors(doors: InboundDoors): Pick<WebhookDoors, 'inbound' | 'fallback'> {
  const keep = async (row: InboundRow, { parameters }: Webhook) => {
    // Before it is journaled, because it may be taken at once.
    doors.recent?.keep(row.id, { parameters, origin: row.origin })
    try {
      crashPoint('before-journal')
      await doors.journal(row)
      crashPoint('after-journal')
      doors.wake(row.organizationId)
    } catch (error) {
      doors.log.warn({ err: error }, 'The database did not take an incoming message; it goes to the spool')
      await doors.spool.keep(row)
    }
  }

  const take = async (webhook: Webhook, origin: InboundOrigin): Promise<SmallAnswer> => {
    const row = rowOf(webhook, origin)
    // Neither signed nor with a SID that Twilio could be asked about.
    if (!row) return { status: 403 }
    if (!webhook.verified) {
      await doors.quarantine({ ...row, parameters: webhook.parameters })
      return { status: 403, body: 'The signature does not match' }
    }
    // Switched off by the organization: Twilio is told all is well, and nothing is kept.
    if (!webhook.connector.receiveInbound) return acknowledged
    try {
      await keep(row, webhook)
      return acknowledged
    } catch (error) {
      doors.log.error(
        { err: error },
        'An incoming message could be kept neither in the database nor in the spool',
      )
      return { status: 503, body: 'Try the fallback' }
    }
  }
  return {
    inbound: (webhook) => take(webhook, 'webhook'),
    fallback: (webhook) => take(webhook, 'fallback'),
  }
}
