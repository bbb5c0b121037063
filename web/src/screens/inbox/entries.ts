import type { Message, Note } from '../../api/conversations.ts'
import type { Written } from './use-send.ts'

/** One line of a thread: a message, or a note that stands where it was written. */
export type Entry = { id: string; at: string } & ({ message: Message } | { note: Note })

/** Messages in their order, with the notes between them, and at the end what is still on its way. */
export function entriesOf(
  messages: readonly Message[],
  notes: readonly Note[],
  onTheWay: readonly Written[],
  writer: { conversationId: string; name: string | null },
): Entry[] {
  const oldest = messages[0]?.createdAt
  const entries = messages.map((message): Entry => ({
    id: message.id,
    at: message.sendAt ?? message.createdAt,
    message,
  }))
  for (const note of notes) {
    // Those before the first message that is loaded belong to a page that is not.
    if (oldest !== undefined && note.createdAt < oldest) continue
    const place = entries.findIndex(({ at }) => at > note.createdAt)
    entries.splice(place === -1 ? entries.length : place, 0, { id: note.id, at: note.createdAt, note })
  }
  const coming = onTheWay.map((written, nth): Entry => {
    const id = `${written.at} ${nth}`
    return { id, at: written.at, message: asMessage(written, id, writer) }
  })
  return [...entries, ...coming]
}

/** A message before the server has it. */
function asMessage(
  { text, quoted, at, file }: Written,
  id: string,
  { conversationId, name }: { conversationId: string; name: string | null },
): Message {
  return {
    id,
    conversationId,
    position: 0,
    direction: 'out',
    kind: 'text',
    body: file ? [file.name, text].filter(Boolean).join('\n') : text,
    details: {},
    media: [],
    quoted: quoted && { messageId: quoted.id, preview: quoted.body },
    origin: 'member',
    authorName: name,
    twinOf: null,
    sources: [],
    status: 'queued',
    problem: null,
    actions: [],
    late: false,
    sendAt: null,
    createdAt: at,
    updatedAt: at,
  }
}
