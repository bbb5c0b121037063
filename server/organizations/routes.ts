import { organizationOperations as operations } from '@parley/contract/organizations.ts'
import type { Pool } from 'pg'
import { newId } from '#platform/ids.ts'
import { type Doors, door } from '#platform/door.ts'
import { refuse } from '#platform/refusal.ts'
import { describeMe } from './describe-me.ts'
import type { Identity } from './identity.ts'
import { headersOf } from './sign-in-routes.ts'
import { findMembership, findOrganization, renameOrganization } from './store.ts'

/** The person behind a request; an API key is not one. */
export const userOf = (principal: { userId: string | null }) => principal.userId

export function organizationRoutes(doors: Doors, identity: Identity, pool: Pool) {
  door(doors, operations.getMe, async ({ principal }) => {
    const userId = userOf(principal)
    if (!userId) return refuse('not_signed_in')
    return await describeMe(pool, userId, principal.kind === 'person' ? null : principal.organizationId)
  })

  door(doors, operations.createOrganization, async ({ principal, body, request }) => {
    if (!userOf(principal)) return refuse('not_signed_in')
    // Addresses hold ids, so the slug that the sign-in library asks for is never shown; it only has to be unique.
    const created = await identity.api.createOrganization({
      body: { name: body.name, slug: newId() },
      headers: headersOf(request),
    })
    return { id: created.id, name: created.name, createdAt: created.createdAt }
  })

  door(doors, operations.switchOrganization, async ({ principal, body, request }) => {
    const userId = userOf(principal)
    if (!userId) return refuse('not_signed_in')
    if (!(await findMembership(pool, userId, body.organizationId))) return refuse('not_found')
    await identity.api.setActiveOrganization({ body, headers: headersOf(request) })
    return await describeMe(pool, userId, body.organizationId)
  })

  door(doors, operations.updateOrganization, async ({ principal, body }) => {
    const renamed = await renameOrganization(pool, principal.organizationId, body.name)
    return renamed ?? (await findOrganization(pool, principal.organizationId)) ?? refuse('not_found')
  })
}
