import { templateOperations as operations } from '@parley/contract/templates.ts'
import { type Doors, door } from '#platform/door.ts'
import { renderTemplate, variablesOf } from './render-template.ts'
import { syncTemplates, type TemplateRoom } from './sync-templates.ts'
import { listTemplates, type TemplateRow } from './template-store.ts'

export function templateRoutes(doors: Doors, room: TemplateRoom): void {
  const list = async (organizationId: string) => ({
    items: (await room.database.withOrganization(organizationId, listTemplates)).map(shown),
  })
  door(doors, operations.listTemplates, async ({ principal }) => await list(principal.organizationId))
  door(doors, operations.syncTemplates, async ({ principal: { organizationId } }) => {
    const refused = await syncTemplates(room, organizationId)
    return refused ?? (await list(organizationId))
  })
}

function shown({ content, variables, updatedAt: _, ...template }: TemplateRow) {
  return {
    ...template,
    variables: variablesOf(content).map((key) => ({ key, sample: variables[key] ?? '' })),
    preview: renderTemplate(content, variables),
  }
}
