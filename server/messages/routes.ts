import { messageOperations as operations } from '@parley/contract/messages.ts'
import { refusals } from '@parley/contract/refusals.ts'
import { takeOver } from '#conversations/take-over.ts'
import { serviceWindow } from '#conversations/service-window.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { approveDraft, dropMessage, rejectDraft, resendMessage } from './decide-message.ts'
import type { Draft } from './draft.ts'
import { aim, findTarget } from './find-target.ts'
import type { Author } from './message.ts'
import { findThreadRow, listAttempts, listOpen, listThread } from './message-store.ts'
import { type LinkTo, showMessage, showMessages } from './message-view.ts'
import { type MemoryOf, reconcile } from './reconcile-unknown.ts'
import { checkMessage } from './ask-gate.ts'
import { scheduleMessage } from './schedule-message.ts'
import { sendMessage } from './send-message.ts'

export interface MessageDoors {
  clock: Clock
  linkTo: LinkTo
  memoryOf: MemoryOf
}

export function messageRoutes(doors: Doors, { clock, linkTo, memoryOf }: MessageDoors) {
  const within = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    // Someone new is kept as a contact only if the message to them is.
    doors.db.withOrganization(principal.organizationId, act, { undoRefused: true })
  const trying = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(principal.organizationId, act, { undoAll: true })
  const shown = async (tx: Tx, id: string) => {
    const row = await findThreadRow(tx, id)
    return row ? await showMessage(tx, row, linkTo) : refuse('not_found')
  }
  /** Decides about a message and shows it as it is then. */
  const decide = (principal: Principal, id: string, act: (tx: Tx) => Promise<Refused | null>) =>
    within(principal, async (tx) => (await act(tx)) ?? (await shown(tx, id)))

  door(doors, operations.listMessages, ({ principal, params, query }) =>
    within(principal, async (tx) => {
      if (!(await findTarget(tx, { conversationId: params.conversationId }))) return refuse('not_found')
      const rows = await listThread(tx, params.conversationId, { ...query, limit: query.limit + 1 })
      const page = rows.slice(0, query.limit).toReversed()
      return { items: await showMessages(tx, page, linkTo), hasOlder: rows.length > query.limit }
    }),
  )

  door(doors, operations.sendMessage, ({ principal, body }) =>
    within(principal, async (tx) => {
      const { body: text, uploadId, quotedMessageId, template } = body
      const conversation = await aim(tx, body, clock.now())
      if (isRefusal(conversation)) return conversation
      const draft: Draft = {
        conversationId: conversation.id,
        body: text,
        uploadId: uploadId ?? null,
        quotedMessageId: quotedMessageId ?? null,
        template: template ?? null,
        author: authorOf(principal),
      }
      const sent = body.sendAt
        ? await scheduleMessage(tx, draft, new Date(body.sendAt), clock)
        : await sendMessage(tx, draft, clock)
      if (isRefusal(sent)) return sent
      // Who writes answers: the agent falls silent with the same commit. What is said later answers nothing now.
      if (principal.memberId && !body.sendAt)
        await takeOver(tx, { conversationId: conversation.id, memberId: principal.memberId, at: clock.now() })
      return await shown(tx, sent.id)
    }),
  )

  door(doors, operations.checkMessage, ({ principal, body }) =>
    trying(principal, async (tx) => {
      const conversation = await aim(tx, body, clock.now())
      if (isRefusal(conversation))
        return ofGate.has(conversation.refused) ? neverOpened(conversation) : conversation
      const checked = await checkMessage(
        tx,
        conversation,
        { body: body.body, uploadId: body.uploadId ?? null, template: body.template ?? null },
        clock,
      )
      if (isRefusal(checked)) return checked
      return {
        ...checked,
        reasons: checked.reasons.map(explained),
        window: serviceWindow(conversation.lastInboundAt, clock.now()),
      }
    }),
  )

  door(doors, operations.listOpenMessages, ({ principal, query }) =>
    within(principal, async (tx) => ({
      items: await showMessages(tx, await listOpen(tx, query.status), linkTo),
    })),
  )
  door(doors, operations.getMessage, ({ principal, params }) =>
    within(principal, async (tx) => {
      const message = await shown(tx, params.messageId)
      return isRefusal(message) ? message : { ...message, attempts: await listAttempts(tx, params.messageId) }
    }),
  )
  door(doors, operations.approveMessage, ({ principal, params, body }) =>
    decide(principal, params.messageId, (tx) => approveDraft(tx, params.messageId, body.body, clock)),
  )
  door(doors, operations.rejectMessage, ({ principal, params }) =>
    decide(principal, params.messageId, (tx) => rejectDraft(tx, params.messageId)),
  )
  door(doors, operations.resendMessage, ({ principal, params }) =>
    decide(principal, params.messageId, (tx) => resendMessage(tx, params.messageId, clock)),
  )
  door(doors, operations.dropMessage, ({ principal, params }) =>
    decide(principal, params.messageId, (tx) => dropMessage(tx, params.messageId, clock)),
  )

  door(doors, operations.settleMessages, async ({ principal, body }) => {
    const items = []
    // Ids rise with time, and a thread is said in its order.
    for (const id of body.ids.toSorted()) {
      const refused = await within(principal, (tx) =>
        body.action === 'drop' ? dropMessage(tx, id, clock) : resendMessage(tx, id, clock),
      )
      items.push({ id, ok: refused === null, refused: refused?.refused ?? null })
    }
    return { items }
  })

  door(doors, operations.recheckMessage, async ({ principal, params }) => {
    if (!(await within(principal, (tx) => findThreadRow(tx, params.messageId)))) return refuse('not_found')
    await reconcile(doors.db, principal.organizationId, memoryOf, params.messageId)
    return await within(principal, (tx) => shown(tx, params.messageId))
  })
}

const authorOf = ({ memberId, name }: Principal): Author =>
  memberId ? { kind: 'member', memberId, name } : { kind: 'key', name }

/** What the gate would say of a conversation that was never opened. */
const ofGate = new Set(['window_never_opened', 'sender_inactive'])

const neverOpened = (refused: Refused) => ({
  verdict: 'refuse' as const,
  as: 'text' as const,
  allowedBy: null,
  reasons: [explained(refused)],
  window: { open: false, closesAt: null },
  preview: null,
})

function explained({ refused, facts }: Refused) {
  const { title, remedy } = refusals[refused]
  return { code: refused, title, remedy, facts }
}
