import type { Conversation } from '@parley/contract/conversations.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { displayName } from '#contacts/contact.ts'
import { currentConversation } from '#conversations/current-conversation.ts'
import type { Holder, WaitingReason } from '#conversations/conversation.ts'
import { serviceWindow } from '#conversations/service-window.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { Wire } from '#platform/wire.ts'
import { formerMember } from './names.ts'

export type ConversationView = Wire<z.input<typeof Conversation>>

interface Row {
  id: string
  place: string
  contactId: string
  contactAddress: string
  contactName: string
  profileName: string
  senderId: string
  senderAddress: string
  senderName: string | null
  connectorId: string
  holder: Holder
  holderId: string | null
  epoch: number
  waitingReason: WaitingReason | null
  waitingSince: Date | null
  assignedTo: string | null
  lastInboundAt: Date | null
  unreadCount: number
  lastMessagePreview: string
  lastMessageDirection: 'in' | 'out'
  lastMessageAt: Date
  agentId: string | null
  agentName: string | null
  agentMode: 'auto' | 'draft' | 'off' | null
  twinId: string | null
  twinName: string | null
  twinMode: 'auto' | 'draft' | 'off' | null
  twinMemberId: string | null
  thinking: boolean
  optedOut: boolean
}

/** Conversations newest first, each with what it needs of the other nouns. `where` speaks of the alias `c`. */
export async function selectConversations(tx: Tx, where: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  // The page is cut before anything is joined, so its cost does not grow with the inbox.
  const { rows } = await sql<Row>`
    with page as materialized (
      select c.* from conversation c
      where c.organization_id = ${tx.organizationId} and (${where})
      order by c.last_message_at desc, c.id desc limit ${limit}
    )
    select c.id, c.last_message_at::text as place, c.contact_id, c.contact_address,
      contact.name as contact_name, contact.profile_name,
      c.sender_id, sender.address as sender_address, sender.display_name as sender_name, c.connector_id,
      c.holder, c.holder_id, c.epoch, c.waiting_reason, c.waiting_since, c.assigned_to,
      c.last_inbound_at, c.unread_count, c.last_message_preview, c.last_message_direction, c.last_message_at,
      agent.id as agent_id, agent.name as agent_name, agent.mode as agent_mode,
      own.id as twin_id, own.name as twin_name, coalesce(said.mode, own.mode) as twin_mode, twin.member_id as twin_member_id,
      exists (
        select from turn where turn.organization_id = c.organization_id and turn.conversation_id = c.id
          and turn.state = 'thinking') as thinking,
      exists (
        select from contact_identity identity
        join suppression on suppression.sender_address = sender.address and suppression.contact_address = identity.address
        where identity.organization_id = c.organization_id and identity.contact_id = c.contact_id) as opted_out
    from page c
    join contact on contact.organization_id = c.organization_id and contact.id = c.contact_id
    join sender on sender.organization_id = c.organization_id and sender.id = c.sender_id
    left join channel on channel.organization_id = c.organization_id and channel.sender_id = c.sender_id
    left join agent on agent.organization_id = c.organization_id and agent.id = channel.agent_id and agent.archived_at is null
    left join twin on twin.organization_id = c.organization_id and twin.member_id = contact.owner_id
    left join agent own on own.organization_id = c.organization_id and own.id = twin.agent_id
    left join twin_contact said on said.organization_id = c.organization_id and said.agent_id = twin.agent_id and said.contact_id = c.contact_id
    order by c.last_message_at desc, c.id desc`.execute(tx.db)
  return rows
}

/** The twin of the contact's owner where it is on, else the agent of the channel. */
function agentOf(row: Row, members: ReadonlyMap<string, string>): ConversationView['agent'] {
  const { agentId, agentName, agentMode, twinId, twinName, twinMode, twinMemberId, thinking } = row
  const member = twinMemberId === null ? undefined : members.get(twinMemberId)
  if (twinMemberId && member !== undefined && twinId && twinMode && twinMode !== 'off') {
    const twinOf = { memberId: twinMemberId, name: member }
    return { id: twinId, name: twinName ?? '', mode: twinMode, thinking, twinOf }
  }
  if (agentId === null || agentMode === null) return null
  return { id: agentId, name: agentName ?? '', mode: agentMode, thinking, twinOf: null }
}

function holderOf(row: Row, members: ReadonlyMap<string, string>): ConversationView['holder'] {
  const name =
    row.holderId === null
      ? (agentOf(row, members)?.name ?? null)
      : (members.get(row.holderId) ?? formerMember)
  return { kind: row.holder, memberId: row.holderId, name: row.holder === 'nobody' ? null : name }
}

/** The row in the shape of the contract, at this instant of business time. */
export function conversationOf(row: Row, members: ReadonlyMap<string, string>, at: Date): ConversationView {
  const { assignedTo, waitingReason, waitingSince } = row
  return {
    id: row.id,
    contact: {
      id: row.contactId,
      name: displayName({ name: row.contactName, profileName: row.profileName }, row.contactAddress),
      address: row.contactAddress,
    },
    sender: {
      id: row.senderId,
      connectorId: row.connectorId,
      address: row.senderAddress,
      displayName: row.senderName,
    },
    holder: holderOf(row, members),
    agent: agentOf(row, members),
    epoch: row.epoch,
    waiting: waitingReason && waitingSince ? { reason: waitingReason, since: waitingSince } : null,
    assignedTo: assignedTo ? { memberId: assignedTo, name: members.get(assignedTo) ?? formerMember } : null,
    window: serviceWindow(row.lastInboundAt, at),
    optedOut: row.optedOut,
    unreadCount: row.unreadCount,
    lastMessage: {
      preview: row.lastMessagePreview,
      direction: row.lastMessageDirection,
      at: row.lastMessageAt,
    },
  }
}

/** One conversation as the API shows it. */
export async function showConversation(
  tx: Tx,
  conversationId: string,
  at: Date,
): Promise<ConversationView | Refused> {
  const id = await currentConversation(tx, conversationId)
  const [row] = await selectConversations(tx, sql`c.id = ${id}`, 1)
  return row ? conversationOf(row, await memberNames(tx), at) : refuse('not_found')
}
