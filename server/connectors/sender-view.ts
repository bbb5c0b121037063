import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { explainOfflineReason, explainSenderStatus } from '#twilio/sender-status.ts'
import { learnedNow, paceNow } from './learn-pace.ts'
import type { SenderRow } from './sender.ts'
import { findSender, listSenders } from './sender-store.ts'

interface Surroundings {
  senderId: string
  connectorName: string
  channelId: string | null
  agentId: string | null
  agentName: string | null
}

/** Names around the senders. Channels belong to a room above; they are read here as columns, for the page alone. */
async function surroundings(tx: Tx, ids: readonly string[]): Promise<Map<string, Surroundings>> {
  const { rows } = await sql<Surroundings>`
    select sender.id as sender_id, connector.name as connector_name, channel.id as channel_id, agent.id as agent_id, agent.name as agent_name
    from sender
    join connector on connector.organization_id = sender.organization_id and connector.id = sender.connector_id
    left join channel on channel.organization_id = sender.organization_id and channel.sender_id = sender.id
    left join agent on agent.organization_id = channel.organization_id and agent.id = channel.agent_id
    where sender.organization_id = ${tx.organizationId} and sender.id = any(${ids}::uuid[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.senderId, row]))
}

/** A URL of ours holds the connector's secret token: the whole of it is for those who may manage connectors. */
export async function showSenders(tx: Tx, connectorId: string | null, mayManage: boolean) {
  const senders = await listSenders(tx, connectorId)
  const around = await surroundings(
    tx,
    senders.map(({ id }) => id),
  )
  return senders.map((sender) => show(sender, around.get(sender.id), mayManage))
}

export async function showSender(tx: Tx, id: string, mayManage: boolean) {
  const sender = await findSender(tx, id)
  return sender && show(sender, (await surroundings(tx, [id])).get(id), mayManage)
}

function show(sender: SenderRow, around: Surroundings | undefined, mayManage: boolean) {
  const receivingUrl = sender.webhookSeen?.receivingUrl ?? null
  const { profile, missingSince, findings } = sender
  const gone = { code: 'sender_gone' as const, severity: 'error' as const, facts: {}, repairable: false }
  return {
    id: sender.id,
    connectorId: sender.connectorId,
    connectorName: around?.connectorName ?? '',
    twilioSid: sender.twilioSid,
    address: sender.address,
    displayName: sender.displayName,
    status: sender.status,
    online: missingSince === null && explainSenderStatus(sender.status).online,
    quality: sender.quality,
    messagingLimit: sender.messagingLimit,
    pace: showPace(sender, new Date()),
    offlineReasons: sender.offlineReasons.map(({ code, message }) => explainOfflineReason(code, message)),
    profile: validOnly(profile),
    active: sender.active,
    webhookState: sender.webhookState,
    receivingUrl: mayManage || receivingUrl === null ? receivingUrl : originOf(receivingUrl),
    findings:
      missingSince !== null && !findings.some(({ code }) => code === 'sender_gone')
        ? [...findings, gone]
        : findings,
    checkedAt: sender.checkedAt,
    channel: around?.channelId
      ? { id: around.channelId, agentId: around.agentId ?? '', agentName: around.agentName ?? '' }
      : null,
  }
}

/** Paces follow the machines' time, as the lanes do, whatever the business clock says. */
function showPace(sender: SenderRow, at: Date) {
  const { pace, learnedAt, learnedCode: code } = sender
  const learned = learnedNow(sender, at)
  return {
    perSecond: paceNow(sender, at),
    own: pace,
    learned: learned === null || learnedAt === null ? null : { at: learnedAt, code },
  }
}

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null)

/** Twilio's own data may not pass our schema: what a page could not edit is left out rather than failing the page. */
function validOnly(profile: SenderRow['profile']): SenderRow['profile'] {
  const { websites = [], emails = [], logoUrl } = profile
  return {
    ...profile,
    logoUrl: logoUrl && URL.canParse(logoUrl) ? logoUrl : null,
    websites: websites.filter((url) => URL.canParse(url)).slice(0, 2),
    emails: emails.filter((one) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(one)).slice(0, 1),
  }
}
