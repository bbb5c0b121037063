import type { AgentMode } from './brain.ts'

/** What the policy looks at when a contact has written. */
export interface ResponderFacts {
  holder: 'agent' | 'member' | 'nobody'
  /** The digital twin of the contact's owner, if it is on for this contact. */
  twin: { id: string; mode: AgentMode } | null
  /** The agent of this sender's channel, if a channel exists. */
  agent: { id: string; mode: AgentMode } | null
  optedOut: boolean
  /** How long ago the contact wrote, in seconds: a message found late may be too old to be answered by itself. */
  ageSeconds: number
}

export type Responder =
  /** A person answers; they are told. */
  | { kind: 'person' }
  | { kind: 'agent'; agentId: string; mode: 'auto' | 'draft' }
  /** Nobody answers: someone must be found, and why. */
  | { kind: 'nobody'; reason: 'no_agent' | 'agent_off' }
  /** Nothing is to be said: the contact asked to hear no more. */
  | { kind: 'silence' }

/** Found after this long, a message is left to people: an automatic answer would come out of nowhere. */
export const tooLateSeconds = 6 * 3600

/**
 * Who answers, in this order: a person who took over, then the contact's digital twin, then the channel's agent, then
 * nobody. The outbound agent is not in the list: it never answers replies.
 */
export function decideResponder({ holder, twin, agent, optedOut, ageSeconds }: ResponderFacts): Responder {
  if (optedOut) return { kind: 'silence' }
  if (holder !== 'agent') return { kind: 'person' }
  const answering = twin && twin.mode !== 'off' ? twin : agent
  if (!answering) return { kind: 'nobody', reason: 'no_agent' }
  const { id: agentId, mode } = answering
  if (mode === 'off' || ageSeconds > tooLateSeconds) return { kind: 'nobody', reason: 'agent_off' }
  return { kind: 'agent', agentId, mode }
}
