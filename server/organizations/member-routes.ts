import { organizationOperations as operations } from '@parley/contract/organizations.ts'
import { APIError } from 'better-auth'
import type { Pool } from 'pg'
import { announce } from '#platform/announce.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { describeMe } from './describe-me.ts'
import type { Identity } from './identity.ts'
import { type InvitationRow, isOpen } from './organization.ts'
import { headersOf } from './sign-in-routes.ts'
import { findInvitation, listInvitations, listMembers } from './store.ts'

/** What the sign-in library refuses, in the words of our catalogue. */
const known: Record<string, Refused> = {
  YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER: refuse('last_owner'),
  YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER: refuse('last_owner'),
  USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION: refuse('already_member'),
  INVITATION_NOT_FOUND: refuse('invitation_expired'),
  YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION: refuse('not_found'),
  YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER: refuse('not_permitted'),
  YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER: refuse('not_permitted'),
  YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE: refuse('not_permitted'),
  MEMBER_NOT_FOUND: refuse('not_found'),
}

async function orRefusal<T>(act: Promise<T>): Promise<T | Refused> {
  try {
    return await act
  } catch (error) {
    const code = error instanceof APIError ? (error.body as { code?: string } | undefined)?.code : undefined
    const refused = code === undefined ? undefined : known[code]
    if (refused) return refused
    throw error
  }
}

export function memberRoutes(doors: Doors, identity: Identity, pool: Pool, publicUrl: string) {
  const members = (organizationId: string) => doors.db.withOrganization(organizationId, listMembers)
  const shown = (one: InvitationRow) => ({
    id: one.id,
    email: one.email,
    role: one.role,
    status: 'pending' as const,
    url: `${publicUrl}/invitation/${one.id}`,
    expiresAt: one.expiresAt,
  })
  const member = async (organizationId: string, memberId: string) => {
    const found = (await members(organizationId)).find((one) => one.memberId === memberId)
    return found ? { ...found, id: found.memberId } : refuse('not_found')
  }

  // The sign-in library has committed by now; a crash in between is made good by the hourly look.
  const tellChange = (organizationId: string, memberId: string) =>
    doors.db.withOrganization(organizationId, (tx) => announce(tx, 'members.changed', { memberId }))

  door(doors, operations.listMembers, async ({ principal }) => {
    const items = await members(principal.organizationId)
    return { items: items.map((one) => ({ ...one, id: one.memberId })) }
  })

  door(doors, operations.updateMember, async ({ principal, params, body, request }) => {
    const { organizationId } = principal
    const before = await members(organizationId)
    const subject = before.find((one) => one.memberId === params.memberId)
    if (!subject) return refuse('not_found')
    const owners = before.filter((one) => one.role === 'owner')
    if (subject.role === 'owner' && body.role !== 'owner' && owners.length === 1) return refuse('last_owner')
    const changed = await orRefusal(
      identity.api.updateMemberRole({
        body: { memberId: params.memberId, role: body.role, organizationId },
        headers: headersOf(request),
      }),
    )
    if (isRefusal(changed)) return changed
    await tellChange(organizationId, params.memberId)
    return await member(organizationId, params.memberId)
  })

  door(doors, operations.removeMember, async ({ principal, params, request }) => {
    const { organizationId } = principal
    const subject = await member(organizationId, params.memberId)
    if (isRefusal(subject)) return subject
    const owners = (await members(organizationId)).filter((one) => one.role === 'owner')
    if (subject.role === 'owner' && owners.length === 1) return refuse('last_owner')
    const removed = await orRefusal(
      identity.api.removeMember({
        body: { memberIdOrEmail: params.memberId, organizationId },
        headers: headersOf(request),
      }),
    )
    if (isRefusal(removed)) return removed
    await tellChange(organizationId, params.memberId)
    return undefined
  })

  door(doors, operations.listInvitations, async ({ principal }) => {
    const open = (await listInvitations(pool, principal.organizationId)).filter((one) =>
      isOpen(one, new Date()),
    )
    return { items: open.map(shown) }
  })

  door(doors, operations.createInvitation, async ({ principal, body, request }) => {
    const { organizationId } = principal
    if ((await members(organizationId)).some((one) => one.email === body.email.toLowerCase()))
      return refuse('already_member')
    const created = await orRefusal(
      identity.api.createInvitation({
        body: { ...body, organizationId, resend: false },
        headers: headersOf(request),
      }),
    )
    if (isRefusal(created)) return created
    const row = await findInvitation(pool, created.id)
    return row ? shown(row) : refuse('not_found')
  })

  door(doors, operations.cancelInvitation, async ({ principal, params, request }) => {
    const row = await findInvitation(pool, params.invitationId)
    if (!row || row.organizationId !== principal.organizationId) return refuse('not_found')
    await identity.api.cancelInvitation({ body: { invitationId: row.id }, headers: headersOf(request) })
    return undefined
  })

  /** The invitation when this person may see it: it is open, and for their address. */
  const mine = async (invitationId: string, userId: string | null) => {
    const row = await findInvitation(pool, invitationId)
    if (!row || !userId) return refuse('not_found')
    const { user } = await describeMe(pool, userId, null)
    if (user.email !== row.email.toLowerCase()) return refuse('not_found')
    return isOpen(row, new Date()) ? row : refuse('invitation_expired')
  }

  door(
    doors,
    operations.getInvitation,
    async ({ principal, params }) => await mine(params.invitationId, principal.userId),
  )

  door(doors, operations.acceptInvitation, async ({ principal, params, request }) => {
    const row = await mine(params.invitationId, principal.userId)
    if (isRefusal(row)) return row
    const accepted = await orRefusal(
      identity.api.acceptInvitation({ body: { invitationId: row.id }, headers: headersOf(request) }),
    )
    return isRefusal(accepted) ? accepted : await describeMe(pool, principal.userId!, row.organizationId)
  })
}
