import { commits, type Reserved, reservedIn } from '#agents/reserved-topics.ts'
import type { Thought } from './brain.ts'

/** What the contact asks of a topic that the member keeps goes to the member; null when it is none. */
export function reservedQuestion(reserved: Reserved, text: string): Thought | null {
  const topic = reservedIn(text, reserved)
  return topic === null ? null : { kind: 'hand_over', reason: 'reserved_topic', detail: topic }
}

/** An answer that touches such a topic, or would commit the member, is not the twin's to give. */
export function leaveToMember(reserved: Reserved, thought: Thought): Thought {
  if (thought.kind !== 'answer') return thought
  const said = thought.messages.map(({ body }) => body).join('\n')
  if (commits(said)) return { kind: 'hand_over', reason: 'reserved_topic', detail: 'commitment' }
  return reservedQuestion(reserved, said) ?? thought
}
