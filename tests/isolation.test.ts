import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../contract/operation.ts'
import { operations } from '../contract/operations.ts'
import { type AnsweringServer, startAnsweringServer } from './answering-server.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn as enter } from './world/session.ts'

// Every operation of the contract, with the ids of another organization: not found, like an id that nobody has, and
// nothing changes. The list is the contract's own, so an operation that is added is tested by being there.

let hub: Hub
/** Where the outgoing webhook leads. */
let room: AnsweringServer
const cookies = { aurora: '', stranger: '' }
/** Real ids of Hotel Aurora, by the name of the parameter that takes them. */
let ids: Record<string, string>

async function signIn(email: string): Promise<string> {
  const answer = await fetch(`${hub.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.url },
    body: JSON.stringify({ email, password }),
  })
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

async function call(operation: Operation, who: string, given: Record<string, string>, body?: unknown) {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => given[name] ?? nobody)
  const headers: Record<string, string> = { origin: hub.url, ...(who ? { cookie: who } : {}) }
  let payload: string | FormData | undefined
  if (operation.file) {
    payload = new FormData()
    payload.append('file', new File(['# Title\n\nText of a file'], 'a.md', { type: 'text/markdown' }))
  } else if (body !== undefined) {
    payload = JSON.stringify(body)
    headers['content-type'] = 'application/json'
  }
  const answer = await fetch(hub.url + path, {
    method: operation.method,
    headers,
    ...(payload === undefined ? {} : { body: payload }),
  })
  return { status: answer.status, text: await answer.text() }
}

const nobody = '01990000-0000-7000-8000-000000000000'

const aPlan = ({ connectorId, senderId }: Record<string, string>) => ({
  name: 'Spring',
  kind: 'one_shot',
  connectorId,
  senderIds: [senderId],
  audience: { all: [] },
  steps: [{ text: 'Hello', waitSeconds: 0, templateId: null, variables: {} }],
})
const draft = { name: 'x', language: 'en', contentType: 'twilio/text', content: { body: 'Hello' } }

/** A valid body of each operation that needs one. */
const bodies: Record<string, (id: Record<string, string>) => unknown> = {
  switchOrganization: ({ organizationId }) => ({ organizationId }),
  createOrganization: () => ({ name: 'x' }),
  updateOrganization: () => ({ name: 'x' }),
  updateMember: () => ({ role: 'viewer' }),
  createInvitation: () => ({ email: 'a@b.test', role: 'viewer' }),
  createKey: () => ({ name: 'x', role: 'viewer' }),
  createConnector: () => ({ name: 'x', accountSid: `AC${'0'.repeat(32)}`, authToken: 'xxxxxxxxxx' }),
  updateConnector: () => ({ name: 'taken over' }),
  regenerateWebhookUrl: () => ({ revokeNow: true }),
  activateSenders: () => ({ active: [] }),
  updateSenderProfile: () => ({ about: 'taken over' }),
  createAgent: () => ({ name: 'x' }),
  updateAgent: () => ({ name: 'taken over' }),
  tryAgent: () => ({ question: 'What time is breakfast?' }),
  createArticle: () => ({ title: 'x', body: 'y' }),
  updateArticle: () => ({ title: 'taken', body: 'over' }),
  createChannel: ({ agentId, senderId }) => ({ agentId, senderId }),
  checkTemplate: () => draft,
  createTemplate: ({ connectorId }) => ({ ...draft, connectorId }),
  updateTemplate: () => ({ variableNames: { '1': 'taken over' } }),
  duplicateTemplate: () => ({ name: 'taken_over' }),
  submitTemplate: () => ({ name: 'taken_over', category: 'UTILITY' }),
  updateContact: () => ({ givenName: 'taken over' }),
  createContact: () => ({ phone: '+4930123456' }),
  createContactField: () => ({ name: 'x', kind: 'text' }),
  updateContactField: () => ({ name: 'taken over' }),
  uploadImport: () => ({}),
  startImport: () => ({ columns: { '0': 'phone' } }),
  recordConsent: () => ({ kind: 'opt_in', wording: 'taken over', place: 'nowhere' }),
  updateConsentSettings: () => ({ confirms: false }),
  createOptInPage: ({ senderId }) => ({
    senderId,
    title: 'x',
    wording: 'y',
    confirmation: 'double',
    asksNumber: false,
  }),
  updateOptInPage: () => ({ title: 'taken over' }),
  createPipeline: () => ({ name: 'x' }),
  updatePipeline: () => ({ name: 'taken over' }),
  createLead: ({ contactId, stageId }) => ({ contactId, stageId, title: 'x' }),
  updateLead: () => ({ title: 'taken over' }),
  moveLead: ({ stageId }) => ({ stageId }),
  readNotifications: ({ notificationId }) => ({ ids: [notificationId] }),
  assignConversation: () => ({ memberId: null }),
  createNote: () => ({ body: 'x' }),
  sendMessage: ({ conversationId }) => ({ conversationId, body: 'x' }),
  checkMessage: ({ conversationId }) => ({ conversationId, body: 'x' }),
  settleMessages: ({ messageId }) => ({ ids: [messageId], action: 'drop' }),
  approveMessage: () => ({}),
  fillGaps: () => ({ hours: 1 }),
  createCampaign: aPlan,
  updateCampaign: aPlan,
  previewAudience: ({ senderId }) => ({ audience: { all: [] }, senderIds: [senderId] }),
  retryCampaign: () => ({ reason: 'opted_out' }),
  updateNotificationPreferences: () => ({ language: 'pt' }),
  updateNotificationSettings: () => ({ showsText: true }),
  addPushSubscription: () => ({
    endpoint: 'https://push.example.com/1',
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
    device: 'x',
  }),
  sendTestNotification: () => ({ way: 'push' }),
  createOutgoingWebhook: () => ({ name: 'x', url: 'https://example.com/x', kinds: ['reply'] }),
  updateOutgoingWebhook: () => ({ name: 'taken over' }),
  decideTouch: ({ contactId }) => ({ contactId, step: 0, verdict: 'approve' }),
  signUp: () => ({ name: 'x', email: 'y@z.test', password: 'long enough' }),
  signIn: () => ({ email: 'y@z.test', password: 'wrong wrong' }),
  signOut: () => ({}),
}

beforeAll(async () => {
  room = await startAnsweringServer()
  room.answer = () => ({ body: 'ok' })
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  cookies.aurora = await signIn('owner@aurora.test')
  cookies.stranger = await signIn('owner@stranger.test')
  await addLeadAndPage()
  const made = new Set(['campaignId', 'importId'])
  const others = await until(findIds, (found) =>
    Object.entries(found).every(([name, id]) => made.has(name) || typeof id === 'string'),
  )
  const planned = operations.find(({ id }) => id === 'createCampaign')!
  expect((await call(planned, cookies.aurora, {}, aPlan(others))).status).toBe(201)
  const listed = operations.find(({ id }) => id === 'uploadImport')!
  expect((await call(listed, cookies.aurora, {})).status).toBe(201)
  ids = await findIds()
  ids['templateId'] = await createTemplate(ids)
  // The first guests' answers are still on their way; from here on nothing moves by itself.
  await until(openMessages, (open) => open === 0)
}, 120_000)
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
})

async function createTemplate({ connectorId }: Record<string, string>): Promise<string> {
  const create = operations.find(({ id }) => id === 'createTemplate')!
  const { text } = await call(create, cookies.aurora, {}, { ...draft, connectorId })
  return (JSON.parse(text) as { id: string }).id
}

/** What the demo world has in another organization. */
async function addLeadAndPage(): Promise<void> {
  const { api } = (await enter(hub.url, 'owner@aurora.test', password))!
  const contacts = await until(
    async () => (await must(api.GET('/api/v1/contacts'))).items,
    (items) => items.length > 1,
  )
  const body = { contactId: contacts[0]!.id, title: 'Wedding in May' }
  await must(api.POST('/api/v1/leads', { body }))
  const { items: senders } = await must(api.GET('/api/v1/senders'))
  const page = {
    title: 'News',
    wording: 'You write to me',
    confirmation: 'double',
    asksNumber: false,
  } as const
  await must(api.POST('/api/v1/contact-fields', { body: { name: 'Room', kind: 'text', options: [] } }))
  await must(api.POST('/api/v1/opt-in-pages', { body: { senderId: senders[0]!.id, ...page } }))
  await addWaysToBeTold(api)
}

/** A browser that is told by push, and an outgoing webhook with something in its log. */
async function addWaysToBeTold(api: Session['api']): Promise<void> {
  const url = `${room.url}/hook`
  const body = { name: 'Team room', url, kinds: ['outgoing_webhook_failed' as const] }
  const { id: outgoingWebhookId } = await must(api.POST('/api/v1/outgoing-webhooks', { body }))
  const path = { outgoingWebhookId }
  await must(api.POST('/api/v1/outgoing-webhooks/{outgoingWebhookId}/test', { params: { path } }))
  await until(
    async () =>
      (await must(api.GET('/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries', { params: { path } })))
        .items,
    (items) => items[0]?.state === 'sent',
  )
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  await must(
    api.POST('/api/v1/push-subscriptions', {
      body: { endpoint: 'https://push.example.com/2', keys, device: 'x' },
    }),
  )
}

async function findIds(): Promise<Record<string, string>> {
  return await asOwner(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<Record<string, string>>(`
      with aurora as (select organization_id as id from agent where name = 'Front desk')
      select aurora.id as "organizationId",
        (select id from connector where organization_id = aurora.id limit 1) as "connectorId",
        (select sender_id from channel where organization_id = aurora.id limit 1) as "senderId",
        (select id from agent where organization_id = aurora.id limit 1) as "agentId",
        (select id from article where organization_id = aurora.id limit 1) as "articleId",
        (select id from channel where organization_id = aurora.id limit 1) as "channelId",
        (select id from contact where organization_id = aurora.id limit 1) as "contactId",
        (select id from conversation where organization_id = aurora.id limit 1) as "conversationId",
        (select id from message where organization_id = aurora.id and direction = 'out' limit 1) as "messageId",
        (select id from contact_field where organization_id = aurora.id limit 1) as "fieldId",
        (select id from contact_import where organization_id = aurora.id limit 1) as "importId",
        (select id from campaign where organization_id = aurora.id limit 1) as "campaignId",
        (select id from pipeline where organization_id = aurora.id limit 1) as "pipelineId",
        (select id from stage where organization_id = aurora.id limit 1) as "stageId",
        (select id from lead where organization_id = aurora.id limit 1) as "leadId",
        (select id from opt_in_page where organization_id = aurora.id limit 1) as "optInPageId",
        (select id from outgoing_webhook where organization_id = aurora.id limit 1) as "outgoingWebhookId",
        (select id from push_subscription where organization_id = aurora.id limit 1) as "pushSubscriptionId",
        (select id from notification_delivery where organization_id = aurora.id and way = 'webhook' limit 1) as "deliveryId",
        (select id from auth.member where "organizationId" = aurora.id::text limit 1) as "memberId"
      from aurora`)
    return rows[0] ?? { organizationId: undefined as never }
  })
}

async function openMessages(): Promise<number> {
  return await asOwner(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select (count(*) filter (where status not in ('delivered', 'read', 'received')) + case when count(*) < 4 then 1 else 0 end)::int as count from message`,
    )
    return rows[0]?.count ?? 1
  })
}

/** A fingerprint of everything Hotel Aurora has. */
async function fingerprint(): Promise<string> {
  return await asOwner(hub.databaseUrl, async (client) => {
    const tables = [
      'connector',
      'sender',
      'agent',
      'article',
      'passage',
      'channel',
      'contact',
      'contact_identity',
      'contact_field',
      'template',
      'conversation',
      'note',
      'message',
      'activity',
      'notification',
      'campaign',
      'touch',
      'consent',
      'consent_settings',
      'opt_in_page',
      'opt_in_wording',
      'imported_opt_out',
      'pipeline',
      'stage',
      'lead',
      'notification_preference',
      'notification_settings',
      'push_subscription',
      'outgoing_webhook',
    ]
    const hashes = []
    for (const table of tables) {
      const volatile = table === 'sender' ? `to_jsonb(t) - 'checked_at' - 'updated_at'` : 'to_jsonb(t)'
      const { rows } = await client.query<{ hash: string }>(
        `select md5(coalesce(string_agg((${volatile})::text, '' order by t::text), '')) as hash from ${table} t where organization_id = $1`,
        [ids['organizationId']],
      )
      hashes.push(`${table} ${rows[0]?.hash}`)
    }
    return hashes.join('\n')
  })
}

const bodyOf = (operation: Operation, given: Record<string, string>) => bodies[operation.id]?.(given)
const placed = operations.filter(
  ({ path }) =>
    path.includes('{') &&
    !path.includes('{invitationId}') &&
    !path.includes('{keyId}') &&
    !path.includes('{mediaId}'),
)
const named = operations.filter(({ id }) =>
  [
    'switchOrganization',
    'createChannel',
    'createTemplate',
    'createLead',
    'createOptInPage',
    'sendMessage',
    'checkMessage',
  ].includes(id),
)
const readers = operations.filter(
  ({ method, path, permission }) => method === 'GET' && !path.includes('{') && permission !== 'public',
)

describe('an organization is sealed', () => {
  test('there is something to protect, and its owner can see it', async () => {
    expect(placed.length).toBeGreaterThan(30)
    for (const operation of placed.filter(({ method }) => method === 'GET')) {
      expect([operation.id, (await call(operation, cookies.aurora, ids)).status]).toEqual([operation.id, 200])
    }
  })

  test('a stranger’s id is not found, exactly like an id that nobody has, and nothing changes', async () => {
    const before = await fingerprint()
    for (const operation of [...placed, ...named]) {
      const theirs = await call(operation, cookies.stranger, ids, bodyOf(operation, ids))
      const nobodys = await call(
        operation,
        cookies.stranger,
        {},
        bodyOf(operation, Object.fromEntries(Object.keys(ids).map((name) => [name, nobody]))),
      )
      expect([operation.id, theirs.status]).toEqual([operation.id, 404])
      expect([operation.id, theirs]).toEqual([operation.id, nobodys])
    }
    const settled = operations.find(({ id }) => id === 'settleMessages')!
    expect((await call(settled, cookies.stranger, {}, bodyOf(settled, ids))).text).toContain('not_found')
    expect(await fingerprint()).toBe(before)
  })

  test('lists of a stranger hold nothing of ours', async () => {
    const needles = Object.values(ids)
    for (const operation of readers) {
      const { text } = await call(operation, cookies.stranger, {})
      expect([operation.id, needles.filter((id) => text.includes(id))]).toEqual([operation.id, []])
    }
  })

  test('whoever is not signed in gets nothing but the public doors', async () => {
    for (const operation of operations.filter(({ permission }) => permission !== 'public')) {
      expect([operation.id, (await call(operation, '', ids, bodyOf(operation, ids))).status]).toEqual([
        operation.id,
        401,
      ])
    }
  })

  test('every table of an organization is sealed by the database itself', async () => {
    const open = await asOwner(hub.databaseUrl, async (client) => {
      const { rows } = await client.query<{ name: string; why: string }>(`
        select c.relname as name, case
          when not (c.relrowsecurity and c.relforcerowsecurity) then 'row-level security is not forced'
          when not exists (select from pg_policies p where p.tablename = c.relname and p.qual like '%current_organization%' and p.with_check like '%current_organization%') then 'no policy'
          when exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
            where i.indrelid = c.oid and i.indisunique and a.attname <> 'organization_id') then 'a unique index does not begin with the organization'
        end as why
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r'
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped)
          -- Found before an organization is known: by the hash of a secret, and by the number itself.
          and c.relname not in ('webhook_route', 'sender_claim', 'opt_in_route')`)
      expect(rows.length).toBeGreaterThan(20)
      return rows.filter(({ why }) => why !== null)
    })
    expect(open).toEqual([])
  })
})
