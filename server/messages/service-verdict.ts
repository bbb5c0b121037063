import type { Verdict } from './send-gate.ts'

/** What the gate says of one message from one sender of a Messaging Service's pool. */
export interface AskedOf {
  senderId: string
  /** Twilio picks it. */
  online: boolean
  verdict: Verdict
}

/** How a message that was meant for a service goes after all, and what the gate said of it. */
export interface PoolVerdict {
  by: 'service' | 'sender'
  verdict: Verdict
}

/**
 * Twilio may pick any sender of the pool that is online, so all of them must pass. Where they do not, the sender the contact has a thread with
 * may send it alone. An opt-out towards any of them blocks. Pure, so that it can be read as a table.
 * @param ownId the sender of the contact's thread
 */
export function verdictOfPool(asked: readonly AskedOf[], ownId: string): PoolVerdict {
  const optedOut = asked.find(({ verdict }) => verdict.reasons.some(({ refused }) => refused === 'opted_out'))
  if (optedOut) return { by: 'service', verdict: optedOut.verdict }
  const online = asked.filter((each) => each.online)
  const possible = online.length > 0 ? online : asked
  const own = possible.find(({ senderId }) => senderId === ownId) ?? possible[0]!
  const refused = possible.find(({ verdict }) => verdict.verdict === 'refuse')
  if (refused)
    return own.senderId === ownId && own.verdict.verdict !== 'refuse'
      ? { by: 'sender', verdict: own.verdict }
      : { by: 'service', verdict: refused.verdict }
  const waits = possible.find(({ verdict }) => verdict.verdict === 'hold')
  return { by: 'service', verdict: (waits ?? own).verdict }
}
