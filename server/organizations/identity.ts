import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { organization } from 'better-auth/plugins'
import { createAccessControl } from 'better-auth/plugins/access'
import { defaultStatements } from 'better-auth/plugins/organization/access'
import { hkdfSync, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { newId } from '#platform/ids.ts'
import { countRequests } from './count-requests.ts'

const access = createAccessControl({ ...defaultStatements, apiKey: ['create', 'read', 'update', 'delete'] })
const administrator = {
  apiKey: ['create', 'read', 'delete'],
  organization: ['update'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
} as const

/** The roles as the sign-in library checks them; what they may do in Parley is `contract/permissions.ts`. */
const roles = {
  owner: access.newRole({ ...administrator, organization: ['update', 'delete'] }),
  admin: access.newRole(administrator),
  member: access.newRole({ organization: [] }),
  viewer: access.newRole({ organization: [] }),
}

export interface IdentitySettings {
  pool: Pool
  /** The current secret key; sessions are signed with a key derived from it. */
  secretKey: Buffer
  /** Where browsers reach Parley, e.g. `https://desk.example.com`. */
  publicUrl: string
  /** Every origin of our own pages. */
  origins: readonly string[]
}

/** From one address, per minute: enough for an office that signs in on Monday, too few to guess passwords. */
const guesses = { window: 60, max: 30 }

/** Invitations are good for a week; a second one to the same address replaces the first. */
const invitationSeconds = 7 * 24 * 3600

/**
 * Sign-in, sessions, organizations, invitations and API keys, kept by better-auth in the schema `auth`.
 * Left out on purpose: social sign-in, account linking and magic links, whose past faults let strangers in.
 */
export function openIdentity({ pool, secretKey, publicUrl, origins }: IdentitySettings) {
  return betterAuth({
    appName: 'Parley',
    baseURL: publicUrl,
    basePath: '/api/auth',
    trustedOrigins: [...origins],
    secret: Buffer.from(hkdfSync('sha256', secretKey, '', 'parley sessions', 32)).toString('hex'),
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    account: { accountLinking: { enabled: false } },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customStorage: countRequests(),
      customRules: { '/sign-in/email': guesses, '/sign-up/email': guesses, '/change-password': guesses },
    },
    advanced: {
      cookiePrefix: 'parley',
      // Set by our own route from the connection; whatever a client claims about itself is overwritten.
      ipAddress: { ipAddressHeaders: ['x-parley-client'] },
      useSecureCookies: publicUrl.startsWith('https:'),
      database: { generateId: ({ model }) => (model === 'invitation' ? randomUUID() : newId()) },
    },
    databaseHooks: {
      session: {
        create: {
          // A person works where they worked longest; they may switch.
          before: async (session) => {
            const { rows } = await pool.query<{ organizationId: string }>(
              'select "organizationId" from auth.member where "userId" = $1 order by "createdAt" limit 1',
              [session.userId],
            )
            return { data: { ...session, activeOrganizationId: rows[0]?.organizationId ?? null } }
          },
        },
      },
    },
    plugins: [
      organization({
        ac: access,
        roles,
        creatorRole: 'owner',
        invitationExpiresIn: invitationSeconds,
        cancelPendingInvitationsOnReInvite: true,
        // Parley sends no mail, so no address can be verified. The link, which only the invited person is given, is the
        // proof; hence its id is wholly random.
        requireEmailVerificationOnInvitation: false,
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: 'parley_',
        enableMetadata: true,
        rateLimit: { enabled: false },
      }),
    ],
  })
}

export type Identity = ReturnType<typeof openIdentity>
