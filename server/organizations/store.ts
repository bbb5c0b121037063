import type { Role } from '@parley/contract/permissions.ts'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Tx } from '#platform/db.ts'
import type { InvitationRow, Membership, MemberRow, OrganizationRow } from './organization.ts'

// The sign-in library's tables are read through its own pool: the application role cannot see them.

/** The person's place in an organization, or undefined for a stranger. */
export async function findMembership(pool: Pool, userId: string, organizationId: string) {
  const { rows } = await pool.query<Membership>(
    `select m.id as "memberId", m."organizationId", m."userId", m.role, u.name, u.email
     from auth.member m join auth."user" u on u.id = m."userId"
     where m."userId" = $1 and m."organizationId" = $2`,
    [userId, organizationId],
  )
  return rows[0]
}

export async function listOrganizationsOf(pool: Pool, userId: string) {
  const { rows } = await pool.query<OrganizationRow & { role: Role }>(
    `select o.id, o.name, o."createdAt", m.role from auth.member m join auth.organization o on o.id = m."organizationId"
     where m."userId" = $1 order by o.name, o.id`,
    [userId],
  )
  return rows
}

export async function findOrganization(pool: Pool, organizationId: string) {
  const { rows } = await pool.query<OrganizationRow>(
    'select id, name, "createdAt" from auth.organization where id = $1',
    [organizationId],
  )
  return rows[0]
}

export async function renameOrganization(pool: Pool, organizationId: string, name: string) {
  const { rows } = await pool.query<OrganizationRow>(
    'update auth.organization set name = $2 where id = $1 returning id, name, "createdAt"',
    [organizationId, name],
  )
  return rows[0]
}

const invitationColumns = `i.id, i.email, i.role, i.status, i."expiresAt", i."organizationId", o.name as "organizationName", u.name as "invitedBy"
  from auth.invitation i join auth.organization o on o.id = i."organizationId" join auth."user" u on u.id = i."inviterId"`

export async function listInvitations(pool: Pool, organizationId: string) {
  const { rows } = await pool.query<InvitationRow>(
    `select ${invitationColumns} where i."organizationId" = $1 and i.status = 'pending' order by i."createdAt" desc, i.id`,
    [organizationId],
  )
  return rows
}

/** By its id alone: the invited person is not a member yet. The id is the secret of the link. */
export async function findInvitation(pool: Pool, invitationId: string) {
  const { rows } = await pool.query<InvitationRow>(`select ${invitationColumns} where i.id = $1`, [
    invitationId,
  ])
  return rows[0]
}

export async function listMembers(tx: Tx): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select member_id, user_id, name, email, role, joined_at from organization_member
    where organization_id = ${tx.organizationId} order by joined_at, member_id`.execute(tx.db)
  return rows
}
