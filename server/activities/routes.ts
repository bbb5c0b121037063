import { contactOperations } from '@parley/contract/contacts.ts'
import { type Doors, door } from '#platform/door.ts'
import { readNotifications } from './read-notifications.ts'

export function activityRoutes(doors: Doors): void {
  door(doors, contactOperations.readNotifications, async ({ principal, body }) => {
    const { memberId } = principal
    // A key has no notifications, so there is nothing to mark.
    if (memberId !== null) {
      await doors.db.withOrganization(principal.organizationId, (tx) =>
        readNotifications(tx, memberId, body.ids),
      )
    }
    return undefined
  })
}
