import type { World } from '#world.ts'
import type { Message } from '#entities.ts'

/** Twilio: the indicator shows until the reply arrives, at most 25 s. */
const TYPING_MS = 25_000

/** Shows "typing…" on the phone that sent the message, and marks the message as read by the business. */
export function showTyping(world: World, inbound: Message): void {
  const key = `${inbound.to} ${inbound.from}`
  const until = world.clock.now() + TYPING_MS
  world.typing.set(key, until)
  inbound.seen = true
  const user = inbound.from ?? ''
  for (const earlier of world.store.messagesOfUser(user))
    if (earlier.direction === 'inbound' && earlier.to === inbound.to && earlier.seq <= inbound.seq)
      earlier.seen = true
  world.live.changed('typing', user)
  world.clock.after(TYPING_MS, () => {
    if ((world.typing.get(key) ?? 0) > world.clock.now()) return
    world.typing.delete(key)
    world.live.changed('typing', user)
  })
}

export function isTyping(world: World, sender: string, user: string): boolean {
  return (world.typing.get(`${sender} ${user}`) ?? 0) > world.clock.now()
}
