import type { CredentialsOf } from '#connectors/credentials.ts'
import { detectLanguage } from '#agents/language.ts'
import { retrieve } from '#agents/retrieve.ts'
import { findConversation } from '#conversations/find-conversation.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { handOver } from '#conversations/hand-over.ts'
import type { Tx } from '#platform/db.ts'
import {
  type AnsweringAgent,
  findAnswering,
  readParameters,
  readThreadEnd,
  type ThreadLine,
} from './reply-store.ts'
import type { Part } from './built-in-brain.ts'
import type { Prompt } from './think.ts'
import type { Turn } from './turn.ts'

/** How much of the thread a brain sees before the question. */
const threadLines = 20
const passages = 6
/** Quick messages that may each be a question of their own. */
const mostParts = 4

export interface Loaded {
  prompt: Prompt
  /** For the typing indicator. */
  connectorId: string
  lastInboundSid: string | null
}

/** Loads what a turn rests on; undefined when the agent or the conversation is gone, or somebody else holds it. */
export async function loadPrompt(
  tx: Tx,
  turn: Turn,
  credentialsOf: CredentialsOf,
  at: Date,
): Promise<Loaded | undefined> {
  const conversation = await findConversation(tx, turn.conversationId)
  if (conversation?.holder !== 'agent' || conversation.epoch !== turn.epoch) return undefined
  const agent = await findAnswering(tx, turn.agentId, conversation.contactId)
  if (!agent) {
    // It was deleted or switched off meanwhile, or the contact has another owner: a person is told.
    await handOver(tx, { conversationId: turn.conversationId, reason: 'agent_off', epoch: turn.epoch, at })
    return undefined
  }
  const lines = await readThreadEnd(tx, conversation.id, threadLines)
  // What the contact wrote since we last spoke is the question; what lies before it is the thread.
  const spoken = lines.findLastIndex((line) => line.from === 'us')
  const asked = lines.slice(spoken + 1)
  const texts = asked.map((line) => line.text).filter(Boolean)
  const text = texts.join('\n')
  const question = {
    text,
    thread: lines.slice(0, spoken + 1),
    language: detectLanguage(text) ?? agent.language,
  }
  const knowledge = agent.brain === 'application' ? [] : await retrieve(tx, agent.id, text, passages)
  const parts = agent.brain === 'built_in' ? await readParts(tx, agent.id, texts) : []
  const application = await applicationOf(tx, agent, conversation, asked, credentialsOf)
  return {
    prompt: { agent, question, knowledge, parts, application },
    connectorId: conversation.connectorId,
    lastInboundSid: conversation.lastInboundSid,
  }
}

/** Several messages, each by itself; none where there is one, or a flood that nobody answers one by one. */
async function readParts(tx: Tx, agentId: string, texts: readonly string[]): Promise<Part[]> {
  if (texts.length < 2 || texts.length > mostParts) return []
  const parts: Part[] = []
  for (const text of texts) parts.push({ text, knowledge: await retrieve(tx, agentId, text, 1) })
  return parts
}

async function applicationOf(
  tx: Tx,
  agent: AnsweringAgent,
  conversation: ConversationRow,
  asked: readonly ThreadLine[],
  credentialsOf: CredentialsOf,
): Promise<Prompt['application']> {
  const sid = asked.at(-1)?.providerSid
  if (agent.brain !== 'application' || !agent.applicationUrl || !sid) return null
  const parameters = await readParameters(tx, conversation.connectorId, sid)
  const credentials = await credentialsOf(tx, conversation.connectorId)
  if (!parameters || !credentials) return null
  // Several quick messages are one question, also for an application.
  const Body = asked.map((line) => line.body).join('\n')
  return { url: agent.applicationUrl, authToken: credentials.authToken, parameters: { ...parameters, Body } }
}
