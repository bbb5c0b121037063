import { newId } from '../server/platform/ids.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, signIn } from './world/session.ts'

/** Groups of contacts, each with a language of its own, so that a campaign is for one group. */
const address = (group: number, n: number) => `whatsapp:+4930${String(group * 100_000 + n).padStart(7, '0')}`

const greeting = 'Hello {{1}}, your proposal is ready. Shall we look at it together?'

/** The whole hub with Northwind's senders, an approved template, and hands to plan campaigns with. */
export async function openOutreach(settings: Record<string, string> = {}) {
  const hub = await startHub(settings)
  await seedWorld(hub.url, hub.simulatorUrl)
  const { api } = (await signIn(hub.url, 'owner@northwind.test', password))!
  await hub.simulator.putContent(`HX${'9'.repeat(32)}`, {
    account_sid: twilioAccount.sid,
    friendly_name: 'proposal_ready',
    language: 'en',
    variables: { '1': 'Ana' },
    types: { 'twilio/text': { body: greeting } },
    approval: { name: 'proposal_ready', category: 'MARKETING', status: 'approved' },
  })
  const { items: templates } = await must(api.POST('/api/v1/templates/sync'))
  const { id: templateId, connectorId } = templates.find(({ name }) => name === 'proposal_ready')!
  const { items: senders } = await must(
    api.GET('/api/v1/connectors/{connectorId}/senders', { params: { path: { connectorId } } }),
  )
  const senderIds = senders.filter(({ active }) => active).map(({ id }) => id)
  const query = <Row extends object>(text: string, values: unknown[] = []) =>
    asOwner(hub.databaseUrl, async (client) => (await client.query<Row>(text, values)).rows)
  const [connector] = await query<{ id: string }>(
    'select organization_id as id from connector where id = $1',
    [connectorId],
  )
  const place = { hub, query, organizationId: connector!.id, connectorId, senderIds, templateId }
  return {
    api,
    ...place,
    addContacts: contactsIn(place),
    address,
    received: phonesOf(hub),
    failsLater: faultsOf(hub),
    ...campaignsBy(api, place),
  }
}

export type Outreach = Awaited<ReturnType<typeof openOutreach>>

interface Place {
  hub: Hub
  query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>
  organizationId: string
  connectorId: string
  senderIds: string[]
  templateId: string
}

/** What a phone of a group received. */
const phonesOf = (hub: Hub) => async (group: number, n: number) =>
  (await hub.simulator.messages(address(group, n))).filter(({ direction }) => direction === 'in')

/** Twilio takes the next message for this address and finds out later that it cannot be delivered. */
const faultsOf = (hub: Hub) => (to: string, code: number) =>
  fetch(`${hub.simulatorUrl}/simulator/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      match: { method: 'POST', path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`, to },
      effect: { 'async-error': { code } },
      times: 1,
    }),
  })

/** Contacts of a group, who agreed to hear from us where `optedIn`, and whose phones can be held where `withPhones`. */
function contactsIn({ hub, query, organizationId }: Place) {
  return async (group: number, count: number, optedIn = true, withPhones = true): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => newId())
    const addresses = ids.map((_, n) => address(group, n))
    const given = [organizationId, ids, addresses]
    await query(
      `insert into contact (organization_id, id, name, language, country, created_at)
       select $1, id, 'Person ' || address, $4, 'DE', now() from unnest($2::uuid[], $3::text[]) as g (id, address)`,
      [...given, `g${group}`],
    )
    await query(
      `insert into contact_identity (organization_id, address, contact_id, kind) select $1, address, id, 'phone' from unnest($2::uuid[], $3::text[]) as g (id, address)`,
      given,
    )
    if (optedIn)
      await query(
        `insert into consent (organization_id, id, contact_id, kind, source, wording, at)
         select $1, gen_random_uuid(), id, 'opt_in', 'import', 'I want to hear from Northwind', now() - interval '1 day' from unnest($2::uuid[]) as g (id)`,
        given.slice(0, 2),
      )
    if (withPhones)
      for (const each of addresses) await hub.simulator.addPhone({ address: each, profile_name: 'Person' })
    return ids
  }
}

type Api = NonNullable<Awaited<ReturnType<typeof signIn>>>['api']

function campaignsBy(api: Api, { connectorId, senderIds, templateId }: Place) {
  const plan = (group: number, changes: object = {}) => ({
    name: `Proposals ${group}`,
    kind: 'one_shot' as const,
    connectorId,
    senderIds,
    audience: { all: [{ field: 'language' as const, is: [`g${group}`] }] },
    steps: [{ text: '', waitSeconds: 0, templateId, variables: { '1': '{{first_name|there}}' } }],
    approval: 'none' as const,
    ...changes,
  })
  const path = (campaignId: string) => ({ params: { path: { campaignId } } })
  const look = async (id: string) => await must(api.GET('/api/v1/campaigns/{campaignId}', path(id)))
  type Campaign = Awaited<ReturnType<typeof look>>
  return {
    plan,
    path,
    look,
    create: async (group: number, changes?: object) =>
      (await must(api.POST('/api/v1/campaigns', { body: plan(group, changes) }))).id,
    change: async (id: string, body: ReturnType<typeof plan>) =>
      await must(api.PUT('/api/v1/campaigns/{campaignId}', { ...path(id), body })),
    launch: (id: string) => api.POST('/api/v1/campaigns/{campaignId}/launch', path(id)),
    pause: async (id: string) => await must(api.POST('/api/v1/campaigns/{campaignId}/pause', path(id))),
    resume: async (id: string) => await must(api.POST('/api/v1/campaigns/{campaignId}/resume', path(id))),
    /** Waits until the campaign has come so far. */
    comes: (id: string, holds: (campaign: Campaign) => boolean, seconds?: number) =>
      until(() => look(id), holds, seconds),
    outcomes: async (id: string) =>
      (await must(api.GET('/api/v1/campaigns/{campaignId}/report', path(id)))).outcomes.map(
        ({ outcome, reason, count }) => ({ outcome, reason, count }),
      ),
  }
}
