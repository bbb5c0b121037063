import type { Account, ApiKey } from '#entities.ts'
import { refuse, type Refusal } from '#errors.ts'
import type { Store } from '#store.ts'

/** Who calls: the account, and the API key when one was used instead of the Auth Token. */
export type Caller = { account: Account; key: ApiKey | null }

/** Reads HTTP Basic: `AC…` with its Auth Token, or `SK…` with its secret. */
export function authenticate(store: Store, header: string | undefined): Caller | Refusal {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return refuse(20003)
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  const user = pair.slice(0, colon)
  const password = pair.slice(colon + 1)
  const key = store.keys.get(user) ?? null
  const account = store.accounts.get(key?.accountSid ?? user)
  const secret = key?.secret ?? account?.authToken
  return account && password === secret && colon > 0 ? { account, key } : refuse(20003)
}

/**
 * The account a 2010 path speaks of. Twilio: a parent account may act on its subaccounts; standard API keys may not
 * touch accounts and keys; an account that is not active can only be looked at.
 */
export function findPathAccount(
  store: Store,
  caller: Caller,
  accountSid: string | undefined,
  needs: { token: boolean; active: boolean },
): Account | Refusal {
  const account = accountSid === undefined ? caller.account : store.accounts.get(accountSid)
  const own = account && (account === caller.account || account.ownerAccountSid === caller.account.sid)
  if (!own) return refuse(20003)
  if (needs.token && caller.key) return refuse(20003)
  if (needs.active && (account.status !== 'active' || caller.account.status !== 'active'))
    return refuse(20005)
  return account
}
