import { templateOperations as operations } from '@parley/contract/templates.ts'
import { type Doors, door } from '#platform/door.ts'
import { suggestTemplate, type SuggestionRoom } from './suggest-template.ts'

export function suggestionRoutes(doors: Doors, room: SuggestionRoom): void {
  door(doors, operations.suggestTemplate, ({ principal, body }) =>
    suggestTemplate(room, principal.organizationId, body),
  )
}
