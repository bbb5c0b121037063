import { peopleOf } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { SealBroken } from '#platform/envelope.ts'
import type { About } from './about.ts'
import { decideDelivery, type Delivery, type Outcome, type Way } from './delivery.ts'
import { claimDeliveries, quietDelivery, skipDeliveries } from './delivery-store.ts'
import { findOutgoingWebhook } from './outgoing-webhook-store.ts'
import { type Preference, unchosen } from './preference.ts'
import { listPreferences, showsText } from './preference-store.ts'
import { listPushSubscriptions } from './push-store.ts'
import type { NotificationRoom } from './room.ts'
import { writeMail } from './write-mail.ts'
import { writePush } from './write-push.ts'
import { writeTestWebhook, writeWebhook } from './write-webhook.ts'
import { openPush, openWebhook } from './targets.ts'

/** What goes out as one, and the deliveries it carries. */
export interface Letter {
  deliveries: [Delivery, ...Delivery[]]
  post: () => Promise<Outcome>
}

/** As many at once of one organization and way. */
const mostAtOnce = 64

/** A delivery that is to be sent now, with what it tells. A test tells nothing. */
interface Ready {
  delivery: Delivery
  about: About | null
  preference: Preference
}

/** How one way writes to a target; undefined: nothing leads there any more. */
type Write = (ready: readonly [Ready, ...Ready[]]) => () => Promise<Outcome>
type Open = (tx: Tx, targetId: string) => Promise<Write | undefined>

/** Takes what is due on this way, settles what is not to be sent, and writes the rest: one letter for each target. */
export async function prepareLetters(room: NotificationRoom, tx: Tx, way: Way): Promise<Letter[]> {
  const at = room.clock.now()
  const claimed = await claimDeliveries(tx, way, at, mostAtOnce)
  if (claimed.length === 0) return []
  const told = claimed.flatMap(({ notificationId }) => notificationId ?? [])
  const abouts = await room.describe(tx, told)
  const preferences = await listPreferences(tx, [
    ...new Set(claimed.flatMap(({ memberId }) => memberId ?? [])),
  ])
  const openers = { mail: mailTo, push: pushTo, webhook: webhookTo }
  const open = openers[way](room, {
    shows: await showsText(tx),
    name: await room.organizationName(tx.organizationId),
  })
  const letters: Letter[] = []
  const skipped: { id: string; why: string }[] = []
  for (const group of groupsOf(claimed, way)) {
    const write = await opened(room, () => open(tx, group[0].targetId))
    const ready: Ready[] = []
    for (const delivery of group) {
      const about = delivery.notificationId === null ? null : abouts.get(delivery.notificationId)
      const preference = delivery.memberId === null ? null : (preferences.get(delivery.memberId) ?? unchosen)
      const read = about === undefined ? null : (about?.read ?? false)
      const decision = decideDelivery(delivery, { read, reachable: write !== undefined, preference }, at)
      if (decision.do === 'skip') skipped.push({ id: delivery.id, why: decision.why })
      else if (decision.do === 'wait') await quietDelivery(tx, delivery.id, decision.until)
      else ready.push({ delivery, about: about ?? null, preference: preference ?? unchosen })
    }
    const [first, ...more] = ready
    if (!first || !write) continue
    const post = write([first, ...more])
    letters.push({ deliveries: [first.delivery, ...more.map(({ delivery }) => delivery)], post })
  }
  for (const [why, those] of Map.groupBy(skipped, (one) => one.why)) {
    await skipDeliveries(
      tx,
      those.map(({ id }) => id),
      why,
    )
  }
  return letters
}

/** Mail and push tell all that gathered at once. A room with an outgoing webhook has a line for each. */
function groupsOf(claimed: readonly Delivery[], way: Way): [Delivery, ...Delivery[]][] {
  const groups = Map.groupBy(claimed, ({ id, targetId }) => (way === 'webhook' ? id : targetId))
  return [...groups.values()] as [Delivery, ...Delivery[]][]
}

/** One secret that cannot be opened holds up nobody else. */
async function opened<T>({ log }: NotificationRoom, open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    log.error({ err: error }, 'A notification has nowhere to go: its target cannot be unsealed')
    return undefined
  }
}

interface Organization {
  name: string
  /** Whether what the contact wrote may be told. */
  shows: boolean
}
const aboutsOf = (ready: readonly Ready[]): About[] => ready.flatMap(({ about }) => about ?? [])

function mailTo({ mailer, publicUrl }: NotificationRoom, { name, shows }: Organization): Open {
  return async (tx, memberId) => {
    const email = (await peopleOf(tx)).get(memberId)?.email
    if (!mailer || email === undefined) return undefined
    return (ready) => {
      const [{ preference, delivery }] = ready
      const place = { publicUrl, organization: name, language: preference.language, showsText: shows }
      const mail = writeMail(aboutsOf(ready), place)
      return () => mailer.send(email, mail, delivery.id)
    }
  }
}

function pushTo(room: NotificationRoom, { shows }: Organization): Open {
  return async (tx, id) => {
    const [row] = await listPushSubscriptions(tx, { ids: [id] })
    if (!row) return undefined
    const target = await openPush(room.secrets, tx, row)
    return (ready) => {
      const { language } = ready[0].preference
      const [first, ...others] = aboutsOf(ready)
      if (!first) throw new Error('A push tells of a notification')
      const text = writePush([first, ...others], { language, showsText: shows })
      return () => room.postPush(target, text)
    }
  }
}

function webhookTo(room: NotificationRoom, { name, shows }: Organization): Open {
  return async (tx, id) => {
    const row = await findOutgoingWebhook(tx, id)
    if (!row) return undefined
    const target = await openWebhook(room.secrets, tx, row)
    return ([{ about, delivery }]) => {
      const { publicUrl } = room
      const { language } = row
      const body = about
        ? writeWebhook(about, { publicUrl, language, showsText: shows })
        : writeTestWebhook(name, language)
      return () => room.postWebhook(target, delivery.id, body)
    }
  }
}
