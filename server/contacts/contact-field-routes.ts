import { contactFieldOperations as operations } from '@parley/contract/contact-fields.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { listFields } from './contact-field-store.ts'
import { createContactField, removeContactField, updateContactField } from './save-contact-field.ts'

export function contactFieldRoutes(doors: Doors, clock: Clock): void {
  const inside = <T>({ organizationId }: { organizationId: string }, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act, { undoRefused: true })
  const show = async (tx: Tx, id: string) => {
    const field = (await listFields(tx)).find((one) => one.id === id)
    return field ? { ...field, options: [...field.options] } : refuse('not_found')
  }
  door(doors, operations.listContactFields, ({ principal }) =>
    inside(principal, async (tx) => ({
      items: (await listFields(tx)).map((field) => ({ ...field, options: [...field.options] })),
    })),
  )
  door(doors, operations.createContactField, ({ principal, body }) =>
    inside(principal, async (tx) => {
      const created = await createContactField(tx, body, clock.now())
      return isRefusal(created) ? created : await show(tx, created)
    }),
  )
  door(doors, operations.updateContactField, ({ principal, params: { fieldId }, body }) =>
    inside(
      principal,
      async (tx) => (await updateContactField(tx, fieldId, body)) ?? (await show(tx, fieldId)),
    ),
  )
  door(doors, operations.removeContactField, ({ principal, params: { fieldId } }) =>
    inside(principal, (tx) => removeContactField(tx, fieldId, clock.now())),
  )
}
