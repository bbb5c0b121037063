import type { CredentialsOf } from '#connectors/credentials.ts'
import type { Clock } from '#platform/clock.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Database } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import { publish } from '#platform/live.ts'
import { loadPrompt } from './load-prompt.ts'
import { settleTurn } from './settle-turn.ts'
import { type Outside, think } from './think.ts'
import { type ShowTyping, thinkingLimitMs, type Turn, triesLimit } from './turn.ts'
import { endTurn, organizationsWithTurns, takeTurn } from './turn-store.ts'

export interface Turns {
  /** Takes nothing new; thoughts in flight are given up, and their turns are taken again after a start. */
  stop(): Promise<void>
}

export interface TurnDependencies {
  database: Database
  clock: Clock
  log: Log
  outside: Outside
  credentialsOf: CredentialsOf
  showTyping: ShowTyping
}

/** Thoughts at once in this process: a slow model must not hold back everyone else's answers. */
const thoughtsAtOnce = 16
/** Also how finely the wait for further quick messages ends. */
const lookEveryMs = 100

/** Works on due turns. */
export function startTurns(dependencies: TurnDependencies): Turns {
  const { database, log } = dependencies
  const giveUp = new AbortController()
  const inFlight = new Set<Promise<void>>()
  let looking = false

  const takeAll = async (organizationId: string) => {
    while (inFlight.size < thoughtsAtOnce && !giveUp.signal.aborted) {
      const turn = await database.withOrganization(organizationId, takeTurn)
      if (!turn) return
      const work: Promise<void> = workOn(dependencies, organizationId, turn, giveUp.signal)
        .catch((error: unknown) =>
          log.error({ err: error }, 'An agent’s turn failed; it is tried again after its lease'),
        )
        .finally(() => inFlight.delete(work))
      inFlight.add(work)
    }
  }
  const look = async () => {
    if (looking || giveUp.signal.aborted) return
    looking = true
    try {
      for (const id of await database.acrossOrganizations(organizationsWithTurns)) await takeAll(id)
    } catch (error) {
      log.warn({ err: error }, 'Could not look for turns')
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), lookEveryMs)
  timer.unref()

  return {
    async stop() {
      clearInterval(timer)
      giveUp.abort()
      await Promise.allSettled(inFlight)
    },
  }
}

async function workOn(
  { database, clock, outside, credentialsOf, showTyping }: TurnDependencies,
  organizationId: string,
  turn: Turn,
  stopped: AbortSignal,
): Promise<void> {
  const loaded = await database.withOrganization(organizationId, async (tx) => {
    const found = await loadPrompt(tx, turn, credentialsOf, clock.now())
    if (!found) await endTurn(tx, turn.id, 'dropped', 'someone else answers')
    publish(tx, { topic: 'conversation', subjectId: turn.conversationId })
    return found
  })
  if (!loaded) return
  crashPoint('after-turn')
  const { prompt, connectorId, lastInboundSid } = loaded
  // "typing…" lasts 25 s, and the wait before a slow brain begins may have used it up.
  if (prompt.agent.mode === 'auto' && prompt.agent.brain !== 'built_in' && lastInboundSid)
    void showTyping(organizationId, connectorId, lastInboundSid).catch(() => undefined)
  const limit = AbortSignal.any([stopped, AbortSignal.timeout(thinkingLimitMs)])
  // After several crashes or interruptions the brain is not asked again.
  const thought =
    turn.tries > triesLimit
      ? ({ kind: 'hand_over', reason: 'agent_failed', detail: 'interrupted too often' } as const)
      : await think(prompt, outside, limit)
  if (stopped.aborted) return
  crashPoint('after-thought')
  const { agent, question } = prompt
  await database.withOrganization(organizationId, (tx) =>
    settleTurn(tx, turn, agent, question.language, thought, clock),
  )
}
