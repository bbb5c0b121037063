import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activateSenders } from '../server/connectors/activate-senders.ts'
import { credentialsWith } from '../server/connectors/credentials.ts'
import { discoverSenders } from '../server/connectors/discover-senders.ts'
import { connectorJobs } from '../server/connectors/jobs.ts'
import type { SenderRoom } from '../server/connectors/load-subject.ts'
import { pauseConnector } from '../server/connectors/pause-connector.ts'
import { createConnector } from '../server/connectors/save-connector.ts'
import { listSenders } from '../server/connectors/sender-store.ts'
import { setWebhook } from '../server/connectors/set-webhook.ts'
import { findConnector } from '../server/connectors/store.ts'
import { clientsOver, twilioWith } from '../server/connectors/twilio-of.ts'
import { visitConnectors } from '../server/connectors/visit-connectors.ts'
import type { Tx } from '../server/platform/db.ts'
import { openJobs } from '../server/platform/jobs.ts'
import { silentLog } from '../server/platform/log.ts'
import { openSecrets } from '../server/platform/secrets.ts'
import { type Connections, openConnections } from '../server/twilio/connections.ts'
import { type Simulator, startSimulator } from '../simulator/app.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { until } from './hub.ts'
import { addOrganization, asOwner } from './rows.ts'
import { newAddress, openAccount } from './twilio-account.ts'

// Settings at Twilio drift without anyone telling us: what the doctor notices on its rounds, and whom it tells.

let fresh: FreshDatabase
let simulator: Simulator
let connections: Connections
let room: SenderRoom
let forget: () => void
let open: ReturnType<typeof clientsOver>

beforeAll(async () => {
  fresh = await freshDatabase()
  simulator = await startSimulator({ port: 0 })
  connections = openConnections()
  const secrets = openSecrets([{ id: 'test', key: randomBytes(32) }])
  open = clientsOver(connections, simulator.url)
  const twilio = twilioWith(fresh.db, credentialsWith(secrets), open)
  forget = twilio.forget
  room = {
    database: fresh.db,
    secrets,
    twilioOf: twilio.twilioOf,
    publicUrl: 'https://desk.example',
    twilioApiUrl: simulator.url,
  }
})
afterAll(async () => {
  await connections?.[Symbol.asyncDispose]()
  await simulator?.[Symbol.asyncDispose]()
  await fresh?.[Symbol.asyncDispose]()
})

/** An organization whose two numbers are set up and well. */
async function healthy() {
  const addresses = [newAddress(), newAddress()]
  const account = await openAccount(simulator.url, addresses)
  const { organizationId, members } = await addOrganization(fresh.url, {
    marta: 'owner',
    ada: 'admin',
    nils: 'member',
  })
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  const settings = {
    name: 'Front desk',
    accountSid: account.sid,
    authToken: account.token,
    messagingServiceSid: null,
    receiveInbound: true,
    sendOutbound: true,
  }
  const test = (credentials: { accountSid: string; authToken: string }) => open(credentials).testCredentials()
  const id = await createConnector(fresh.db, organizationId, settings, room.secrets, test)
  await discoverSenders(fresh.db, organizationId, id, room.twilioOf)
  const senders = await inside((tx) => listSenders(tx, id))
  await activateSenders(
    fresh.db,
    organizationId,
    id,
    senders.map((sender) => sender.id),
  )
  for (const sender of senders) await setWebhook(room, organizationId, sender.id)
  return {
    organizationId,
    account,
    addresses,
    members,
    id,
    inside,
    visit: () => visitConnectors(room, organizationId),
    senders: () => inside((tx) => listSenders(tx, id)),
    connector: () => inside((tx) => findConnector(tx, id)),
    /** Who was told, and what. */
    told: () =>
      asOwner(fresh.url, async (client) => {
        const { rows } = await client.query<{ member_id: string; facts: Record<string, unknown> }>(
          'select member_id, facts from notification where organization_id = $1 order by id',
          [organizationId],
        )
        return rows.map(({ member_id: memberId, facts }) => ({
          who: Object.entries(members).find(([, one]) => one === memberId)?.[0],
          facts,
        }))
      }),
  }
}

test('who is well is left in peace', async () => {
  const { visit, told, senders } = await healthy()
  await visit()
  expect(await told()).toEqual([])
  expect((await senders()).map(({ webhookState }) => webhookState)).toEqual(['configured', 'configured'])
})

test('a webhook that was changed behind our back is told to owners and admins, once', async () => {
  const { visit, told, account, addresses, id } = await healthy()
  await account.putSender(addresses[1]!, { webhook: { callback_url: 'https://elsewhere.example/' } })
  await visit()
  await visit()
  const seen = await told()
  expect(seen.map(({ who }) => who)).toEqual(['marta', 'ada'])
  expect(seen[0]!.facts).toMatchObject({
    connectorId: id,
    address: addresses[1],
    found: 'webhook_foreign',
  })
})

test('a number that goes offline, and one that disappears, are told with their reason', async () => {
  const { visit, told, account, addresses, senders } = await healthy()
  await account.putSender(addresses[0]!, {
    status: 'OFFLINE',
    offline_reasons: [{ code: '63018', message: 'Restricted by WhatsApp' }],
  })
  await account.deleteSender(addresses[1]!)
  await visit()
  expect((await told()).filter(({ who }) => who === 'marta').map(({ facts }) => facts['found'])).toEqual([
    'sender_offline',
    'sender_gone',
  ])
  const [offline, gone] = await senders()
  expect(offline).toMatchObject({ status: 'OFFLINE', webhookState: 'configured' })
  expect(offline!.findings[0]!.facts['reasons']).toContain('Restricted by WhatsApp')
  expect(gone).toMatchObject({ active: true, webhookState: 'unknown' })
  expect(gone!.missingSince).not.toBeNull()
})

test('a number that joined a Messaging Service no longer reaches us', async () => {
  const { visit, told, account, addresses, senders } = await healthy()
  await account.putService(`MG${account.sid.slice(2)}`, {
    friendly_name: 'Sales',
    senders: [addresses[0]!],
  })
  await visit()
  expect((await told())[0]!.facts).toMatchObject({ address: addresses[0], found: 'service_drops_inbound' })
  expect((await senders()).map(({ webhookState }) => webhookState)).toEqual(['overridden', 'configured'])
})

test('a rotated Auth Token: the connector goes to Error and says so once; when it works again it is active', async () => {
  const { visit, told, account, connector, senders } = await healthy()
  await account.change({ auth_token: 'rotated-behind-our-back' })
  await visit()
  await visit()
  expect(await connector()).toMatchObject({
    status: 'error',
    health: 'wrong_credentials',
    errorCode: '20003',
  })
  expect((await told()).map(({ who, facts }) => [who, facts['name']])).toEqual([
    ['marta', 'Front desk'],
    ['ada', 'Front desk'],
  ])
  expect((await senders()).map(({ webhookState }) => webhookState)).toEqual(['configured', 'configured'])

  await account.change({ auth_token: account.token })
  await visit()
  expect(await connector()).toMatchObject({ status: 'active', health: 'connected', errorCode: null })
})

test('while Twilio is away nothing is believed to have changed', async () => {
  const { visit, told, account, connector, senders } = await healthy()
  await account.control('PUT', '/faults', {
    match: { path: `/2010-04-01/Accounts/${account.sid}.json` },
    effect: { status: { http: 503 } },
    probability: 1,
  })
  await visit()
  await account.control('DELETE', '/faults')
  expect(await connector()).toMatchObject({ status: 'active', health: 'unreachable' })
  expect((await senders()).map(({ webhookState }) => webhookState)).toEqual(['configured', 'configured'])
  expect(await told()).toEqual([])
})

test('a pause is told once, outlasts a failing test, and ends with one that works', async () => {
  const { inside, told, account, connector, id, visit } = await healthy()
  await account.change({ auth_token: 'rotated-behind-our-back' })
  await inside((tx) => pauseConnector(tx, id))
  await inside((tx) => pauseConnector(tx, id))
  await visit()
  expect(await told()).toHaveLength(2)
  expect((await connector())!.pausedAt).not.toBeNull()
  await account.change({ auth_token: account.token })
  await visit()
  expect(await connector()).toMatchObject({ status: 'active', pausedAt: null })
})

test('the rounds reach every organization, also behind one whose credentials cannot be opened', async () => {
  const broken = await healthy()
  const whole = await healthy()
  await asOwner(fresh.url, (client) =>
    client.query(`update connector set auth_token_sealed = '\\x00' where organization_id = $1`, [
      broken.organizationId,
    ]),
  )
  forget()
  await whole.account.putSender(whole.addresses[0]!, { webhook: { callback_url: null } })
  const jobs = await openJobs({ url: fresh.url, log: silentLog })
  try {
    await connectorJobs(jobs, room)
    await until(whole.told, (told) => told.length === 2)
  } finally {
    await jobs.stop()
  }
})
