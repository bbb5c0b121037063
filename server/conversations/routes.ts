import { conversationOperations } from '@parley/contract/conversations.ts'
import { actorOf } from '#activities/actor-of.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door, type Handler } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { assignConversation } from './assign-conversation.ts'
import { currentConversation } from './current-conversation.ts'
import { handBack } from './hand-back.ts'
import { markRead } from './mark-read.ts'
import { listNotes, type NoteRow } from './note-store.ts'
import { findById } from './store.ts'
import { takeOver } from './take-over.ts'
import { writeNote } from './write-note.ts'

/** Shows a conversation as the contract describes it. Made of several nouns, so it is given. */
export type ShowConversation = (
  tx: Tx,
  conversationId: string,
) => ReturnType<Handler<typeof conversationOperations.getConversation>>

const onlyPeople = () =>
  refuse('not_permitted', { detail: 'Only a member can do this; an API key is nobody in particular' })

const noteOf = (note: NoteRow, names: ReadonlyMap<string, string>) => ({
  ...note,
  authorName: names.get(note.authorId) ?? 'Former member',
})

export function conversationRoutes(
  doors: Doors,
  { clock, showConversation }: { clock: Clock; showConversation: ShowConversation },
): void {
  /** Changes a conversation, or what it became when it was joined with another, and shows it as it is then. */
  const change = (
    principal: Principal,
    named: string,
    act: (tx: Tx, conversationId: string) => Promise<object | Refused>,
  ) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const conversationId = await currentConversation(tx, named)
      const changed = await act(tx, conversationId)
      return isRefusal(changed) ? changed : await showConversation(tx, conversationId)
    })

  door(doors, conversationOperations.takeOver, async ({ principal, params }) => {
    const { memberId } = principal
    if (memberId === null) return onlyPeople()
    return await change(principal, params.conversationId, (tx, conversationId) =>
      takeOver(tx, { conversationId, memberId, at: clock.now() }),
    )
  })
  door(doors, conversationOperations.handBack, ({ principal, params }) =>
    change(principal, params.conversationId, (tx, conversationId) =>
      handBack(tx, { conversationId, actor: actorOf(principal), at: clock.now() }),
    ),
  )
  door(doors, conversationOperations.markRead, ({ principal, params }) =>
    change(principal, params.conversationId, (tx, conversationId) =>
      markRead(tx, { conversationId, memberId: principal.memberId }),
    ),
  )
  door(doors, conversationOperations.assignConversation, ({ principal, params, body }) =>
    change(principal, params.conversationId, (tx, conversationId) =>
      assignConversation(tx, {
        conversationId,
        memberId: body.memberId,
        by: actorOf(principal),
        at: clock.now(),
      }),
    ),
  )
  noteRoutes(doors, clock)
}

function noteRoutes(doors: Doors, clock: Clock): void {
  door(doors, conversationOperations.listNotes, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const conversationId = await currentConversation(tx, params.conversationId)
      if (!(await findById(tx, conversationId))) return refuse('not_found')
      const names = await memberNames(tx)
      return { items: (await listNotes(tx, conversationId)).map((note) => noteOf(note, names)) }
    }),
  )
  door(doors, conversationOperations.createNote, async ({ principal, params, body }) => {
    const authorId = principal.memberId
    if (authorId === null) return onlyPeople()
    return await doors.db.withOrganization(principal.organizationId, async (tx) => {
      const conversationId = await currentConversation(tx, params.conversationId)
      const note = await writeNote(tx, { conversationId, authorId, body: body.body, at: clock.now() })
      return isRefusal(note) ? note : noteOf(note, new Map([[authorId, principal.name]]))
    })
  })
}
