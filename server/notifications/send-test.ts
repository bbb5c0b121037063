import { peopleOf } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import type { Outcome } from './delivery.ts'
import type { MemberWay } from './kinds.ts'
import { findPreference } from './preference-store.ts'
import { forgetPushSubscription, listPushSubscriptions, notePushSent } from './push-store.ts'
import type { NotificationRoom } from './room.ts'
import { openPush } from './targets.ts'
import { writeTestMail } from './write-mail.ts'
import { writeTestPush } from './write-push.ts'

interface Member {
  organizationId: string
  memberId: string
}

/** Sends a member a test, at once and past quiet hours: they asked for it. Answers to how many places it went. */
export async function sendTest(
  room: NotificationRoom,
  member: Member,
  way: MemberWay,
): Promise<{ sent: number } | Refused> {
  const outcomes = way === 'mail' ? await testMail(room, member) : await testPush(room, member)
  if (isRefusal(outcomes)) return outcomes
  const sent = outcomes.filter(({ how }) => how === 'sent').length
  if (sent > 0) return { sent }
  const [failed] = outcomes
  return refuse(
    'notification_not_delivered',
    failed && failed.how !== 'sent' ? { detail: `${failed.detail}.` } : {},
  )
}

async function testMail(room: NotificationRoom, member: Member): Promise<Outcome[] | Refused> {
  const { mailer, publicUrl, database } = room
  if (!mailer) return refuse('mail_not_set_up')
  const { organizationId, memberId } = member
  const { email, language } = await database.withOrganization(organizationId, async (tx) => ({
    email: (await peopleOf(tx)).get(memberId)?.email,
    language: (await findPreference(tx, memberId)).language,
  }))
  if (email === undefined) return refuse('not_found')
  const organization = await room.organizationName(organizationId)
  const mail = writeTestMail({ publicUrl, organization, language, showsText: true })
  return [await mailer.send(email, mail, newId())]
}

async function testPush(room: NotificationRoom, member: Member): Promise<Outcome[] | Refused> {
  const { organizationId, memberId } = member
  const inside = <T>(act: (tx: Tx) => Promise<T>) => room.database.withOrganization(organizationId, act)
  const { targets, language } = await inside(async (tx) => {
    const rows = await listPushSubscriptions(tx, { memberIds: [memberId] })
    const targets = []
    for (const row of rows) targets.push({ id: row.id, target: await openPush(room.secrets, tx, row) })
    return { targets, language: (await findPreference(tx, memberId)).language }
  })
  if (targets.length === 0) return refuse('no_push_device')
  const text = writeTestPush(language)
  return await Promise.all(
    targets.map(async ({ id, target }) => {
      const outcome = await room.postPush(target, text)
      if (outcome.how === 'sent') await inside((tx) => notePushSent(tx, id))
      if (outcome.how === 'gone') await inside((tx) => forgetPushSubscription(tx, id))
      return outcome
    }),
  )
}
