import type { Permission, Role } from '@parley/contract/permissions.ts'
import type { FastifyRequest } from 'fastify'

/** Who asks, inside one organization: a member, or an API key of the organization. */
export interface Principal {
  kind: 'member' | 'key'
  organizationId: string
  /** Null for a key. */
  memberId: string | null
  /** Null for a key. */
  userId: string | null
  /** For the record: the person's name, or the key's. */
  name: string
  /** Null for a key. */
  role: Role | null
  permissions: ReadonlySet<Permission>
}

/** Someone who signed in and works in no organization yet. */
export interface Person {
  kind: 'person'
  userId: string
  name: string
}

/** Finds out who asks, from the cookie or the Authorization header. Null: nobody we know. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | Person | null>
