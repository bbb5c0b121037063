import { organizationOperations as operations } from '@parley/contract/organizations.ts'
import { type Doors, door } from '#platform/door.ts'
import { refuse } from '#platform/refusal.ts'
import { roleOf } from './authenticate.ts'
import type { Identity } from './identity.ts'
import { headersOf } from './sign-in-routes.ts'

interface KeyRecord {
  id: string
  name: string | null
  start: string | null
  metadata?: unknown
  createdAt: Date
  expiresAt: Date | null
  lastRequest?: Date | null
}

const shown = (key: KeyRecord) => ({
  id: key.id,
  name: key.name ?? '',
  start: key.start ?? '',
  role: roleOf(key.metadata),
  createdAt: key.createdAt,
  expiresAt: key.expiresAt,
  lastUsedAt: key.lastRequest ?? null,
})

const day = 24 * 3600

export function keyRoutes(doors: Doors, identity: Identity) {
  door(doors, operations.listKeys, async ({ principal, request }) => {
    const { apiKeys } = await identity.api.listApiKeys({
      query: { organizationId: principal.organizationId },
      headers: headersOf(request),
    })
    return { items: apiKeys.map(shown) }
  })

  door(doors, operations.createKey, async ({ principal, body }) => {
    // A key of a role above one's own would be a way up.
    if (body.role === 'owner' && principal.role !== 'owner') return refuse('not_permitted')
    const created = await identity.api.createApiKey({
      body: {
        name: body.name,
        organizationId: principal.organizationId,
        userId: principal.userId!,
        metadata: { role: body.role },
        ...(body.expiresInDays === null ? {} : { expiresIn: body.expiresInDays * day }),
      },
    })
    return { ...shown(created), secret: created.key }
  })

  door(doors, operations.deleteKey, async ({ principal, params, request }) => {
    const headers = headersOf(request)
    const { apiKeys } = await identity.api.listApiKeys({
      query: { organizationId: principal.organizationId },
      headers,
    })
    if (!apiKeys.some((key) => key.id === params.keyId)) return refuse('not_found')
    await identity.api.deleteApiKey({ body: { keyId: params.keyId }, headers })
    return undefined
  })
}
