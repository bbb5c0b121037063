import type { TemplateDraft } from '@parley/contract/templates.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { checkTemplate } from './check-template.ts'
import { takeApproval } from './follow-approval.ts'
import { askTwilio, type TemplateRoom } from './template-room.ts'
import {
  connectorExists,
  findTemplate,
  insertTemplate,
  recordSubmission,
  removeTemplate,
  rewriteTemplate,
  type TemplateRow,
} from './template-store.ts'

type Draft = Omit<TemplateDraft, 'category'> & { variableNames: Record<string, string> }

/** Creates a template at Twilio, in one language. @returns its id */
export async function createTemplate(
  room: TemplateRoom,
  organizationId: string,
  connectorId: string,
  draft: Draft,
): Promise<string | Refused> {
  const known = await room.database.withOrganization(organizationId, (tx) => connectorExists(tx, connectorId))
  if (!known) return refuse('not_found')
  const problems = problemsOfNew(draft)
  if (problems.length > 0) return refuse('template_not_valid', { problems })
  return await putTemplate(room, organizationId, connectorId, draft)
}

/** A type that cannot be approved can be sent all the same while the window is open. */
const problemsOfNew = (draft: Omit<TemplateDraft, 'category'>) =>
  checkTemplate({ ...draft, category: '' }).filter(({ code }) => code !== 'type_not_submittable')

/** Changes what a template says, at Twilio and here. Twilio: one that was submitted can only be copied. */
export async function replaceTemplate(
  room: TemplateRoom,
  organizationId: string,
  templateId: string,
  change: Omit<Draft, 'language'>,
): Promise<null | Refused> {
  const template = await load(room, organizationId, templateId)
  if (!template) return refuse('not_found')
  if (template.status !== 'unsubmitted') return refuse('template_already_submitted')
  const draft = { ...change, language: template.language }
  const problems = problemsOfNew(draft)
  if (problems.length > 0) return refuse('template_not_valid', { problems })
  const made = await askTwilio(room, organizationId, template.connectorId, (client) =>
    client.updateContent(template.twilioSid, atTwilio(draft)),
  )
  if (isRefusal(made)) return made
  await room.database.withOrganization(organizationId, async (tx) => {
    await rewriteTemplate(tx, templateId, { ...draft, updatedAt: made.updatedAt }, room.clock.now())
    publish(tx, { topic: 'template', subjectId: templateId })
  })
  return null
}

/** The same content under another name. What Twilio took once is not questioned: only the name is. */
export async function duplicateTemplate(
  room: TemplateRoom,
  organizationId: string,
  templateId: string,
  name: string,
): Promise<string | Refused> {
  const template = await load(room, organizationId, templateId)
  if (!template) return refuse('not_found')
  const problems = checkTemplate({ ...template, name }).filter(({ field }) => field === 'name')
  if (problems.length > 0) return refuse('template_not_valid', { problems })
  return await putTemplate(room, organizationId, template.connectorId, { ...template, name })
}

async function putTemplate(
  room: TemplateRoom,
  organizationId: string,
  connectorId: string,
  given: Draft,
): Promise<string | Refused> {
  const { name, language, contentType, content, variables, variableNames } = given
  const made = await askTwilio(room, organizationId, connectorId, (client) =>
    client.createContent(atTwilio(given)),
  )
  if (isRefusal(made)) return made
  return await room.database.withOrganization(organizationId, async (tx) => {
    const nothingYet = { category: '', status: 'unsubmitted', rejectionReason: '' }
    const draft = { name, language, contentType, content, variables, variableNames }
    const template = { ...draft, ...nothingYet, twilioSid: made.sid, updatedAt: made.updatedAt }
    const id = await insertTemplate(tx, connectorId, template, room.clock.now())
    publish(tx, { topic: 'template', subjectId: id })
    return id
  })
}

const atTwilio = ({ name, language, variables, contentType, content }: Draft) => ({
  friendlyName: name,
  language,
  variables,
  types: { [contentType]: content },
})

/** Submits a template to Meta; from here on its approval is followed. */
export async function submitTemplate(
  room: TemplateRoom,
  organizationId: string,
  templateId: string,
  wish: { name: string; category: string; allowCategoryChange: boolean },
): Promise<null | Refused> {
  const template = await load(room, organizationId, templateId)
  if (!template) return refuse('not_found')
  if (template.status !== 'unsubmitted') return refuse('template_already_submitted')
  const problems = checkTemplate({ ...template, name: wish.name, category: wish.category })
  if (problems.length > 0) return refuse('template_not_valid', { problems })
  const approval = await askTwilio(room, organizationId, template.connectorId, (client) =>
    client.submitContent(template.twilioSid, wish),
  )
  if (isRefusal(approval)) return approval
  await room.database.withOrganization(organizationId, async (tx) => {
    await recordSubmission(tx, templateId, wish.name, wish.category)
    // Twilio's own example answers with "unsubmitted"; it is on its way all the same.
    const status = approval.status === 'unsubmitted' ? 'received' : approval.status
    await takeApproval(
      tx,
      templateId,
      { ...approval, status, category: approval.category || wish.category },
      room.clock.now(),
    )
  })
  return null
}

/** Deletes a template at Twilio and here; one that is gone there already is gone. */
export async function deleteTemplate(
  room: TemplateRoom,
  organizationId: string,
  templateId: string,
): Promise<null | Refused> {
  const template = await load(room, organizationId, templateId)
  if (!template) return refuse('not_found')
  const refused = await askTwilio(room, organizationId, template.connectorId, async (client) => {
    const outcome = await client.deleteContent(template.twilioSid)
    return outcome?.refused === 'not_found' ? null : outcome
  })
  if (refused) return refused
  await room.database.withOrganization(organizationId, async (tx) => {
    await removeTemplate(tx, templateId)
    publish(tx, { topic: 'template', subjectId: templateId })
  })
  return null
}

const load = (
  { database }: TemplateRoom,
  organizationId: string,
  id: string,
): Promise<TemplateRow | undefined> => database.withOrganization(organizationId, (tx) => findTemplate(tx, id))
