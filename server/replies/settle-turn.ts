import { handOver } from '#conversations/hand-over.ts'
import { lockConversation } from '#conversations/find-conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal } from '#platform/refusal.ts'
import { sendMessage } from '#messages/send-message.ts'
import type { HandOverReason, Said, Thought } from './brain.ts'
import { phrasesIn } from './phrases.ts'
import { type AnsweringAgent, findAnswering, hasSpoken } from './reply-store.ts'
import { sayWelcome } from './say-welcome.ts'
import { type Turn, triesLimit } from './turn.ts'
import { endTurn, lockTurn, reopenTurn } from './turn-store.ts'
import { sourceOf } from './source.ts'

/**
 * Acts on a thought, in one transaction with everything that could forbid it: the turn is still this worker's, the agent
 * still holds the conversation under the epoch it worked under and may still answer this contact, and the contact has not
 * written more meanwhile.
 */
export async function settleTurn(
  tx: Tx,
  taken: Turn,
  thinker: AnsweringAgent,
  language: string,
  thought: Thought,
  clock: Clock,
): Promise<void> {
  // The conversation first, as everyone does who locks both.
  const conversation = await lockConversation(tx, taken.conversationId)
  const turn = await lockTurn(tx, taken)
  if (!turn) return
  publish(tx, { topic: 'conversation', subjectId: turn.conversationId })
  if (conversation?.holder !== 'agent' || conversation.epoch !== turn.epoch)
    return await endTurn(tx, turn.id, 'dropped', 'someone else holds the conversation')
  // The contact wrote more. If a person held the conversation in between, this thought is void, but that message is the
  // agent's to answer.
  const since = turn.epoch !== taken.epoch
  if (since || (turn.answersPosition > taken.answersPosition && turn.tries < triesLimit))
    return await reopenTurn(tx, turn.id)
  const agent = await findAnswering(tx, thinker.id, conversation.contactId)
  if (!agent || agent.mode === 'off') {
    await askQuietly(tx, turn, thinker, 'agent_off', clock)
    return await endTurn(tx, turn.id, 'dropped', 'switched off')
  }
  if (thought.kind === 'nothing') return await endTurn(tx, turn.id, 'dropped', 'nothing to say')
  if (thought.kind === 'hand_over') return await askPerson(tx, turn, agent, language, thought, clock)
  await answer(tx, turn, agent, language, thought, clock)
}

async function answer(
  tx: Tx,
  turn: Turn,
  agent: AnsweringAgent,
  language: string,
  { messages, sources }: Extract<Thought, { kind: 'answer' }>,
  clock: Clock,
): Promise<void> {
  const draft = agent.mode === 'draft'
  const all = await withWelcome(tx, turn, agent, messages)
  const welcomes = all.length - messages.length
  for (const [at, said] of all.entries()) {
    const sent = await sendMessage(
      tx,
      {
        conversationId: turn.conversationId,
        body: said.body,
        mediaUrl: said.mediaUrl ?? null,
        author: { kind: 'agent', agentId: agent.id, draft },
        holderEpoch: turn.epoch,
        // The first message answers for all: a second answer to the same question is refused by the database.
        answersPosition: at === 0 ? turn.answersPosition : null,
        sources: at < welcomes ? [] : sources.map(sourceOf),
      },
      clock,
    )
    if (isRefusal(sent)) {
      await endTurn(tx, turn.id, 'failed', sent.refused)
      await askQuietly(tx, turn, agent, 'agent_failed', clock)
      return
    }
  }
  if (draft) await askQuietly(tx, turn, agent, 'draft_waits', clock)
  await endTurn(tx, turn.id, draft ? 'drafted' : 'answered', language)
}

/** Hands over and tells the contact so: the notice is written under the new epoch, so it outlives the hand-over. */
async function askPerson(
  tx: Tx,
  turn: Turn,
  agent: AnsweringAgent,
  language: string,
  { reason, detail }: Extract<Thought, { kind: 'hand_over' }>,
  clock: Clock,
): Promise<void> {
  const after = await askQuietly(tx, turn, agent, reason, clock)
  await endTurn(tx, turn.id, after ? 'handed_over' : 'dropped', detail)
  if (!after || agent.mode !== 'auto') return
  const notice = await withWelcome(tx, turn, agent, [{ body: noticeOf(language, agent, reason) }])
  for (const [at, { body }] of notice.entries())
    await sendMessage(
      tx,
      {
        conversationId: turn.conversationId,
        body,
        mediaUrl: null,
        author: { kind: 'agent', agentId: agent.id, draft: false },
        holderEpoch: after.epoch,
        answersPosition: at === 0 ? turn.answersPosition : null,
        sources: [],
      },
      clock,
    )
}

/** Where nothing has been said to the contact yet, the welcome goes first. */
async function withWelcome(
  tx: Tx,
  { conversationId }: Turn,
  { welcome }: AnsweringAgent,
  messages: readonly Said[],
): Promise<readonly Said[]> {
  return (await hasSpoken(tx, conversationId)) ? messages : sayWelcome(welcome, messages)
}

async function askQuietly(
  tx: Tx,
  turn: Turn,
  agent: AnsweringAgent,
  reason: HandOverReason | 'draft_waits' | 'agent_off',
  clock: Clock,
) {
  const { conversationId, epoch } = turn
  return await handOver(tx, { conversationId, reason, epoch, agentId: agent.id, at: clock.now() })
}

/** A twin speaks as its member, who is the one to come back to the contact. */
function noticeOf(language: string, { twin }: AnsweringAgent, reason: HandOverReason): string {
  const phrases = phrasesIn(language)
  if (twin) return phrases.comeBack
  if (reason === 'no_knowledge') return phrases.noKnowledge
  return reason === 'asked_for_person' ? phrases.askedForPerson : phrases.agentFailed
}
