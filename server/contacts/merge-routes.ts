import { mergeOperations } from '@parley/contract/merges.ts'
import type { Actor } from '#activities/activity.ts'
import { actorOf } from '#activities/actor-of.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import type { Refused } from '#platform/refusal.ts'
import type { Merge } from './merge-contacts.ts'
import type { Choice } from './merged-contact.ts'
import type { ShowContact } from './routes.ts'

/** Merges two contacts with everything that other rooms keep of them, so it is given. */
export type MergeWhole = (
  tx: Tx,
  asked: { merge: Merge; choice: Choice; by: Actor; at: Date },
) => Promise<Refused | undefined>

export function mergeRoutes(
  doors: Doors,
  { clock, showContact, mergeWhole }: { clock: Clock; showContact: ShowContact; mergeWhole: MergeWhole },
): void {
  door(doors, mergeOperations.mergeContacts, ({ principal, params: { contactId: keptId }, body }) =>
    doors.db.withOrganization(
      principal.organizationId,
      async (tx) => {
        const refused = await mergeWhole(tx, {
          merge: { keptId, otherId: body.otherContactId },
          choice: { parts: body.take, fields: body.takeFields },
          by: actorOf(principal),
          at: clock.now(),
        })
        return refused ?? (await showContact(tx, keptId))
      },
      { retry: true },
    ),
  )
}
