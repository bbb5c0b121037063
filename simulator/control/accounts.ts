import { z } from 'zod'

import type { Account } from '#entities.ts'
import { newAccount } from '#seed.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane } from './control-route.ts'
import { applyWebhook, formatSandbox } from './senders.ts'
import { SenderShape, WebhookShape } from './shapes.ts'

const AccountShape = z.object({
  sid: z.string(),
  auth_token: z.string(),
  friendly_name: z.string(),
  status: z.string(),
  type: z.string(),
  owner_account_sid: z.string(),
  balance: z.string(),
  media_needs_auth: z.boolean(),
  advanced_opt_out: z.boolean(),
  join_code: z.string(),
})

const AccountInput = z.object({
  friendly_name: z.string().optional(),
  auth_token: z.string().min(8).optional().describe('rotates the Auth Token'),
  status: z.enum(['active', 'suspended', 'closed']).optional(),
  type: z.enum(['Full', 'Trial']).optional(),
  balance: z.string().optional(),
  media_needs_auth: z.boolean().optional(),
  advanced_opt_out: z.boolean().optional().describe('Twilio takes STOP, START and HELP itself'),
})

const NewAccount = AccountInput.extend({
  sid: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/)
    .optional(),
})

export function serveControlAccounts(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/accounts',
    summary: 'All accounts with their Auth Tokens',
    status: 200,
    answer: z.object({ accounts: z.array(AccountShape) }),
    handle: () => ({ accounts: [...world.store.accounts.values()].map(format) }),
  })
  plane.serve({
    method: 'POST',
    path: '/accounts',
    summary: 'Add an account',
    body: NewAccount.default({}),
    status: 201,
    answer: AccountShape,
    handle: ({ body }) => {
      if (body.sid && world.store.accounts.has(body.sid))
        return problem(409, `Account ${body.sid} is there already.`)
      const account = newAccount(world, {
        friendlyName: body.friendly_name ?? null,
        ...(body.sid && { sid: body.sid }),
        ...(body.auth_token && { authToken: body.auth_token }),
      })
      return change(world, account, body)
    },
  })
  plane.serve({
    method: 'PUT',
    path: '/accounts/{sid}',
    summary: 'Change an account: token, status, balance, media protection, opt-outs',
    body: AccountInput,
    status: 200,
    answer: AccountShape,
    handle: ({ params, body }) => {
      const account = world.store.accounts.get(params.sid ?? '')
      return account ? change(world, account, body) : problem(404, `No account ${params.sid}.`)
    },
  })
  plane.serve({
    method: 'PUT',
    path: '/accounts/{sid}/sandbox',
    summary: "The account's sandbox: join code and webhooks, which at Twilio stand on a console page",
    body: z.object({ join_code: z.string().optional(), webhook: WebhookShape.partial().optional() }),
    status: 200,
    answer: SenderShape,
    handle: ({ params, body }) => {
      const account = world.store.accounts.get(params.sid ?? '')
      if (!account) return problem(404, `No account ${params.sid}.`)
      account.sandbox.joinCode = body.join_code?.toLowerCase() ?? account.sandbox.joinCode
      applyWebhook(account.sandbox.webhook, body.webhook)
      world.live.changed('sender')
      return formatSandbox(world, account)
    },
  })
}

function change(
  world: World,
  account: Account,
  input: z.infer<typeof AccountInput>,
): z.infer<typeof AccountShape> {
  account.friendlyName = input.friendly_name ?? account.friendlyName
  account.authToken = input.auth_token ?? account.authToken
  account.status = input.status ?? account.status
  account.type = input.type ?? account.type
  account.balance = input.balance ?? account.balance
  account.mediaNeedsAuth = input.media_needs_auth ?? account.mediaNeedsAuth
  account.advancedOptOut = input.advanced_opt_out ?? account.advancedOptOut
  account.updatedAt = world.clock.now()
  world.live.changed('account')
  return format(account)
}

function format(account: Account): z.infer<typeof AccountShape> {
  return {
    sid: account.sid,
    auth_token: account.authToken,
    friendly_name: account.friendlyName,
    status: account.status,
    type: account.type,
    owner_account_sid: account.ownerAccountSid,
    balance: account.balance,
    media_needs_auth: account.mediaNeedsAuth,
    advanced_opt_out: account.advancedOptOut,
    join_code: account.sandbox.joinCode,
  }
}
