import { detectLanguage } from '#agents/language.ts'
import { retrieve } from '#agents/retrieve.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { findTwinOfMember } from '#agents/find-twin.ts'
import { type AnsweringAgent, answeringTwin, findAgent } from './reply-store.ts'
import type { Prompt } from './think.ts'

/** What the try-it box asks: as a turn would, without a thread and without sending anything. */
export async function loadTrial(tx: Tx, agentId: string, text: string): Promise<Prompt | Refused> {
  const agent = await findAgent(tx, agentId)
  return agent ? await trialOf(tx, agent, text) : refuse('not_found')
}

/** The same for a member's own digital twin. */
export async function loadTwinTrial(tx: Tx, memberId: string, text: string): Promise<Prompt | Refused> {
  const twin = await findTwinOfMember(tx, memberId)
  return twin ? await trialOf(tx, await answeringTwin(tx, twin), text) : refuse('no_twin')
}

async function trialOf(tx: Tx, agent: AnsweringAgent, text: string): Promise<Prompt> {
  const knowledge = agent.brain === 'application' ? [] : await retrieve(tx, agent.id, text, 6)
  const parameters = {
    From: 'whatsapp:+10000000000',
    To: 'whatsapp:+10000000001',
    Body: text,
    NumMedia: '0',
    MessageSid: `SM${'0'.repeat(32)}`,
  }
  const application = agent.applicationUrl ? { url: agent.applicationUrl, authToken: '', parameters } : null
  return {
    agent,
    question: { text, thread: [], language: detectLanguage(text) ?? agent.language },
    knowledge,
    application,
  }
}
