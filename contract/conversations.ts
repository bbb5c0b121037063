import { z } from 'zod'
import { ContactLine } from './contacts.ts'
import { id, instant, operation, page, pageQuery } from './operation.ts'

export const WaitingReason = z
  .enum([
    'asked_for_person',
    'no_knowledge',
    'agent_failed',
    'no_agent',
    'agent_off',
    'draft_waits',
    'reserved_topic',
  ])
  .meta({ id: 'WaitingReason' })

/** Meta: opens with each inbound message for 24 hours, per contact and sender. Computed, never stored. */
export const ServiceWindow = z
  .object({ open: z.boolean(), closesAt: instant.nullable() })
  .meta({ id: 'ServiceWindow' })

export const Conversation = z
  .object({
    id,
    contact: ContactLine,
    sender: z.object({ id, connectorId: id, address: z.string(), displayName: z.string().nullable() }),
    /** Who answers now. */
    holder: z.object({
      kind: z.enum(['agent', 'member', 'nobody']),
      memberId: id.nullable(),
      name: z.string().nullable(),
    }),
    /** Who answers while no person does: the twin of the contact's owner, where it is on, else the agent of this number's channel. */
    agent: z
      .object({
        id,
        name: z.string(),
        mode: z.enum(['auto', 'draft', 'off']),
        thinking: z.boolean(),
        /** Whose digital twin it is; null for the agent of a channel. */
        twinOf: z.object({ memberId: id, name: z.string() }).nullable(),
      })
      .nullable(),
    /** Raised by each change of holder; an answer written under an older one is not sent. */
    epoch: z.number().int(),
    waiting: z.object({ reason: WaitingReason, since: instant }).nullable(),
    assignedTo: z.object({ memberId: id, name: z.string() }).nullable(),
    window: ServiceWindow,
    optedOut: z.boolean(),
    unreadCount: z.number().int(),
    lastMessage: z.object({ preview: z.string(), direction: z.enum(['in', 'out']), at: instant }),
  })
  .meta({ id: 'Conversation' })

export const Note = z
  .object({
    id,
    authorId: id,
    authorName: z.string(),
    body: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'Note' })
export const ConversationFilter = z
  .enum(['all', 'waiting', 'mine', 'unassigned', 'unread', 'attention'])
  .meta({ id: 'ConversationFilter' })

const tag = 'Conversations'
const params = z.object({ conversationId: id })

export const conversationOperations = {
  listConversations: operation({
    id: 'listConversations',
    method: 'GET',
    path: '/api/v1/conversations',
    tag,
    summary: 'The inbox, newest first',
    permission: 'conversations.read',
    answer: page(Conversation),
    query: pageQuery.extend({
      filter: ConversationFilter.default('all'),
      senderId: id.optional(),
      contactId: id.optional(),
      search: z.string().max(200).optional(),
    }),
  }),
  getInboxCounts: operation({
    id: 'getInboxCounts',
    method: 'GET',
    path: '/api/v1/conversations/counts',
    tag,
    summary: 'How many conversations each filter holds',
    permission: 'conversations.read',
    answer: z.object({
      all: z.number().int(),
      waiting: z.number().int(),
      mine: z.number().int(),
      unassigned: z.number().int(),
      unread: z.number().int(),
      attention: z.number().int(),
    }),
  }),
  getConversation: operation({
    id: 'getConversation',
    method: 'GET',
    path: '/api/v1/conversations/{conversationId}',
    tag,
    summary: 'A conversation',
    permission: 'conversations.read',
    params,
    answer: Conversation,
  }),
  takeOver: operation({
    id: 'takeOver',
    method: 'POST',
    path: '/api/v1/conversations/{conversationId}/take-over',
    tag,
    summary: 'Answer this conversation myself; the agent falls silent',
    permission: 'conversations.answer',
    params,
    answer: Conversation,
  }),
  handBack: operation({
    id: 'handBack',
    method: 'POST',
    path: '/api/v1/conversations/{conversationId}/hand-back',
    tag,
    summary: 'Let the agent answer again',
    permission: 'conversations.answer',
    params,
    answer: Conversation,
  }),
  markRead: operation({
    id: 'markRead',
    method: 'POST',
    path: '/api/v1/conversations/{conversationId}/read',
    tag,
    summary: 'Mark as read',
    permission: 'conversations.answer',
    params,
    answer: Conversation,
  }),
  assignConversation: operation({
    id: 'assignConversation',
    method: 'PUT',
    path: '/api/v1/conversations/{conversationId}/assignment',
    tag,
    summary: 'Assign to a member, or to nobody',
    permission: 'conversations.answer',
    params,
    body: z.object({ memberId: id.nullable() }),
    answer: Conversation,
  }),
  listNotes: operation({
    id: 'listNotes',
    method: 'GET',
    path: '/api/v1/conversations/{conversationId}/notes',
    tag,
    summary: 'Notes, seen only by members',
    permission: 'conversations.read',
    params,
    answer: z.object({ items: z.array(Note) }),
  }),
  createNote: operation({
    id: 'createNote',
    method: 'POST',
    path: '/api/v1/conversations/{conversationId}/notes',
    tag,
    summary: 'Write a note',
    permission: 'conversations.answer',
    params,
    body: z.object({ body: z.string().trim().min(1).max(4000) }),
    status: 201,
    answer: Note,
  }),
}
