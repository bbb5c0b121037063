import { notify } from '#activities/notify.ts'
import { administrators } from '#organizations/member-names.ts'
import { announce, later } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { type Approval, isWaiting, secondsUntilLook } from './template.ts'
import type { TemplateRoom } from './template-room.ts'
import {
  findTemplate,
  type Moved,
  recordApproval,
  removeTemplate,
  type TemplateRow,
} from './template-store.ts'

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
  const { name, language, status, connectorId, twilioSid } = template
  publish(tx, { topic: 'template', subjectId: id })
  await announce(tx, 'template.moved', { templateId: id, contentSid: twilioSid, approval: status })
  // One that waited before is looked at already.
  if (isWaiting(status) && !isWaiting(before ?? '')) await lookLater(tx, id, 0)
  // One that was like this when it was first read is nothing to tell a person.
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
  else if (before.category !== approval.category) publish(tx, { topic: 'template', subjectId: id })
}

/** Meta's word on one template is asked for anew, whatever it was: a message has just failed because of it. */
export const doubtQueue = 'templates.doubt'

/** Plans that, once for as many messages as fail together. */
export const doubtTemplateLater = (tx: Tx, templateId: string): Promise<void> =>
  later(tx, doubtQueue, { templateId }, { singletonKey: templateId })

/** One look at a template that a message has failed with. */
export async function askApprovalAnew(
  room: TemplateRoom,
  organizationId: string,
  templateId: string,
): Promise<void> {
  const template = await load(room, organizationId, templateId)
  if (template) await askApproval(room, organizationId, template)
}

/** One look at a template that waits for Meta, and the plan of the next one while it still does. */
export async function followApproval(
  room: TemplateRoom,
  organizationId: string,
  templateId: string,
  round: number,
): Promise<void> {
  const template = await load(room, organizationId, templateId)
  if (!template || !isWaiting(template.status)) return
  const told = await askApproval(room, organizationId, template)
  if (told !== 'gone' && isWaiting(told?.status ?? template.status))
    await room.database.withOrganization(organizationId, (tx) => lookLater(tx, templateId, round + 1))
}

const load = ({ database }: TemplateRoom, organizationId: string, templateId: string) =>
  database.withOrganization(organizationId, (tx) => findTemplate(tx, templateId))

/** Asks Twilio and keeps the answer. @returns it; null without one */
async function askApproval(
  { database, twilioOf, clock }: TemplateRoom,
  organizationId: string,
  { id, connectorId, twilioSid }: TemplateRow,
): Promise<Approval | 'gone' | null> {
  const client = await twilioOf(organizationId, connectorId)
  const told = await client?.fetchApproval(twilioSid)
  if (!told) return null
  return await database.withOrganization(organizationId, async (tx) => {
    if (!isTwilioRefusal(told)) {
      await takeApproval(tx, id, told, clock.now())
      return told
    }
    if (told.refused !== 'not_found') return null
    await removeTemplate(tx, id)
    publish(tx, { topic: 'template', subjectId: id })
    return 'gone'
  })
}
