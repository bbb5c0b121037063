import { type Permission, type Role, permissionsOf, roles } from '@parley/contract/permissions.ts'
import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { Authenticate, Person, Principal } from '#platform/principal.ts'
import type { Identity } from './identity.ts'
import { headersOf } from './sign-in-routes.ts'
import { findMembership } from './store.ts'

/** What an API key may never do, whatever its role: make keys and move people. */
const peopleOnly: readonly Permission[] = ['keys.manage', 'members.manage', 'organization.manage']

/** Who asks: the holder of a session cookie, or of an API key in `Authorization: Bearer …`. */
export function authenticateWith(identity: Identity, pool: Pool): Authenticate {
  return async (request) => {
    const { authorization } = request.headers
    return authorization === undefined
      ? await memberOf(identity, pool, request)
      : await keyOf(identity, authorization)
  }
}

async function memberOf(
  identity: Identity,
  pool: Pool,
  request: FastifyRequest,
): Promise<Principal | Person | null> {
  if (request.headers.cookie === undefined) return null
  const found = await identity.api.getSession({ headers: headersOf(request) })
  if (!found) return null
  const { user, session } = found
  const organizationId = session.activeOrganizationId
  // Read each time: someone who was removed or lost a role is out with the next request.
  const membership = organizationId ? await findMembership(pool, user.id, organizationId) : undefined
  if (!membership) return { kind: 'person', userId: user.id, name: user.name }
  const { memberId, name, role } = membership
  const permissions = new Set(permissionsOf(role))
  return {
    kind: 'member',
    organizationId: membership.organizationId,
    memberId,
    userId: user.id,
    name,
    role,
    permissions,
  }
}

async function keyOf(identity: Identity, authorization: string): Promise<Principal | null> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
  if (!key) return null
  const { valid, key: found } = await identity.api.verifyApiKey({ body: { key } })
  if (!valid || !found) return null
  const role = roleOf(found.metadata)
  const permissions = new Set(permissionsOf(role).filter((permission) => !peopleOnly.includes(permission)))
  return {
    kind: 'key',
    organizationId: found.referenceId,
    memberId: null,
    userId: null,
    name: found.name ?? 'API key',
    role: null,
    permissions,
  }
}

/** The role a key was made with; the least one when its record says nothing we know. */
export function roleOf(metadata: unknown): Role {
  const role = (metadata as { role?: unknown } | null)?.role
  return roles.find((known) => known === role) ?? 'viewer'
}
