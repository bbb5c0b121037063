import type { Account, ApiKey } from '#entities.ts'
import { rfc2822 } from './dates.ts'

const SUBRESOURCES: Readonly<Record<string, string>> = {
  addresses: 'Addresses',
  authorized_connect_apps: 'AuthorizedConnectApps',
  available_phone_numbers: 'AvailablePhoneNumbers',
  balance: 'Balance',
  calls: 'Calls',
  conferences: 'Conferences',
  connect_apps: 'ConnectApps',
  incoming_phone_numbers: 'IncomingPhoneNumbers',
  keys: 'Keys',
  messages: 'Messages',
  notifications: 'Notifications',
  outgoing_caller_ids: 'OutgoingCallerIds',
  queues: 'Queues',
  recordings: 'Recordings',
  short_codes: 'SMS/ShortCodes',
  signing_keys: 'SigningKeys',
  sip: 'SIP',
  transcriptions: 'Transcriptions',
  applications: 'Applications',
  usage: 'Usage',
}

/** Twilio: an Account, live Auth Token included. */
export function formatAccount(account: Account): Record<string, unknown> {
  const root = `/2010-04-01/Accounts/${account.sid}`
  return {
    auth_token: account.authToken,
    date_created: rfc2822(account.createdAt),
    date_updated: rfc2822(account.updatedAt),
    friendly_name: account.friendlyName,
    owner_account_sid: account.ownerAccountSid,
    sid: account.sid,
    status: account.status,
    subresource_uris: Object.fromEntries(
      Object.entries(SUBRESOURCES).map(([name, path]) => [name, `${root}/${path}.json`]),
    ),
    type: account.type,
    uri: `${root}.json`,
  }
}

/** The secret shows only in the answer that creates the key. */
export function formatKey(key: ApiKey, withSecret: boolean): Record<string, unknown> {
  return {
    sid: key.sid,
    friendly_name: key.friendlyName,
    date_created: rfc2822(key.createdAt),
    date_updated: rfc2822(key.createdAt),
    ...(withSecret && { secret: key.secret }),
  }
}
