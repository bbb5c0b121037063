import { sql } from 'kysely'
import { findTwinOf } from '#agents/find-twin.ts'
import type { Reserved } from '#agents/reserved-topics.ts'
import type { TwinRow } from '#agents/twin.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { type FormParameters, readForm } from '#twilio/parse-form.ts'
import type { AgentMode, Utterance } from './brain.ts'

/** Whoever answers, as a turn needs it: the agent of a sender's channel, or a digital twin. */
export interface AnsweringAgent {
  id: string
  name: string
  mode: AgentMode
  brain: 'built_in' | 'model' | 'application'
  language: string
  instructions: string
  welcome: string
  applicationUrl: string | null
  debounceMs: number
  /** For a digital twin: whose, and what it leaves to them. */
  twin: (Reserved & { memberId: string; memberName: string }) | null
}

/** What a twin waits for further messages, in milliseconds. */
const twinDebounceMs = 1500

/** A member's twin as a turn needs it. */
export async function answeringTwin(tx: Tx, twin: TwinRow): Promise<AnsweringAgent> {
  const { id, name, mode, brain, language, instructions, memberId, topics, words } = twin
  const memberName = (await memberNames(tx)).get(memberId) ?? name
  const own = { memberId, memberName, topics, words }
  const none = { welcome: '', applicationUrl: null, debounceMs: twinDebounceMs }
  return { id, name, mode, brain, language, instructions, ...none, twin: own }
}

/** The digital twin that answers a contact: that of the contact's owner, and no other. */
export async function findTwinFor(tx: Tx, contactId: string): Promise<AnsweringAgent | undefined> {
  const twin = await findTwinOf(tx, contactId)
  return twin && (await answeringTwin(tx, twin))
}

/** Whoever has a turn with a contact, if they may answer still: the contact's twin, or the agent with this id. */
export async function findAnswering(
  tx: Tx,
  agentId: string,
  contactId: string,
): Promise<AnsweringAgent | undefined> {
  const agent = await findAgent(tx, agentId)
  if (agent) return agent
  const twin = await findTwinFor(tx, contactId)
  return twin?.id === agentId ? twin : undefined
}

export async function findAgentOfSender(tx: Tx, senderId: string): Promise<AnsweringAgent | undefined> {
  const { rows } = await sql<AnsweringAgent>`
    select agent.id, name, mode, brain, language, instructions, welcome, application_url, debounce_ms, null as twin
    from channel join agent on agent.organization_id = channel.organization_id and agent.id = channel.agent_id
    where channel.organization_id = ${tx.organizationId} and channel.sender_id = ${senderId} and agent.archived_at is null`.execute(
    tx.db,
  )
  return rows[0]
}

export async function findAgent(tx: Tx, agentId: string): Promise<AnsweringAgent | undefined> {
  const { rows } = await sql<AnsweringAgent>`
    select id, name, mode, brain, language, instructions, welcome, application_url, debounce_ms, null as twin from agent
    where organization_id = ${tx.organizationId} and id = ${agentId} and kind = 'answering' and archived_at is null`.execute(
    tx.db,
  )
  return rows[0]
}

/** A message of the thread, as a brain reads it. */
export interface ThreadLine extends Utterance {
  position: number
  providerSid: string | null
}

/** The end of a thread, oldest first. Drafts and what never went out are left out. */
export async function readThreadEnd(tx: Tx, conversationId: string, limit: number): Promise<ThreadLine[]> {
  const { rows } = await sql<{
    position: number
    direction: 'in' | 'out'
    body: string
    providerSid: string | null
  }>`
    select position, direction, body, provider_sid from message
    where organization_id = ${tx.organizationId} and conversation_id = ${conversationId}
      and status not in ('draft', 'scheduled', 'canceled', 'held', 'failed', 'undelivered')
    order by position desc limit ${limit}`.execute(tx.db)
  return rows.toReversed().map(({ position, direction, body, providerSid }) => ({
    position,
    providerSid,
    from: direction === 'in' ? 'contact' : 'us',
    text: body,
  }))
}

/** Everything Twilio sent with a message: an application is asked with the same parameters. */
export async function readParameters(
  tx: Tx,
  connectorId: string,
  messageSid: string,
): Promise<FormParameters | undefined> {
  const { rows } = await sql<{ form: string }>`
    select form from inbound_event
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and message_sid = ${messageSid}`.execute(
    tx.db,
  )
  return rows[0] && readForm(rows[0].form)
}

/** The address of a sender, `whatsapp:+…`. */
export async function findSenderAddress(tx: Tx, senderId: string): Promise<string> {
  const { rows } = await sql<{ address: string }>`
    select address from sender where organization_id = ${tx.organizationId} and id = ${senderId}`.execute(
    tx.db,
  )
  return rows[0]?.address ?? ''
}

/** When the message was written; undefined when it is gone. */
export async function findWrittenAt(tx: Tx, messageId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ createdAt: Date }>`
    select created_at from message where organization_id = ${tx.organizationId} and id = ${messageId}`.execute(
    tx.db,
  )
  return rows[0]?.createdAt
}

/** Whether anything was said to the contact in this conversation. What failed reached nobody and does not count. */
export async function hasSpoken(tx: Tx, conversationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from message
    where organization_id = ${tx.organizationId} and conversation_id = ${conversationId} and direction = 'out'
      and status not in ('canceled', 'failed', 'undelivered')
    limit 1`.execute(tx.db)
  return rows.length > 0
}
