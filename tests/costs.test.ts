import { afterAll, beforeAll, expect, test } from 'vitest'
import { askPrices } from '../server/messages/ask-prices.ts'
import { type Database, openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { openTwilio, type TwilioClient } from '../server/twilio/client.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// What messages cost: Twilio's own prices, read from its list some time after the messages, never guessed.

const hour = 3_600_000
let hub: Hub
let session: Session
let database: Database
let client: TwilioClient
let organizationId: string
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  database = await openDatabase({ url: hub.databaseUrl, subscriptions: {}, log: silentLog })
  client = openTwilio({
    accountSid: twilioAccount.sid,
    authToken: twilioAccount.token,
    apiUrl: hub.simulatorUrl,
  })
  const { rows } = await asOwner(hub.databaseUrl, (owner) =>
    owner.query<{ id: string }>(`select organization_id as id from sender where address = $1 and active`, [
      northwind,
    ]),
  )
  organizationId = rows[0]!.id
})
afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await database?.close()
  await hub?.[Symbol.asyncDispose]()
})

const northwind = 'whatsapp:+12025550111'
const ask = () => askPrices(database, organizationId, async () => client, hour)

test('a contact costs what Twilio charged for their messages, each counted once', async () => {
  const guest = 'whatsapp:+4930555001'
  await hub.simulator.addPhone({ address: guest, profile_name: 'Greta Priced' })
  await hub.simulator.write(guest, northwind, 'Hello')
  const { items } = await until(
    () => must(session.api.GET('/api/v1/conversations')),
    (inbox) => inbox.items.some(({ contact }) => contact.address === guest),
  )
  const conversation = items.find(({ contact }) => contact.address === guest)!
  const at = { params: { path: { contactId: conversation.contact.id } } }
  const cost = () => must(session.api.GET('/api/v1/contacts/{contactId}/cost', at))
  // The hub asks for prices by itself, too, once a minute.
  const { charges, waiting: unpriced } = await cost()
  expect(charges.reduce((sum, { messages }) => sum + messages, unpriced)).toBe(1)

  await must(
    session.api.POST('/api/v1/messages', { body: { conversationId: conversation.id, body: 'Good morning' } }),
  )
  await until(
    () => hub.simulator.messages(guest),
    (seen) => seen.some(({ body, status }) => body === 'Good morning' && status === 'delivered'),
  )
  const both = { charges: [{ currency: 'USD', amountMicro: 10_000, messages: 2 }], waiting: 0 }
  await until(
    async () => {
      await ask()
      return await cost()
    },
    ({ waiting }) => waiting === 0,
  )
  expect(await cost()).toEqual(both)
  expect(await ask()).toBe(0)
  expect(await cost()).toEqual(both)
})

test('a campaign that is not there has no cost', async () => {
  const { error } = await session.api.GET('/api/v1/campaigns/{campaignId}/cost', {
    params: { path: { campaignId: organizationId } },
  })
  expect(error).toMatchObject({ code: 'not_found' })
})
