import type { Author } from './message.ts'

/** What a producer wants to say. */
export interface Draft {
  conversationId: string
  body: string
  /** With an empty body the message is this template; with one, the template goes out once the window is closed. */
  template?: { templateId: string; variables: Readonly<Record<string, string>> } | null
  /** The message this one goes out instead of. */
  replacesId?: string | null
  /** A file at a public address; an application may answer with one. */
  mediaUrl?: string | null
  uploadId?: string | null
  quotedMessageId?: string | null
  author: Author
  /** For an agent: the epoch it worked under. */
  holderEpoch?: number | null
  /** For an agent: the inbound message this answers; a second answer to it is refused by the database. */
  answersPosition?: number | null
  sources?: readonly object[]
}
