export type AgentMode = 'auto' | 'draft' | 'off'

/** A passage an answer may be drawn from. `score` is comparable within one question only. */
export interface Knowledge {
  articleId: string
  passageId: string
  title: string
  text: string
  score: number
}

export interface Utterance {
  from: 'contact' | 'us'
  text: string
}

/** Everything a brain may know. Recipient, organization and contact are not in it: nothing it says can change them. */
export interface Question {
  /** What the contact wrote since the last answer, oldest first, as one text. */
  text: string
  /** The end of the thread before it, oldest first. */
  thread: readonly Utterance[]
  language: string
}

export type HandOverReason = 'asked_for_person' | 'no_knowledge' | 'agent_failed' | 'reserved_topic'

/** What a brain comes to: one or more messages, a hand-over, or nothing to say. */
export type Thought =
  | { kind: 'answer'; messages: readonly Said[]; sources: readonly Knowledge[] }
  | { kind: 'hand_over'; reason: HandOverReason; detail: string }
  | { kind: 'nothing' }

export interface Said {
  body: string
  /** A public address that Twilio fetches the file from. */
  mediaUrl?: string
}

/** Twilio: a message has at most 1,600 characters. */
export const bodyLimit = 1600

export const saying = (body: string, sources: readonly Knowledge[] = []): Thought => ({
  kind: 'answer',
  messages: [{ body: body.slice(0, bodyLimit) }],
  sources,
})
