import { consentOperations as operations } from '@parley/contract/consent.ts'
import { actorOf } from '#activities/actor-of.ts'
import type { Clock } from '#platform/clock.ts'
import { type Doors, door } from '#platform/door.ts'
import { refuse } from '#platform/refusal.ts'
import { findSenderAddress } from './consent-store.ts'
import { exportClosed, importClosed } from './suppression-list.ts'

export function suppressionRoutes(doors: Doors, clock: Clock): void {
  const addressOf = (organizationId: string, senderId: string) =>
    doors.db.withOrganization(organizationId, (tx) => findSenderAddress(tx, senderId))

  door(doors, operations.exportSuppressions, async ({ principal: { organizationId }, params }) => {
    const address = await addressOf(organizationId, params.senderId)
    if (address === undefined) return refuse('not_found')
    const fileName = `opted-out-${address.replace(/\D/g, '')}.csv`
    return { fileName, content: exportClosed(doors.db, organizationId, address) }
  })
  door(doors, operations.importSuppressions, async ({ principal, params, file }) => {
    const address = await addressOf(principal.organizationId, params.senderId)
    if (address === undefined) return refuse('not_found')
    const text = (await file.bytes()).toString('utf8')
    if (text.includes('\u0000')) return refuse('unsupported_media_type')
    return await doors.db.withOrganization(principal.organizationId, (tx) =>
      importClosed(tx, { text, name: file.name }, address, actorOf(principal), clock.now()),
    )
  })
}
