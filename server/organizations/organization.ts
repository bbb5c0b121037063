import type { Role } from '@parley/contract/permissions.ts'

export interface OrganizationRow {
  id: string
  name: string
  createdAt: Date
}

/** A person in an organization: what a session is worth. */
export interface Membership {
  memberId: string
  organizationId: string
  userId: string
  role: Role
  name: string
  email: string
}

export interface MemberRow {
  memberId: string
  userId: string
  name: string
  email: string
  role: Role
  joinedAt: Date
}

export interface InvitationRow {
  id: string
  email: string
  role: Role
  status: string
  expiresAt: Date
  organizationId: string
  organizationName: string
  invitedBy: string
}

/** Is the invitation still good at this instant? */
export const isOpen = (invitation: InvitationRow, at: Date) =>
  invitation.status === 'pending' && invitation.expiresAt > at
