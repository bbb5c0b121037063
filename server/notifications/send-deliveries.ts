import { crashPoint } from '#platform/crash-point.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isGivenUp, type Outcome, type Way } from './delivery.ts'
import { dropWaiting, recordOutcome, skipDue } from './delivery-store.ts'
import { giveUpOutgoingWebhook, noteArrival } from './outgoing-webhook-store.ts'
import { type Letter, prepareLetters } from './prepare-letters.ts'
import { forgetPushSubscription, notePushSent } from './push-store.ts'
import type { NotificationRoom } from './room.ts'

/** One round of one organization on one way. Answers how many letters went out. */
export async function sendDeliveries(
  room: NotificationRoom,
  organizationId: string,
  way: Way,
): Promise<number> {
  const inside = <T>(act: (tx: Tx) => Promise<T>) => room.database.withOrganization(organizationId, act)
  if (way === 'mail' && !room.mailer) {
    await inside((tx) => skipDue(tx, way, room.clock.now(), 'not_reachable'))
    return 0
  }
  const letters = await inside((tx) => prepareLetters(room, tx, way))
  await Promise.all(
    letters.map(async (letter) => {
      const outcome = await post(room, letter, way)
      crashPoint('after-notification')
      await inside((tx) => record(room, tx, letter, outcome))
    }),
  )
  return letters.length
}

async function post({ log }: NotificationRoom, letter: Letter, way: Way): Promise<Outcome> {
  const [{ attempts }] = letter.deliveries
  try {
    const outcome = await letter.post()
    if (outcome.how !== 'sent') log.info({ way, attempts, ...outcome }, 'A notification did not arrive')
    return outcome
  } catch (error) {
    log.warn({ err: error, way, attempts }, 'A notification could not be sent')
    return { how: 'later', status: null, detail: 'It could not be sent' }
  }
}

async function record(room: NotificationRoom, tx: Tx, letter: Letter, outcome: Outcome): Promise<void> {
  const [{ way, targetId }] = letter.deliveries
  await recordOutcome(tx, letter.deliveries, outcome)
  if (way === 'push' && outcome.how === 'sent') await notePushSent(tx, targetId)
  if (way === 'push' && outcome.how === 'gone') {
    await forgetPushSubscription(tx, targetId)
    await dropWaiting(tx, 'push', targetId, 'gone')
  }
  if (way === 'webhook') await follow(room, tx, targetId, outcome)
}

/** What an outgoing webhook's answer means for the webhook itself. */
async function follow(room: NotificationRoom, tx: Tx, id: string, outcome: Outcome): Promise<void> {
  const failingSince = await noteArrival(tx, id, outcome.how === 'sent')
  if (outcome.how === 'gone' || isGivenUp(failingSince, new Date())) {
    const name = await giveUpOutgoingWebhook(tx, id)
    await dropWaiting(tx, 'webhook', id, 'switched_off')
    if (name !== undefined) await room.tellGivenUp(tx, { id, name })
  }
  publish(tx, { topic: 'outgoing_webhook', subjectId: id })
}
