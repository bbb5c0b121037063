import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import {
  activate,
  connect,
  foundOrganization,
  listSenders,
  newAddress,
  newPhone,
  openAccount,
  openOrganization,
  type TwilioAccount,
} from './twilio-account.ts'
import type { ParleyClient as Api } from '../sdk/src/client.ts'
import { must } from './world/session.ts'

// From credentials to the first message, through the public API and a simulator of Twilio over real HTTP.

let hub: Hub
beforeAll(async () => {
  hub = await startHub()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

/** A connected organization with as many active numbers as there are addresses. */
async function connected(count = 1) {
  const addresses = Array.from({ length: count }, newAddress)
  const account = await openAccount(hub.simulatorUrl, addresses)
  const { api, viewer } = await foundOrganization(hub.url)
  const connector = await connect(api, account)
  const senders = await listSenders(api, connector.id)
  const refused = await activate(
    api,
    connector.id,
    senders.map(({ id }) => id),
  )
  expect(refused).toBeNull()
  return { account, api, viewer, connector, senders, addresses }
}

const get = (api: Api, connectorId: string) =>
  must(api.GET('/api/v1/connectors/{connectorId}', { params: { path: { connectorId } } }))
const webhook = (api: Api, senderId: string) =>
  api.POST('/api/v1/senders/{senderId}/webhook', { params: { path: { senderId } } })
const check = (api: Api, senderId: string) =>
  must(api.POST('/api/v1/senders/{senderId}/check', { params: { path: { senderId } } }))
const repair = (api: Api, senderId: string) =>
  api.POST('/api/v1/senders/{senderId}/repair', { params: { path: { senderId } } })
const regenerate = (api: Api, connectorId: string, revokeNow: boolean) =>
  must(
    api.POST('/api/v1/connectors/{connectorId}/webhook-url', {
      params: { path: { connectorId } },
      body: { revokeNow },
    }),
  )
const setAll = (api: Api, connectorId: string) =>
  must(api.POST('/api/v1/connectors/{connectorId}/webhooks', { params: { path: { connectorId } } }))
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code)

/** What the inbox has of these texts, once all of them are there. */
async function arrived(api: Api, texts: readonly string[]) {
  const bodies = async () => {
    const { items } = await must(api.GET('/api/v1/conversations', {}))
    const lists = await Promise.all(
      items.map(({ id }) =>
        must(
          api.GET('/api/v1/conversations/{conversationId}/messages', {
            params: { path: { conversationId: id }, query: { limit: 100 } },
          }),
        ),
      ),
    )
    return lists.flatMap((list) => list.items.map(({ body }) => body))
  }
  return await until(bodies, (seen) => texts.every((text) => seen.includes(text)))
}

async function write(to: string, body: string, phone = newPhone()) {
  await hub.simulator.addPhone({ address: phone, profile_name: 'Guest' })
  return await hub.simulator.write(phone, to, body)
}

describe('credentials', () => {
  test('that work: active, connected, and the numbers are there without being asked for', async () => {
    const address = newAddress()
    const account = await openAccount(hub.simulatorUrl, [address])
    const api = await openOrganization(hub.url)
    const connector = await connect(api, account)
    expect(connector).toMatchObject({ status: 'active', health: 'connected', error: null, senderCount: 1 })
    expect(connector.webhookUrl).toMatch(/\/webhooks\/twilio\/[\w-]{43}\/inbound$/)
    expect(await listSenders(api, connector.id)).toMatchObject([
      { address, status: 'ONLINE', online: true, quality: 'HIGH', active: false, webhookState: 'not_set' },
    ])
  })

  test('that fail are kept in Error with the reason, and saved again once corrected', async () => {
    const account = await openAccount(hub.simulatorUrl, [newAddress()])
    const api = await openOrganization(hub.url)
    const wrong = { ...account, token: 'not-the-token-of-this' }
    const connector = await connect(api, wrong)
    expect(connector).toMatchObject({ name: 'Front desk', status: 'error', health: 'wrong_credentials' })
    expect(connector.error).toMatchObject({ code: '20003' })
    expect(await get(api, connector.id)).toEqual(connector)
    const path = { connectorId: connector.id }
    const corrected = await must(
      api.PATCH('/api/v1/connectors/{connectorId}', { params: { path }, body: { authToken: account.token } }),
    )
    expect(corrected).toMatchObject({ status: 'active', health: 'connected', error: null, senderCount: 1 })
  })

  test('are never shown again', async () => {
    const { api, account, connector } = await connected()
    const answers = [
      await must(api.GET('/api/v1/connectors', {})),
      await get(api, connector.id),
      await listSenders(api, connector.id),
    ]
    expect(JSON.stringify(answers)).toContain(account.sid)
    expect(JSON.stringify(answers)).not.toContain(account.token)
  })

  test('of a suspended account are told apart from wrong ones', async () => {
    const account = await openAccount(hub.simulatorUrl, [])
    await account.change({ status: 'suspended' })
    const api = await openOrganization(hub.url)
    expect(await connect(api, account)).toMatchObject({ status: 'error', health: 'account_suspended' })
  })

  test('that cannot be tested because Twilio is away: kept, and good at the next test', async () => {
    const account = await openAccount(hub.simulatorUrl, [newAddress()])
    const api = await openOrganization(hub.url)
    const path = `/2010-04-01/Accounts/${account.sid}.json`
    const away = {
      match: { method: 'GET', path },
      effect: { status: { http: 503 } },
      times: 1,
      probability: 1,
    }
    await account.control('PUT', '/faults', away)
    const connector = await connect(api, account)
    expect(connector).toMatchObject({ status: 'error', health: 'unreachable' })
    const test = () =>
      must(
        api.POST('/api/v1/connectors/{connectorId}/test', {
          params: { path: { connectorId: connector.id } },
        }),
      )
    expect(await test()).toMatchObject({ status: 'active', health: 'connected', senderCount: 1 })
    // Twilio's absence says nothing about credentials that were good: sending goes on.
    await account.control('PUT', '/faults', away)
    expect(await test()).toMatchObject({ status: 'active', health: 'unreachable' })
  })
})

describe('numbers', () => {
  test('of all pages are found; one that is gone is marked and kept; one registered again is the same', async () => {
    const addresses = Array.from({ length: 45 }, newAddress)
    const account = await openAccount(hub.simulatorUrl, addresses)
    const api = await openOrganization(hub.url)
    const connector = await connect(api, account)
    const before = await listSenders(api, connector.id)
    expect(before.map(({ address }) => address)).toEqual(addresses)
    expect(await activate(api, connector.id, [before[0]!.id])).toBeNull()

    await account.deleteSender(addresses[0]!)
    const refresh = async () =>
      (
        await must(
          api.POST('/api/v1/connectors/{connectorId}/senders/refresh', {
            params: { path: { connectorId: connector.id } },
          }),
        )
      ).items
    const without = await refresh()
    expect(without).toHaveLength(45)
    expect(without[0]).toMatchObject({ id: before[0]!.id, online: false, active: true })
    expect(codes(without[0]!)).toEqual(['sender_gone'])

    await account.putSender(addresses[0]!)
    const again = await refresh()
    expect(again).toHaveLength(45)
    expect(again[0]).toMatchObject({ id: before[0]!.id, online: true, active: true, webhookState: 'not_set' })
    expect(again[0]!.twilioSid).not.toBe(before[0]!.twilioSid)
  })

  test('must be active before their webhook can be set', async () => {
    const account = await openAccount(hub.simulatorUrl, [newAddress()])
    const api = await openOrganization(hub.url)
    const connector = await connect(api, account)
    const [sender] = await listSenders(api, connector.id)
    expect((await webhook(api, sender!.id)).error).toMatchObject({ code: 'sender_not_active', status: 409 })
    expect((await repair(api, sender!.id)).error).toMatchObject({ code: 'sender_not_active' })
    expect((await account.sender(sender!.address)).webhook['callback_url']).toBeNull()
  })

  test('have a profile that is written at Twilio', async () => {
    const { api, account, senders } = await connected()
    const changed = await must(
      api.PATCH('/api/v1/senders/{senderId}/profile', {
        params: { path: { senderId: senders[0]!.id } },
        body: { about: 'Open day and night', websites: ['https://aurora.example/'] },
      }),
    )
    expect(changed.profile).toMatchObject({
      about: 'Open day and night',
      websites: ['https://aurora.example/'],
    })
    expect((await account.sender(senders[0]!.address)).profile).toMatchObject({ about: 'Open day and night' })
  })

  test('receive in one organization at a time, whoever else has the same credentials', async () => {
    const { api, account, connector, senders, addresses } = await connected(2)
    const others = await openOrganization(hub.url)
    const theirs = await connect(others, account)
    const theirSenders = await listSenders(others, theirs.id)
    const wanted = theirSenders.map(({ id }) => id)
    const refused = await activate(others, theirs.id, wanted)
    expect(refused).toMatchObject({ code: 'sender_claimed_elsewhere', status: 409, facts: { addresses } })
    expect(JSON.stringify(refused)).not.toContain('Company')
    expect((await listSenders(others, theirs.id)).some(({ active }) => active)).toBe(false)

    // One is let go: the other organization gets that one, and only that one.
    expect(await activate(api, connector.id, [senders[1]!.id])).toBeNull()
    expect(await activate(others, theirs.id, wanted)).toMatchObject({ facts: { addresses: [addresses[1]] } })
    expect(await activate(others, theirs.id, [wanted[0]!])).toBeNull()
    // Saving what one has already is no conflict.
    expect(await activate(api, connector.id, [senders[1]!.id])).toBeNull()
  })

  test('that many organizations want at once go to exactly one', async () => {
    const account = await openAccount(hub.simulatorUrl, [newAddress(), newAddress()])
    const racers = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const api = await openOrganization(hub.url)
        const connector = await connect(api, account)
        const senders = await listSenders(api, connector.id)
        return { api, connectorId: connector.id, ids: senders.map(({ id }) => id) }
      }),
    )
    const outcomes = await Promise.all(
      racers.map(({ api, connectorId, ids }, at) =>
        activate(api, connectorId, at % 2 ? ids.toReversed() : ids),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1)
    const actives = await Promise.all(racers.map(({ api, connectorId }) => listSenders(api, connectorId)))
    expect(actives.flat().filter(({ active }) => active)).toHaveLength(2)
  })

  test('of the old account are let go when the connector moves to another one', async () => {
    const { api, account, connector, addresses } = await connected()
    const other = await openAccount(hub.simulatorUrl, [newAddress()])
    await must(
      api.PATCH('/api/v1/connectors/{connectorId}', {
        params: { path: { connectorId: connector.id } },
        body: { accountSid: other.sid, authToken: other.token },
      }),
    )
    const old = (await listSenders(api, connector.id)).find(({ address }) => address === addresses[0])
    expect(old).toMatchObject({ active: false, online: false })
    const others = await openOrganization(hub.url)
    const theirs = await connect(others, account)
    const [sender] = await listSenders(others, theirs.id)
    expect(await activate(others, theirs.id, [sender!.id])).toBeNull()
  })
})

describe('the webhook', () => {
  test('is written on the sender, read back, and then messages arrive', async () => {
    const { api, account, senders, addresses } = await connected()
    const set = await must(webhook(api, senders[0]!.id))
    expect(set).toMatchObject({ webhookState: 'configured', findings: [] })
    const { webhook: seen } = await account.sender(addresses[0]!)
    const overrides = '#rc=5&rp=all&ct=2000&rt=4000&tt=15000'
    expect(seen['callback_url']).toBe(`${set.receivingUrl!.replace(/#.*/, '')}${overrides}`)
    expect(seen['fallback_url']).toMatch(/\/fallback#rc=5/)
    expect(seen['status_callback_url']).toMatch(/\/status#rc=5/)
    await write(addresses[0]!, 'Is anybody there?')
    await arrived(api, ['Is anybody there?'])
  })

  test('can be pasted into Twilio by hand', async () => {
    const { api, account, connector, senders, addresses } = await connected()
    await account.putSender(addresses[0]!, { webhook: { callback_url: connector.webhookUrl } })
    const seen = await check(api, senders[0]!.id)
    expect(seen.webhookState).toBe('configured')
    expect(codes(seen)).toEqual(['fallback_missing', 'status_url_missing'])
    await write(addresses[0]!, 'By hand')
    await arrived(api, ['By hand'])
  })

  test('whose secret part is shown only to those who may manage connectors', async () => {
    const { api, viewer, connector, senders } = await connected()
    await must(webhook(api, senders[0]!.id))
    const token = connector.webhookUrl!.split('/').at(-2)!
    const look = async (who: Api) =>
      JSON.stringify([
        await must(who.GET('/api/v1/connectors', {})),
        await listSenders(who, connector.id),
        await must(who.GET('/api/v1/senders', {})),
      ])
    expect(await look(api)).toContain(token)
    const seen = await look(viewer)
    expect(seen).toContain(connector.id)
    expect(seen).not.toContain(token)
  })

  test.each<[string, (account: TwilioAccount, address: string) => Promise<unknown>, string[], string]>([
    [
      'was changed to another address',
      (account, address) =>
        account.putSender(address, { webhook: { callback_url: 'https://elsewhere.example/hook' } }),
      ['webhook_foreign'],
      'foreign',
    ],
    [
      'was removed',
      (account, address) => account.putSender(address, { webhook: { callback_url: null } }),
      ['webhook_missing'],
      'not_set',
    ],
    [
      'is called with the wrong method',
      (account, address) => account.putSender(address, { webhook: { callback_method: 'PUT' } }),
      ['webhook_wrong_method'],
      'wrong_method',
    ],
    [
      'lost its fallback and its status address',
      (account, address) =>
        account.putSender(address, { webhook: { fallback_url: null, status_callback_url: null } }),
      ['fallback_missing', 'status_url_missing'],
      'configured',
    ],
  ])('that %s is noticed and repaired with one click', async (_, tamper, found, state) => {
    const { api, account, senders, addresses } = await connected()
    await must(webhook(api, senders[0]!.id))
    await tamper(account, addresses[0]!)
    const seen = await check(api, senders[0]!.id)
    expect(codes(seen)).toEqual(found)
    expect(seen.webhookState).toBe(state)
    expect(await must(repair(api, senders[0]!.id))).toMatchObject({
      webhookState: 'configured',
      findings: [],
    })
  })

  test('that a Messaging Service overrides: the doctor says who wins, and repairs it', async () => {
    const { api, account, senders, addresses } = await connected(2)
    const service = `MG${account.sid.slice(2)}`
    await account.putService(service, {
      friendly_name: 'Campaigns',
      inbound_request_url: 'https://elsewhere.example/inbound',
      senders: addresses,
    })
    const [first, second] = senders
    const set = await must(webhook(api, first!.id))
    expect(set).toMatchObject({
      webhookState: 'overridden',
      receivingUrl: 'https://elsewhere.example/inbound',
    })
    expect(set.findings).toMatchObject([
      { code: 'service_overrides', facts: { service: 'Campaigns', url: 'elsewhere.example' } },
      { code: 'service_shared', facts: { numbers: second!.address.slice('whatsapp:'.length) } },
    ])
    await account.putService(service, { inbound_request_url: null })
    expect(codes(await check(api, first!.id))).toContain('service_drops_inbound')

    expect(await must(repair(api, first!.id))).toMatchObject({ webhookState: 'configured', findings: [] })
    await write(first!.address, 'Through the service')
    await arrived(api, ['Through the service'])
  })

  test('that Twilio does not confirm is not called configured', async () => {
    const { api, account, senders } = await connected()
    // Twilio takes the change and does nothing.
    const path = `/v2/Channels/Senders/${senders[0]!.twilioSid}`
    await account.control('PUT', '/faults', {
      match: { method: 'POST', path },
      effect: { status: { http: 202, accept: false } },
      times: 1,
      probability: 1,
    })
    const { error } = await webhook(api, senders[0]!.id)
    expect(error).toMatchObject({ code: 'webhook_not_confirmed', status: 502 })
    expect(await listSenders(api, senders[0]!.connectorId)).toMatchObject([{ webhookState: 'not_set' }])
  })
})

describe('the Messaging Service of a connector', () => {
  const sid = (account: TwilioAccount) => `MG${account.sid.slice(2)}`
  const enter = (api: Api, connectorId: string, messagingServiceSid: string | null) =>
    must(
      api.PATCH('/api/v1/connectors/{connectorId}', {
        params: { path: { connectorId } },
        body: { messagingServiceSid },
      }),
    )
  const refresh = (api: Api, connectorId: string) =>
    must(api.POST('/api/v1/connectors/{connectorId}/senders/refresh', { params: { path: { connectorId } } }))

  test('is read from Twilio with its pool, and again when the numbers are', async () => {
    const { api, account, connector, addresses } = await connected(3)
    expect(connector.service).toBeNull()
    await account.putService(sid(account), { friendly_name: 'Campaigns', senders: addresses.slice(0, 2) })
    const { service } = await enter(api, connector.id, sid(account))
    expect(service).toMatchObject({ name: 'Campaigns', standing: 'ready', strangers: [], pace: 160 })
    expect(service!.senders.map(({ address }) => address)).toEqual(addresses.slice(0, 2))
    expect(service!.readAt).not.toBeNull()
    await account.putService(sid(account), { senders: addresses.slice(1) })
    await refresh(api, connector.id)
    expect((await get(api, connector.id)).service!.senders.map(({ address }) => address)).toEqual(
      addresses.slice(1),
    )
    expect((await enter(api, connector.id, null)).service).toBeNull()
  })

  test('that Twilio does not have is told', async () => {
    const { api, connector } = await connected()
    expect((await enter(api, connector.id, `MG${'f'.repeat(32)}`)).service).toMatchObject({
      standing: 'not_found',
      senders: [],
      name: null,
    })
  })

  test('cannot be used while its pool holds a number that is not active here', async () => {
    const { api, account, connector, senders, addresses } = await connected(2)
    await account.putService(sid(account), { senders: addresses })
    await enter(api, connector.id, sid(account))
    const standing = async () => (await get(api, connector.id)).service!.standing
    await activate(api, connector.id, [senders[0]!.id])
    expect(await standing()).toBe('inactive')
    await activate(api, connector.id, [])
    expect(await standing()).toBe('empty')
    await activate(
      api,
      connector.id,
      senders.map(({ id }) => id),
    )
    expect(await standing()).toBe('ready')
  })

  test('of which nothing is known any more when another one is entered', async () => {
    const { api, account, connector, addresses } = await connected()
    await account.putService(sid(account), { friendly_name: 'Campaigns', senders: addresses })
    await enter(api, connector.id, sid(account))
    await account.control('PUT', '/faults', {
      match: { method: 'GET', path: '/v1/Services' },
      effect: { status: { http: 500 } },
      times: 1,
      probability: 1,
    })
    expect((await enter(api, connector.id, `MG${'e'.repeat(32)}`)).service).toMatchObject({
      name: null,
      standing: 'unread',
      senders: [],
    })
    await account.control('DELETE', '/faults')
  })
})

describe('a replaced webhook URL', () => {
  test('leaves every number to be set again; the old one is honoured until then', async () => {
    const { api, connector, addresses } = await connected(2)
    expect((await setAll(api, connector.id)).items.map(({ ok }) => ok)).toEqual([true, true])
    const after = await regenerate(api, connector.id, false)
    expect(after.webhookUrl).not.toBe(connector.webhookUrl)
    const hours = (new Date(after.previousWebhookUrlUntil!).getTime() - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(71)
    expect(hours).toBeLessThanOrEqual(72)
    const senders = await listSenders(api, connector.id)
    expect(senders.map(({ webhookState }) => webhookState)).toEqual(['not_set', 'not_set'])
    expect(codes(await check(api, senders[0]!.id))).toContain('webhook_old_url')
    await write(addresses[0]!, 'To the old address')
    await arrived(api, ['To the old address'])

    expect((await setAll(api, connector.id)).items.map(({ ok }) => ok)).toEqual([true, true])
    const set = await listSenders(api, connector.id)
    expect(set.map(({ webhookState }) => webhookState)).toEqual(['configured', 'configured'])
  })

  test('that is revoked now works no more', async () => {
    const { api, connector } = await connected()
    const old = connector.webhookUrl!
    const post = async (url: string) =>
      (await fetch(url, { method: 'POST', body: new URLSearchParams() })).status
    expect(await post(old)).toBe(403)
    const after = await regenerate(api, connector.id, true)
    expect(after.previousWebhookUrlUntil).toBeNull()
    expect(await post(old)).toBe(404)
    expect(await post(after.webhookUrl!)).toBe(403)
  })

  test('loses nothing while guests write', async () => {
    const { api, connector, addresses } = await connected()
    await setAll(api, connector.id)
    const phone = newPhone()
    const texts = Array.from({ length: 40 }, (_, at) => `Message ${at} of the move`)
    const guest = (async () => {
      for (const text of texts) await write(addresses[0]!, text, phone)
    })()
    await regenerate(api, connector.id, false)
    await setAll(api, connector.id)
    await regenerate(api, connector.id, false)
    await setAll(api, connector.id)
    await guest
    const seen = await arrived(api, texts)
    expect(seen.filter((body) => texts.includes(body))).toHaveLength(texts.length)
  })
})

test('a replaced Auth Token still vouches for messages that Twilio signed with it', async () => {
  const { api, account, connector, senders, addresses } = await connected()
  await must(webhook(api, senders[0]!.id))
  // The new token is promoted at Twilio and entered here; then Twilio still signs with the old one for a moment.
  await account.change({ auth_token: 'the-promoted-token-0000000000000' })
  await must(
    api.PATCH('/api/v1/connectors/{connectorId}', {
      params: { path: { connectorId: connector.id } },
      body: { authToken: 'the-promoted-token-0000000000000' },
    }),
  )
  await write(addresses[0]!, 'Signed with the new token')
  await account.change({ auth_token: account.token })
  await write(addresses[0]!, 'Signed with the old token')
  await arrived(api, ['Signed with the new token', 'Signed with the old token'])
})

test('a connector is deleted with its claims, but not while agents or threads need it', async () => {
  const { api, account, connector, senders, addresses } = await connected()
  const remove = () =>
    api.DELETE('/api/v1/connectors/{connectorId}', { params: { path: { connectorId: connector.id } } })
  const agent = await must(api.POST('/api/v1/agents', { body: { name: 'Front desk' } }))
  const body = { agentId: agent.id, senderId: senders[0]!.id }
  const channel = await must(api.POST('/api/v1/channels', { body }))
  expect((await remove()).error).toMatchObject({ code: 'connector_in_use' })
  await must(api.DELETE('/api/v1/channels/{channelId}', { params: { path: { channelId: channel.id } } }))
  const old = connector.webhookUrl!
  expect((await remove()).response.status).toBe(204)
  expect((await fetch(old, { method: 'POST', body: new URLSearchParams() })).status).toBe(404)

  const others = await openOrganization(hub.url)
  const theirs = await connect(others, account)
  const [sender] = await listSenders(others, theirs.id)
  expect(await activate(others, theirs.id, [sender!.id])).toBeNull()
  await must(webhook(others, sender!.id))
  await write(addresses[0]!, 'Hello')
  await arrived(others, ['Hello'])
  const { error } = await others.DELETE('/api/v1/connectors/{connectorId}', {
    params: { path: { connectorId: theirs.id } },
  })
  expect(error).toMatchObject({ code: 'connector_in_use' })
})
