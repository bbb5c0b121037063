import { templateOperations as operations } from '@parley/contract/templates.ts'
import { type Doors, door } from '#platform/door.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { checkTemplate } from './check-template.ts'
import { renderTemplate, variablesOf } from './render-template.ts'
import { syncTemplates } from './sync-templates.ts'
import type { TemplateRoom } from './template-room.ts'
import { findTemplate, listTemplates, nameVariables, type TemplateRow } from './template-store.ts'
import {
  createTemplate,
  deleteTemplate,
  duplicateTemplate,
  replaceTemplate,
  submitTemplate,
} from './write-template.ts'

export function templateRoutes(doors: Doors, room: TemplateRoom): void {
  const list = async (organizationId: string) => ({
    items: (await room.database.withOrganization(organizationId, listTemplates)).map(shown),
  })
  const show = async (organizationId: string, id: string) => {
    const template = await room.database.withOrganization(organizationId, (tx) => findTemplate(tx, id))
    return template ? shown(template) : refuse('not_found')
  }
  door(doors, operations.listTemplates, async ({ principal }) => await list(principal.organizationId))
  door(doors, operations.syncTemplates, async ({ principal: { organizationId } }) => {
    const refused = await syncTemplates(room, organizationId)
    return refused ?? (await list(organizationId))
  })
  door(
    doors,
    operations.getTemplate,
    async ({ principal, params }) => await show(principal.organizationId, params.templateId),
  )
  // Pure, yet asked of the server: there is one check and one renderer.
  door(doors, operations.checkTemplate, ({ body }) =>
    Promise.resolve({
      problems: checkTemplate(body),
      // What has no example yet stands as it is written.
      preview: renderTemplate(body, filledOnly(body.variables)),
      variables: variablesOf(body),
    }),
  )
  door(doors, operations.createTemplate, async ({ principal: { organizationId }, body }) => {
    const { connectorId, ...draft } = body
    const id = await createTemplate(room, organizationId, connectorId, draft)
    return isRefusal(id) ? id : await show(organizationId, id)
  })
  door(doors, operations.replaceTemplate, async ({ principal: { organizationId }, params, body }) => {
    const refused = await replaceTemplate(room, organizationId, params.templateId, body)
    return refused ?? (await show(organizationId, params.templateId))
  })
  door(doors, operations.updateTemplate, async ({ principal: { organizationId }, params, body }) => {
    const { templateId } = params
    await room.database.withOrganization(organizationId, async (tx) => {
      if (await nameVariables(tx, templateId, body.variableNames))
        publish(tx, { topic: 'template', subjectId: templateId })
    })
    return await show(organizationId, templateId)
  })
  door(doors, operations.duplicateTemplate, async ({ principal: { organizationId }, params, body }) => {
    const id = await duplicateTemplate(room, organizationId, params.templateId, body.name)
    return isRefusal(id) ? id : await show(organizationId, id)
  })
  door(doors, operations.submitTemplate, async ({ principal: { organizationId }, params, body }) => {
    const refused = await submitTemplate(room, organizationId, params.templateId, body)
    return refused ?? (await show(organizationId, params.templateId))
  })
  door(doors, operations.deleteTemplate, async ({ principal, params }) => {
    const refused = await deleteTemplate(room, principal.organizationId, params.templateId)
    return refused ?? undefined
  })
}

function shown({ variables, variableNames, updatedAt: _, ...template }: TemplateRow) {
  return {
    ...template,
    variables: variablesOf(template).map((key) => ({
      key,
      sample: variables[key] ?? '',
      name: variableNames[key] ?? '',
    })),
    preview: renderTemplate(template, variables),
  }
}

const filledOnly = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
