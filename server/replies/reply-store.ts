import { sql } from 'kysely'
import { findTwinOf } from '#agents/find-twin.ts'
import type { Reserved } from '#agents/reserved-topics.ts'
import type { TwinRow } from '#agents/twin.ts'
import { firstMediaType } from '#messages/first-media-type.ts'
import type { Said } from '#messages/preview.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { type FormParameters, readForm } from '#twilio/parse-form.ts'
import type { AgentMode, Utterance } from './brain.ts'
import { wordsOf } from './words-of.ts'

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
export const twinDebounceMs = 1500

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

/** What a contact's messages reached: a sender, and the agent of its channel if there is one. */
export interface Reached {
  /** How many there are. */
  messages: number
  /** Of the last: where it stands now: its thread may have been joined with another since it came in. */
  position: number
  writtenAt: Date
  senderAddress: string
  agent: Pick<AnsweringAgent, 'id' | 'mode' | 'debounceMs'> | null
}

/** What these messages reached, by conversation; of several in one the last tells where and when. Those that are gone are absent. */
export async function findReached(tx: Tx, messageIds: readonly string[]): Promise<Map<string, Reached>> {
  const { rows } = await sql<Reached & { conversationId: string }>`
    select distinct on (message.conversation_id) message.conversation_id, message.position::int as position, message.created_at as written_at,
      (count(*) over (partition by message.conversation_id))::int as messages, sender.address as sender_address,
      case when agent.id is not null then jsonb_build_object('id', agent.id, 'mode', agent.mode, 'debounceMs', agent.debounce_ms) end as agent
    from message
    join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id
    left join channel on channel.organization_id = message.organization_id and channel.sender_id = message.sender_id
    left join agent on agent.organization_id = channel.organization_id and agent.id = channel.agent_id and agent.archived_at is null
    where message.organization_id = ${tx.organizationId} and message.id = any(${[...messageIds]}::uuid[])
    order by message.conversation_id, message.position desc`.execute(tx.db)
  return new Map(rows.map(({ conversationId, ...reached }) => [conversationId, reached]))
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
  /** As Twilio said it: empty where a message has no words. */
  body: string
}

/** The end of a thread, oldest first. Drafts and what never went out are left out. */
export async function readThreadEnd(tx: Tx, conversationId: string, limit: number): Promise<ThreadLine[]> {
  const { rows } = await sql<
    Said & { position: number; direction: 'in' | 'out'; providerSid: string | null }
  >`
    select position, direction, kind, body, details, provider_sid, ${firstMediaType} as media_type
    from message
    where organization_id = ${tx.organizationId} and conversation_id = ${conversationId}
      and status not in ('draft', 'scheduled', 'canceled', 'held', 'failed', 'undelivered')
    order by position desc limit ${limit}`.execute(tx.db)
  return rows.toReversed().map(({ position, direction, providerSid, ...said }) => ({
    position,
    providerSid,
    from: direction === 'in' ? 'contact' : 'us',
    body: said.body,
    text: wordsOf(said),
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

/** Whether anything was said to the contact in this conversation. What failed reached nobody and does not count. */
export async function hasSpoken(tx: Tx, conversationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from message
    where organization_id = ${tx.organizationId} and conversation_id = ${conversationId} and direction = 'out'
      and status not in ('canceled', 'failed', 'undelivered')
    limit 1`.execute(tx.db)
  return rows.length > 0
}
