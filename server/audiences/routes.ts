import { audienceOperations as operations } from '@parley/contract/audiences.ts'
import { tagContacts } from '#contacts/tag-contacts.ts'
import type { Clock } from '#platform/clock.ts'
import { type Tx, violates } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { filterSql } from './contact-filter.ts'
import { listFacets } from './contact-facets.ts'
import { changeSaved, deleteSaved, insertSaved, listSaved } from './saved-filter-store.ts'

/** Refuses a name that another filter has. */
async function unlessTaken<T>(act: Promise<T>): Promise<T | Refused> {
  try {
    return await act
  } catch (error) {
    if (violates(error, 'saved_filter_name')) return refuse('name_taken')
    throw error
  }
}

export function audienceRoutes(doors: Doors, clock: Clock): void {
  const inside = <T>({ organizationId }: { organizationId: string }, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act, { undoRefused: true })
  const changed = async (tx: Tx, id: string) => {
    publish(tx, { topic: 'saved_filter', subjectId: id })
    return (await listSaved(tx)).find((one) => one.id === id) ?? refuse('not_found')
  }
  door(doors, operations.getContactFacets, ({ principal }) => inside(principal, listFacets))
  door(doors, operations.tagContacts, async ({ principal: { organizationId }, body }) => {
    const { filter, ...change } = body
    const where = filterSql(organizationId, filter)
    return { changed: await tagContacts(doors.db, organizationId, { ...change, where }) }
  })
  door(doors, operations.listSavedFilters, ({ principal }) =>
    inside(principal, async (tx) => ({ items: await listSaved(tx) })),
  )
  door(doors, operations.createSavedFilter, ({ principal, body }) =>
    inside(principal, async (tx) => {
      const given = { ...body, createdBy: principal.memberId, at: clock.now() }
      const id = await unlessTaken(insertSaved(tx, given))
      return isRefusal(id) ? id : await changed(tx, id)
    }),
  )
  door(doors, operations.updateSavedFilter, ({ principal, params: { filterId }, body }) =>
    inside(principal, async (tx) => {
      const found = await unlessTaken(changeSaved(tx, filterId, body))
      if (isRefusal(found)) return found
      return found ? await changed(tx, filterId) : refuse('not_found')
    }),
  )
  door(doors, operations.removeSavedFilter, ({ principal, params: { filterId } }) =>
    inside(principal, async (tx) => {
      if (!(await deleteSaved(tx, filterId))) return refuse('not_found')
      publish(tx, { topic: 'saved_filter', subjectId: filterId })
      return undefined
    }),
  )
}
