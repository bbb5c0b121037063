import { contactOperations } from '@parley/contract/contacts.ts'
import { actorOf } from '#activities/actor-of.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door, type Handler } from '#platform/door.ts'
import { isRefusal } from '#platform/refusal.ts'
import { addContact } from './add-contact.ts'
import { updateContact } from './update-contact.ts'

/** Shows a contact as the contract describes it; a refusal when there is none. Made of several nouns, so it is given. */
export type ShowContact = (
  tx: Tx,
  contactId: string,
) => ReturnType<Handler<typeof contactOperations.getContact>>

export function contactRoutes(
  doors: Doors,
  { clock, showContact }: { clock: Clock; showContact: ShowContact },
): void {
  door(doors, contactOperations.updateContact, ({ principal, params: { contactId }, body }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const refused = await updateContact(tx, {
        contactId,
        change: body,
        by: actorOf(principal),
        at: clock.now(),
      })
      return refused ?? (await showContact(tx, contactId))
    }),
  )
  door(doors, contactOperations.createContact, ({ principal, body }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const added = await addContact(tx, { ...body, by: actorOf(principal), at: clock.now() })
      return isRefusal(added) ? added : await showContact(tx, added)
    }),
  )
}
