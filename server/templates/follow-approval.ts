import { notify } from '#activities/notify.ts'
import { administrators } from '#organizations/member-names.ts'
import { later } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { type Approval, isWaiting, secondsUntilLook } from './template.ts'
import type { TemplateRoom } from './template-room.ts'
import { findTemplate, type Moved, recordApproval, removeTemplate } from './template-store.ts'

/** Twilio tells no approval by itself: each template that waits for Meta is asked for, ever more rarely. */
export const approvalQueue = 'templates.approval'

/** The next look at a template that waits; while one is planned there is no second. */
export async function lookLater(tx: Tx, templateId: string, round: number): Promise<void> {
  const startAfter = new Date(Date.now() + secondsUntilLook(round) * 1000)
  await later(
    tx,
    approvalQueue,
    { templateId, round },
    { startAfter, singletonKey: `${templateId}:${round}` },
  )
}

/** What follows when a template stands elsewhere than before. */
export async function tellMoved(tx: Tx, { id, before }: Moved): Promise<void> {
  const template = await findTemplate(tx, id)
  if (!template) return
  const { name, language, status, connectorId } = template
  await publish(tx, { topic: 'template', subjectId: id })
  // One that waited before is looked at already.
  if (isWaiting(status) && !isWaiting(before ?? '')) await lookLater(tx, id, 0)
  // One that was like this when it was first read is no news.
  if (before === null || !['rejected', 'paused', 'disabled'].includes(status)) return
  await notify(tx, {
    memberIds: await administrators(tx),
    kind: 'template_changed',
    facts: { templateId: id, connectorId, template: name, language, status },
  })
}

/** Keeps what Twilio says of an approval, and tells what changed. */
export async function takeApproval(tx: Tx, id: string, approval: Approval, at: Date): Promise<void> {
  const before = await recordApproval(tx, id, approval, at)
  if (!before) return
  if (before.status !== approval.status) await tellMoved(tx, { id, before: before.status })
  else if (before.category !== approval.category) await publish(tx, { topic: 'template', subjectId: id })
}

/** One look at a template that waits for Meta, and the plan of the next one while it still does. */
export async function followApproval(
  { database, twilioOf, clock }: TemplateRoom,
  organizationId: string,
  templateId: string,
  round: number,
): Promise<void> {
  const template = await database.withOrganization(organizationId, (tx) => findTemplate(tx, templateId))
  if (!template || !isWaiting(template.status)) return
  const client = await twilioOf(organizationId, template.connectorId)
  const told = await client?.fetchApproval(template.twilioSid)
  await database.withOrganization(organizationId, async (tx) => {
    if (told && isTwilioRefusal(told) && told.refused === 'not_found') {
      await removeTemplate(tx, templateId)
      await publish(tx, { topic: 'template', subjectId: templateId })
      return
    }
    const answered = told !== undefined && !isTwilioRefusal(told)
    if (answered) await takeApproval(tx, templateId, told, clock.now())
    if (!answered || isWaiting(told.status)) await lookLater(tx, templateId, round + 1)
  })
}
