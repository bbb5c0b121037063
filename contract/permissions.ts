/** The one table of who may do what. Routes and screens both read it. */
export const roles = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof roles)[number]

const everyone: readonly Role[] = roles
const writers: readonly Role[] = ['owner', 'admin', 'member']
const administrators: readonly Role[] = ['owner', 'admin']

export const permissions = {
  'organization.read': everyone,
  'organization.manage': administrators,
  'members.read': everyone,
  'members.manage': administrators,
  'keys.manage': administrators,
  'connectors.read': everyone,
  'connectors.manage': administrators,
  'agents.read': everyone,
  'agents.manage': administrators,
  'twin.own': writers,
  'templates.read': everyone,
  'templates.manage': administrators,
  'campaigns.read': everyone,
  'campaigns.manage': writers,
  'conversations.read': everyone,
  'conversations.answer': writers,
  'contacts.read': everyone,
  'contacts.manage': writers,
  'contacts.merge': administrators,
  'consent.manage': administrators,
  'leads.read': everyone,
  'leads.manage': writers,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter((permission) =>
    (permissions[permission] as readonly Role[]).includes(role),
  )
}
