import type { FastifyInstance } from 'fastify'

import type { Account } from '#entities.ts'
import { isRefusal, refuse } from '#errors.ts'
import { formatAccount, formatKey } from '#formatters/account.ts'
import { cutPage, formatUriPage } from '#formatters/page.ts'
import { newAccount } from '#seed.ts'
import type { World } from '#world.ts'
import { serveApi, type ApiCall, type Answer } from './api-route.ts'

const ROOT = '/2010-04-01/Accounts'

export function serveAccounts(app: FastifyInstance, world: World): void {
  const product = 'api'
  const closed = { product, needsToken: true, anyStatus: true } as const
  serveApi(app, world, {
    ...closed,
    method: 'GET',
    path: `${ROOT}/:accountSid.json`,
    handle: ({ account }) => ({ status: 200, body: formatAccount(account) }),
  })
  serveApi(app, world, {
    ...closed,
    method: 'POST',
    path: `${ROOT}/:accountSid.json`,
    handle: (call) => updateAccount(world, call),
  })
  serveApi(app, world, {
    ...closed,
    method: 'GET',
    path: `${ROOT}.json`,
    handle: (call) => listAccounts(world, call),
  })
  serveApi(app, world, {
    product,
    needsToken: true,
    method: 'POST',
    path: `${ROOT}.json`,
    handle: ({ account, form }) => {
      const created = newAccount(world, {
        ownerAccountSid: account.sid,
        friendlyName: form.get('FriendlyName'),
      })
      return { status: 201, body: formatAccount(created) }
    },
  })
  serveApi(app, world, {
    product,
    method: 'GET',
    path: `${ROOT}/:accountSid/Balance.json`,
    handle: ({ account }) => ({
      status: 200,
      body: { account_sid: account.sid, balance: account.balance, currency: 'USD' },
    }),
  })
  serveKeys(app, world)
}

function serveKeys(app: FastifyInstance, world: World): void {
  const common = { product: 'api', needsToken: true } as const
  const path = `${ROOT}/:accountSid/Keys.json`
  serveApi(app, world, {
    ...common,
    method: 'POST',
    path,
    handle: ({ account, form }) => {
      const key = {
        sid: world.ids.sid('SK'),
        accountSid: account.sid,
        secret: world.ids.hex(32),
        friendlyName: form.get('FriendlyName') ?? '',
        createdAt: world.clock.now(),
      }
      world.store.keys.set(key.sid, key)
      world.live.changed('account')
      return { status: 201, body: formatKey(key, true) }
    },
  })
  serveApi(app, world, {
    ...common,
    method: 'GET',
    path,
    handle: ({ account, query, path: asked }) => {
      const keys = [...world.store.keys.values()].filter((key) => key.accountSid === account.sid)
      const page = cutPage(keys, query, 50, (key) => key.sid)
      if (isRefusal(page)) return page
      return { status: 200, body: formatUriPage('keys', asked, query, page, (key) => formatKey(key, false)) }
    },
  })
}

function listAccounts(world: World, { account, query, path }: ApiCall): Answer | ReturnType<typeof refuse> {
  const own = (one: Account) => one === account || one.ownerAccountSid === account.sid
  const name = query.get('FriendlyName')
  const accounts = [...world.store.accounts.values()].filter(
    (one) => own(one) && (name === null || one.friendlyName === name),
  )
  const page = cutPage(accounts, query, 50, (one) => one.sid)
  return isRefusal(page)
    ? page
    : { status: 200, body: formatUriPage('accounts', path, query, page, formatAccount) }
}

function updateAccount(world: World, { account, form }: ApiCall): Answer | ReturnType<typeof refuse> {
  const status = form.get('Status')
  if (status !== null && status !== 'active' && status !== 'suspended' && status !== 'closed')
    return refuse(20422, 'Invalid Status')
  account.status = status ?? account.status
  account.friendlyName = form.get('FriendlyName') ?? account.friendlyName
  account.updatedAt = world.clock.now()
  world.live.changed('account')
  return { status: 200, body: formatAccount(account) }
}
