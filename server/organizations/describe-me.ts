import { permissionsOf } from '@parley/contract/permissions.ts'
import type { Pool } from 'pg'
import { findMembership, findOrganization, listOrganizationsOf } from './store.ts'

/** A person, their organizations, and what they may do in the one they work in. */
export async function describeMe(pool: Pool, userId: string, organizationId: string | null) {
  const [user, organizations, membership, organization] = await Promise.all([
    pool.query<{ id: string; name: string; email: string }>(
      'select id, name, email from auth."user" where id = $1',
      [userId],
    ),
    listOrganizationsOf(pool, userId),
    organizationId ? findMembership(pool, userId, organizationId) : undefined,
    organizationId ? findOrganization(pool, organizationId) : undefined,
  ])
  return {
    user: user.rows[0]!,
    organizations,
    organization: membership && organization ? organization : null,
    memberId: membership?.memberId ?? null,
    role: membership?.role ?? null,
    permissions: membership ? permissionsOf(membership.role) : [],
  }
}
