import { z } from 'zod'
import { id, instant, operation } from './operation.ts'
import { permissions, roles, type Permission } from './permissions.ts'

export const Role = z.enum(roles).meta({ id: 'Role' })
const PermissionName = z
  .enum(Object.keys(permissions) as [Permission, ...Permission[]])
  .meta({ id: 'PermissionName' })

export const Organization = z
  .object({ id, name: z.string(), createdAt: instant })
  .meta({ id: 'Organization' })

export const Me = z
  .object({
    user: z.object({ id, name: z.string(), email: z.email() }),
    /** Every organization the person belongs to. */
    organizations: z.array(z.object({ id, name: z.string(), role: Role })),
    /** The one they work in now; null before the first. */
    organization: Organization.nullable(),
    memberId: id.nullable(),
    role: Role.nullable(),
    permissions: z.array(PermissionName),
  })
  .meta({ id: 'Me' })

export const Member = z
  .object({
    id,
    userId: id,
    name: z.string(),
    email: z.email(),
    role: Role,
    joinedAt: instant,
  })
  .meta({ id: 'Member' })

export const Invitation = z
  .object({
    id,
    email: z.email(),
    role: Role,
    status: z.enum(['pending', 'accepted', 'canceled', 'expired']),
    /** The link to hand over; it is not mailed. */
    url: z.url(),
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' })

export const ApiKey = z
  .object({
    id,
    name: z.string(),
    /** The first characters, to recognise it by. */
    start: z.string(),
    role: Role,
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' })

export const ChecklistStep = z.enum(['connector', 'sender', 'webhook', 'agent', 'channel', 'first_message'])
export const Checklist = z
  .object({
    steps: z.array(
      z.object({
        step: ChecklistStep,
        done: z.boolean(),
        connectorId: id.nullable(),
        agentId: id.nullable(),
      }),
    ),
    done: z.boolean(),
  })
  .meta({ id: 'Checklist' })

const tag = 'Organizations'
const memberParams = z.object({ memberId: id })
const invitationParams = z.object({ invitationId: id })
const name = z.string().trim().min(1).max(80)

/** Answered by the sign-in library at its own paths; what is asked and refused is said in our words. */
export const authOperations = {
  signUp: operation({
    id: 'signUp',
    method: 'POST',
    path: '/api/auth/sign-up/email',
    tag: 'Sign-in',
    summary: 'Sign up',
    permission: 'public',
    body: z.object({ name, email: z.email(), password: z.string().min(8).max(128) }),
    answer: z.looseObject({}),
    refusals: ['email_taken', 'too_many_requests'],
  }),
  signIn: operation({
    id: 'signIn',
    method: 'POST',
    path: '/api/auth/sign-in/email',
    tag: 'Sign-in',
    summary: 'Sign in',
    permission: 'public',
    body: z.object({ email: z.email(), password: z.string() }),
    answer: z.looseObject({}),
    refusals: ['wrong_credentials', 'too_many_requests'],
  }),
  signOut: operation({
    id: 'signOut',
    method: 'POST',
    path: '/api/auth/sign-out',
    tag: 'Sign-in',
    summary: 'Sign out',
    permission: 'public',
    body: z.object({}),
    answer: z.looseObject({}),
  }),
}

export const organizationOperations = {
  getMe: operation({
    id: 'getMe',
    method: 'GET',
    path: '/api/v1/me',
    tag,
    summary: 'Who am I, and where',
    permission: 'signed-in',
    answer: Me,
  }),
  createOrganization: operation({
    id: 'createOrganization',
    method: 'POST',
    path: '/api/v1/organizations',
    tag,
    summary: 'Create an organization and work in it',
    permission: 'signed-in',
    body: z.object({ name }),
    status: 201,
    answer: Organization,
  }),
  switchOrganization: operation({
    id: 'switchOrganization',
    method: 'POST',
    path: '/api/v1/me/organization',
    tag,
    summary: 'Work in another of my organizations',
    permission: 'signed-in',
    body: z.object({ organizationId: id }),
    answer: Me,
  }),
  updateOrganization: operation({
    id: 'updateOrganization',
    method: 'PATCH',
    path: '/api/v1/organization',
    tag,
    summary: 'Rename the organization',
    permission: 'organization.manage',
    body: z.object({ name }),
    answer: Organization,
  }),
  getChecklist: operation({
    id: 'getChecklist',
    method: 'GET',
    path: '/api/v1/checklist',
    tag,
    summary: 'What is set up and what is next',
    permission: 'organization.read',
    answer: Checklist,
  }),
  listMembers: operation({
    id: 'listMembers',
    method: 'GET',
    path: '/api/v1/members',
    tag,
    summary: 'Members',
    permission: 'members.read',
    answer: z.object({ items: z.array(Member) }),
  }),
  updateMember: operation({
    id: 'updateMember',
    method: 'PATCH',
    path: '/api/v1/members/{memberId}',
    tag,
    summary: 'Change a role',
    permission: 'members.manage',
    params: memberParams,
    body: z.object({ role: Role }),
    answer: Member,
    refusals: ['last_owner'],
  }),
  removeMember: operation({
    id: 'removeMember',
    method: 'DELETE',
    path: '/api/v1/members/{memberId}',
    tag,
    summary: 'Remove a member',
    permission: 'members.manage',
    params: memberParams,
    status: 204,
    refusals: ['last_owner'],
  }),
  listInvitations: operation({
    id: 'listInvitations',
    method: 'GET',
    path: '/api/v1/invitations',
    tag,
    summary: 'Invitations',
    permission: 'members.manage',
    answer: z.object({ items: z.array(Invitation) }),
  }),
  createInvitation: operation({
    id: 'createInvitation',
    method: 'POST',
    path: '/api/v1/invitations',
    tag,
    summary: 'Invite a person; a second invitation replaces the first',
    permission: 'members.manage',
    body: z.object({ email: z.email(), role: Role }),
    status: 201,
    answer: Invitation,
    refusals: ['already_member'],
  }),
  cancelInvitation: operation({
    id: 'cancelInvitation',
    method: 'DELETE',
    path: '/api/v1/invitations/{invitationId}',
    tag,
    summary: 'Withdraw an invitation',
    permission: 'members.manage',
    params: invitationParams,
    status: 204,
  }),
  getInvitation: operation({
    id: 'getInvitation',
    method: 'GET',
    path: '/api/v1/invitations/{invitationId}',
    tag,
    summary: 'An invitation, as the invited person sees it',
    permission: 'signed-in',
    params: invitationParams,
    answer: z.object({
      id,
      organizationName: z.string(),
      invitedBy: z.string(),
      role: Role,
      email: z.email(),
      expiresAt: instant,
    }),
    refusals: ['invitation_expired'],
  }),
  acceptInvitation: operation({
    id: 'acceptInvitation',
    method: 'POST',
    path: '/api/v1/invitations/{invitationId}/accept',
    tag,
    summary: 'Join the organization',
    permission: 'signed-in',
    params: invitationParams,
    answer: Me,
    refusals: ['invitation_expired'],
  }),
  listKeys: operation({
    id: 'listKeys',
    method: 'GET',
    path: '/api/v1/keys',
    tag,
    summary: 'API keys',
    permission: 'keys.manage',
    answer: z.object({ items: z.array(ApiKey) }),
  }),
  createKey: operation({
    id: 'createKey',
    method: 'POST',
    path: '/api/v1/keys',
    tag,
    summary: 'Create an API key; its secret is shown once',
    permission: 'keys.manage',
    body: z.object({
      name,
      role: Role,
      expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
    }),
    status: 201,
    answer: ApiKey.extend({ secret: z.string() }),
  }),
  deleteKey: operation({
    id: 'deleteKey',
    method: 'DELETE',
    path: '/api/v1/keys/{keyId}',
    tag,
    summary: 'Revoke an API key',
    permission: 'keys.manage',
    params: z.object({ keyId: id }),
    status: 204,
  }),
}
