import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { TwilioClient } from '#twilio/client.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import type { TwilioSender } from '#twilio/senders.ts'
import { diagnose, type Diagnosis } from './diagnose.ts'
import { loadSubject, type SenderRoom, type Subject } from './load-subject.ts'
import { type Pool, type Pools, readPools } from './read-pools.ts'
import type { Finding, SenderRow } from './sender.ts'
import { updateSenderRow, upsertSender } from './sender-store.ts'
import { holdConnector, listRouteHashes } from './store.ts'
import { hashOfToken, tokenIn } from './webhook-url.ts'

/**
 * Asks Twilio about a sender and keeps what the doctor makes of it. The diagnosis of trouble is an answer, not a refusal.
 * @param pools who is in which Messaging Service, when that was just read
 */
export async function examineSender(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
  pools?: Pools,
): Promise<Diagnosis | Refused> {
  const found = await room.database.withOrganization(organizationId, async (tx) => {
    const subject = await loadSubject(room, tx, senderId)
    return subject && { subject, ownHashes: await listRouteHashes(tx, subject.connector.id) }
  })
  if (!found) return refuse('not_found')
  const { subject, ownHashes } = found
  const client = await room.twilioOf(organizationId, subject.connector.id)
  const seen = client ? await look(client, subject.sender, pools) : null
  const diagnosis =
    seen === null || isTwilioRefusal(seen) ? unseen(subject, seen) : concludeFrom(subject, ownHashes, seen)
  await room.database.withOrganization(organizationId, (tx) =>
    keep(tx, subject, diagnosis, seen === null || isTwilioRefusal(seen) ? null : seen.sender),
  )
  return diagnosis
}

interface Seen {
  sender: TwilioSender
  pool: Pool | null
}

async function look(
  client: TwilioClient,
  { twilioSid }: SenderRow,
  known: Pools | undefined,
): Promise<Seen | TwilioRefusal> {
  const sender = await client.fetchSender(twilioSid)
  if (isTwilioRefusal(sender)) return sender
  const pools = known ?? (await readPools(client))
  if (isTwilioRefusal(pools)) return pools
  return { sender, pool: pools.get(twilioSid) ?? null }
}

function concludeFrom({ connector, urls }: Subject, ownHashes: readonly Buffer[], seen: Seen): Diagnosis {
  // The right token at another address is ours too: the public URL has changed.
  const isOldUrl = (url: string) => {
    const token = tokenIn(url)
    return token !== null && ownHashes.some((hash) => hash.equals(hashOfToken(token)))
  }
  return diagnose({ ...seen, urls, isOldUrl, receiveInbound: connector.receiveInbound })
}

/** Twilio could not be asked: what was known stays, and the reason is the finding. */
function unseen({ sender }: Subject, seen: TwilioRefusal | null): Diagnosis {
  const code: Finding['code'] =
    seen === null || seen.refused === 'credentials_refused'
      ? 'token_invalid'
      : seen.refused === 'not_found'
        ? 'sender_gone'
        : 'twilio_unreachable'
  const detail = seen === null ? '' : 'message' in seen.facts ? seen.facts.message : seen.facts.reason
  return {
    findings: [{ code, severity: 'error', repairable: false, facts: { detail } }],
    webhookState: code === 'sender_gone' ? 'unknown' : sender.webhookState,
    receivingUrl: null,
    hasOurs: null,
  }
}

async function keep(
  tx: Tx,
  { sender, connector }: Subject,
  { webhookState, findings, receivingUrl }: Diagnosis,
  seen: TwilioSender | null,
): Promise<void> {
  const now = await holdConnector(tx, connector.id)
  // Deleted, or its URL was replaced while Twilio was asked: the comparison was with an address that counts no more.
  if (!now?.webhookTokenSealed?.equals(connector.webhookTokenSealed ?? Buffer.of())) return
  if (seen) await upsertSender(tx, connector.id, seen)
  const webhookSeen = seen ? { ...seen.webhook, receivingUrl } : sender.webhookSeen
  await updateSenderRow(tx, sender.id, { webhookState, findings, webhookSeen, checkedAt: new Date() })
  publish(tx, { topic: 'sender', subjectId: sender.id })
}
