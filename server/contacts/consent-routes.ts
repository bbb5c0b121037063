import { consentOperations as operations } from '@parley/contract/consent.ts'
import { actorOf } from '#activities/actor-of.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Clock } from '#platform/clock.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { readConsentSettings, updateConsentSettings } from './consent-settings.ts'
import { currentContact } from './current-contact.ts'
import { contactExists, type KeptConsent, listConsents } from './consent-store.ts'
import { consentStanding } from './consent.ts'
import { recordConsent } from './record-consent.ts'

export function consentRoutes(doors: Doors, clock: Clock): void {
  door(doors, operations.listConsents, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const contactId = await currentContact(tx, params.contactId)
      if (!(await contactExists(tx, contactId))) return refuse('not_found')
      const rows = await listConsents(tx, contactId)
      const names = await memberNames(tx)
      return { standing: consentStanding(rows).standing, items: rows.map((row) => shownConsent(row, names)) }
    }),
  )
  door(doors, operations.recordConsent, ({ principal, params: { contactId }, body }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const now = clock.now()
      const told = { contactId, ...body, at: body.at === undefined ? now : new Date(body.at) }
      const kept = await recordConsent(tx, told, actorOf(principal), now)
      return isRefusal(kept) ? kept : shownConsent(kept, await memberNames(tx))
    }),
  )
  door(doors, operations.getConsentSettings, ({ principal }) =>
    doors.db.withOrganization(principal.organizationId, readConsentSettings),
  )
  door(doors, operations.updateConsentSettings, ({ principal, body }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => updateConsentSettings(tx, body)),
  )
}

const shownConsent = (row: KeptConsent, names: ReadonlyMap<string, string>) => ({
  ...row,
  recordedBy: { kind: row.actorKind, name: (row.actorId && names.get(row.actorId)) || null },
})
