import type { Actor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { currentContact } from '#contacts/current-contact.ts'
import { holdOffMerges } from '#contacts/hold-off-merges.ts'
import { membersWhoAnswer } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import {
  contactIsThere,
  deleteLead,
  findLead,
  findStageOf,
  insertLead,
  lockLead,
  lockStage,
  placeIn,
  saveLead,
} from './lead-store.ts'

/** Who does something, and when. */
export interface Deed {
  by: Actor
  at: Date
}

export interface NewLead {
  contactId: string
  title: string
  pipelineId?: string | undefined
  stageId?: string | undefined
  value: number | null
  currency: string
  ownerId: string | null
}

/** Begins a lead at the end of its stage; without one, of the first stage of its pipeline. */
export async function createLead(tx: Tx, given: NewLead, { by, at }: Deed): Promise<string | Refused> {
  const { title, value, currency, ownerId } = given
  await holdOffMerges(tx)
  const contactId = await currentContact(tx, given.contactId)
  if (!(await contactIsThere(tx, contactId))) return refuse('not_found')
  const stageId = given.stageId ?? (await findStageOf(tx, given.pipelineId ?? null))
  const stage = stageId && (await lockStage(tx, stageId))
  if (!stage || (given.pipelineId && stage.pipelineId !== given.pipelineId)) return refuse('not_found')
  const stranger = await refuseStranger(tx, ownerId)
  if (stranger) return stranger
  const position = (await placeIn(tx, stage.id, null, null))!
  const place = { pipelineId: stage.pipelineId, stageId: stage.id, position }
  const leadId = await insertLead(tx, { ...place, contactId, title, value, currency, ownerId, at })
  const facts = { leadId, title, stage: stage.name }
  await recordActivity(tx, { contactId, kind: 'lead_created', actor: by, facts, at })
  tell(tx, leadId, stage.pipelineId)
  return leadId
}

export interface LeadChange {
  title?: string | undefined
  value?: number | null | undefined
  currency?: string | undefined
  ownerId?: string | null | undefined
}

/** What is left out stays. */
export async function updateLead(tx: Tx, leadId: string, change: LeadChange): Promise<Refused | undefined> {
  if (!(await lockLead(tx, leadId))) return refuse('not_found')
  const lead = (await findLead(tx, leadId))!
  const { title = lead.title, value = lead.value, currency = lead.currency, ownerId = lead.ownerId } = change
  if (ownerId !== lead.ownerId) {
    const stranger = await refuseStranger(tx, ownerId)
    if (stranger) return stranger
  }
  await saveLead(tx, leadId, { title, value, currency, ownerId })
  tell(tx, leadId, lead.pipelineId)
  return undefined
}

/** Within a stage it changes places; to another stage it is a line of the contact's timeline. */
export async function moveLead(
  tx: Tx,
  leadId: string,
  to: { stageId: string; beforeId: string | null },
  { by, at }: Deed,
): Promise<Refused | undefined> {
  // Stages before leads, as everyone does who locks both.
  const stage = await lockStage(tx, to.stageId)
  if (!stage || !(await lockLead(tx, leadId))) return refuse('not_found')
  const lead = (await findLead(tx, leadId))!
  if (lead.pipelineId !== stage.pipelineId) return refuse('not_found')
  const position = await placeIn(tx, stage.id, leadId, to.beforeId)
  if (position === undefined) return refuse('not_found')
  const moved = lead.stageId !== stage.id
  await saveLead(tx, leadId, { position, stageId: stage.id, stageSince: moved ? at : lead.stageSince })
  if (moved) {
    const { contactId, title } = lead
    const facts = { leadId, title, from: lead.stageName, to: stage.name }
    await recordActivity(tx, { contactId, kind: 'lead_moved', actor: by, facts, at })
  }
  tell(tx, leadId, stage.pipelineId)
  return undefined
}

export async function removeLead(tx: Tx, leadId: string, { by, at }: Deed): Promise<Refused | undefined> {
  if (!(await lockLead(tx, leadId))) return refuse('not_found')
  const { contactId, title, pipelineId } = (await findLead(tx, leadId))!
  await deleteLead(tx, leadId)
  await recordActivity(tx, { contactId, kind: 'lead_removed', actor: by, facts: { leadId, title }, at })
  tell(tx, leadId, pipelineId)
  return undefined
}

async function refuseStranger(tx: Tx, ownerId: string | null): Promise<Refused | undefined> {
  if (ownerId === null || (await membersWhoAnswer(tx)).includes(ownerId)) return undefined
  const issues = [{ path: 'body.ownerId', message: 'Name a member of this organization who may answer' }]
  return refuse('invalid_request', { issues })
}

const tell = (tx: Tx, leadId: string, pipelineId: string) =>
  publish(tx, { topic: 'lead', subjectId: leadId, facts: { pipelineId } })
