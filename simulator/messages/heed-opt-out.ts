import type { Message } from '#entities.ts'
import { isOptedOut, optOutScope, readOptOutWord, type OptOutType } from '#rules/opt-out.ts'
import type { World } from '#world.ts'
import { acceptMessage, originOf, textRequest } from './accept-message.ts'

const ANSWERS: Readonly<Record<OptOutType, string>> = {
  STOP: 'You will get no more messages from us. Write START if you change your mind.',
  START: 'You will get our messages again. Write STOP to end them.',
  HELP: 'Write STOP to get no more messages from us, START to get them again.',
}

/**
 * Twilio: with Advanced Opt-Out on, it takes STOP, START and HELP itself, keeps who left, and answers.
 * @returns what the webhook is told as OptOutType; null when Twilio does not listen or heard nothing
 */
export function heedOptOut(world: World, inbound: Message): OptOutType | null {
  const scope = optOutScope(world.store, inbound.to)
  const user = inbound.from
  if (scope === null || user === null) return null
  const out = isOptedOut(world.store, { sender: inbound.to, service: null }, user)
  const heard = readOptOutWord(inbound.body, out)
  if (heard === null) return null
  if (heard === 'STOP') world.store.optOuts.set(`${scope} ${user}`, world.clock.now())
  if (heard === 'START') world.store.optOuts.delete(`${scope} ${user}`)
  const request = textRequest(inbound.to, user, ANSWERS[heard])
  acceptMessage(world, inbound.accountSid, request, originOf(inbound.accountSid), 'outbound-reply')
  world.live.changed('opt-out', user)
  return heard
}
