import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../contract/operation.ts'
import { operations } from '../contract/operations.ts'
import { type AnsweringServer, startAnsweringServer } from './answering-server.ts'
import { furnish, type Ids, planOf } from './furnished.ts'
import { type Hub, startHub, until } from './hub.ts'
import { type Slot, slotsOf } from './id-slots.ts'
import { asOwner } from './rows.ts'
import { password } from './world/cast.ts'
import { signIn as enter, signUp } from './world/session.ts'

// Every operation of the contract, and in it every place that takes an id, with the id of another organization there and
// everything else the stranger's own: not found, exactly like an id that nobody has, and nothing changes. Operations and
// places are the contract's own, so one that is added is tested by being there.

let hub: Hub
/** Where outgoing webhooks lead. */
let room: AnsweringServer
const cookies = { ours: '', stranger: '' }
/** Real ids, by the name of the parameter that takes them. */
let ours: Ids
let theirs: Ids

const ourOwner = 'owner@ours.test'

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

interface Request {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
}

/** The request that this organization itself would make. */
const requestOf = (operation: Operation, own: Ids): Request => ({
  params: own,
  query: {},
  body: bodies[operation.id]?.(own),
})

async function call(operation: Operation, who: string, { params, query, body }: Request) {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? nobody)
  const headers: Record<string, string> = { origin: hub.url, ...(who ? { cookie: who } : {}) }
  let payload: string | FormData | undefined
  if (operation.file) {
    payload = new FormData()
    payload.append('file', new File(['# Title\n\nText of a file'], 'a.md', { type: 'text/markdown' }))
  } else if (body !== undefined) {
    payload = JSON.stringify(body)
    headers['content-type'] = 'application/json'
  }
  const answer = await fetch(`${hub.url}${path}?${new URLSearchParams(query).toString()}`, {
    method: operation.method,
    headers,
    ...(payload === undefined ? {} : { body: payload }),
  })
  return { status: answer.status, text: await answer.text() }
}

const nobody = '01990000-0000-7000-8000-000000000000'

const draft = { name: 'x', language: 'en', contentType: 'twilio/text', content: { body: 'Hello' } }

/** A valid body of each operation that needs one. */
const bodies: Record<string, (id: Ids) => unknown> = {
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
  updateSender: () => ({ pace: 1 }),
  updateSenderProfile: () => ({ about: 'taken over' }),
  createAgent: () => ({ name: 'x' }),
  updateAgent: () => ({ name: 'taken over' }),
  saveTwin: () => ({ mode: 'off' }),
  tryTwin: () => ({ question: 'x' }),
  createTwinArticle: () => ({ title: 'x', body: 'y' }),
  updateTwinArticle: () => ({ title: 'taken', body: 'over' }),
  setContactTwin: () => ({ mode: 'off' }),
  createOutboundAgent: () => ({ name: 'x' }),
  updateOutboundAgent: () => ({ name: 'taken over' }),
  tryOutboundAgent: ({ contactId }) => ({ contactId, goal: 'x' }),
  proposeCampaign: ({ outboundAgentId }) => ({ agentId: outboundAgentId, goal: 'x' }),
  tryAgent: () => ({ question: 'What time is breakfast?' }),
  createArticle: () => ({ title: 'x', body: 'y' }),
  updateArticle: () => ({ title: 'taken', body: 'over' }),
  createChannel: ({ agentId, senderId }) => ({ agentId, senderId }),
  checkTemplate: () => draft,
  createTemplate: ({ connectorId }) => ({ ...draft, connectorId }),
  suggestTemplate: ({ conversationId }) => ({ text: 'Your booking is confirmed', conversationId }),
  replaceTemplate: () => draft,
  updateTemplate: () => ({ variableNames: { '1': 'taken over' } }),
  duplicateTemplate: () => ({ name: 'taken_over' }),
  submitTemplate: () => ({ name: 'taken_over', category: 'UTILITY' }),
  updateContact: () => ({ givenName: 'taken over' }),
  createContact: () => ({ phone: '+4930123456' }),
  createSavedFilter: () => ({ name: crypto.randomUUID(), filter: { all: [] } }),
  updateSavedFilter: () => ({ name: 'taken over' }),
  searchContacts: () => ({}),
  countContacts: () => ({}),
  tagContacts: ({ contactId }) => ({ filter: { all: [] }, contactIds: [contactId], add: ['taken'] }),
  createContactField: () => ({ name: 'x', kind: 'text' }),
  updateContactField: () => ({ name: 'taken over' }),
  uploadImport: () => ({}),
  startImport: () => ({ columns: { '0': 'phone' } }),
  mergeContacts: ({ otherContactId }) => ({ otherContactId }),
  recordConsent: () => ({ kind: 'opt_in', wording: 'taken over', place: 'nowhere' }),
  updateConsentSettings: () => ({ confirms: false }),
  createOptInPage: ({ senderId }) => ({
    senderId,
    title: 'x',
    wording: 'y',
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
  createCampaign: planOf,
  updateCampaign: planOf,
  previewAudience: ({ senderId }) => ({ audience: { all: [] }, senderIds: [senderId] }),
  updateCampaignSettings: () => ({ quiet: { from: 1, until: 2 } }),
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
  decideTouches: ({ contactId }) => ({ verdict: 'approve', which: { touches: [{ contactId, step: 0 }] } }),
  decideTouch: ({ contactId }) => ({ contactId, step: 0, verdict: 'approve' }),
  signUp: () => ({ name: 'x', email: 'y@z.test', password: 'long enough' }),
  signIn: () => ({ email: 'y@z.test', password: 'wrong wrong' }),
  signOut: () => ({}),
}

/** What is found under a place, where its name does not say it. */
const nouns: Record<string, string> = {
  'activateSenders active 0': 'senderId',
  'readNotifications ids 0': 'notificationId',
  'settleMessages ids 0': 'messageId',
  'updatePipeline stages 0 id': 'stageId',
  'moveLead beforeId': 'leadId',
  'createCampaign agentId': 'outboundAgentId',
  'updateCampaign agentId': 'outboundAgentId',
  'proposeCampaign agentId': 'outboundAgentId',
  ownerId: 'memberId',
  quotedMessageId: 'messageId',
  senderIds: 'senderId',
  owner: 'memberId',
  stage: 'stageId',
  import: 'importId',
  contactIds: 'contactId',
  takeFields: 'fieldId',
}

function nounOf({ operation, path, choice }: Slot): string {
  const names = path.filter((one) => typeof one === 'string')
  const last = String(names.at(-1))
  return nouns[[operation.id, ...path].join(' ')] ?? nouns[choice ?? ''] ?? nouns[last] ?? last
}

/** A number of ours and an address of theirs exclude the conversation. */
const withoutConversation = (own: Ids) => ({ senderId: own['senderId'], to: '+4915770000009', body: 'x' })

/** The stranger's own request, with this id in the one place. */
function requestWith(slot: Slot, id: string): Request {
  const own = requestOf(slot.operation, theirs)
  if (/^(send|check)Message$/.test(slot.operation.id) && slot.path[0] === 'senderId')
    own.body = withoutConversation(theirs)
  return { ...own, [slot.part]: slot.fill(own[slot.part], id) }
}

/**
 * Places in which any id is taken: it only narrows down what is the asker's own, is answered one by one, or is looked at
 * when the campaign is launched.
 */
const takesAny = ({ operation: { id }, part, path }: Slot): boolean =>
  part === 'query' ||
  path[0] === 'audience' ||
  path[0] === 'filter' ||
  [
    'readNotifications',
    'settleMessages',
    'previewAudience',
    'checkMessage',
    'tagContacts',
    'decideTouches',
  ].includes(id) ||
  (/^(create|update)Campaign$/.test(id) && path[0] === 'steps')

/** An answer without what differs from call to call: ids and times. */
const plain = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT')

beforeAll(async () => {
  room = await startAnsweringServer()
  room.answer = () => ({ body: 'ok' })
  hub = await startHub()
  ours = await settle('Ours', ourOwner, '61')
  theirs = await settle('Strangers', 'owner@theirs.test', '62')
  cookies.ours = await signIn(ourOwner)
  cookies.stranger = await signIn('owner@theirs.test')
  await until(openMessages, (open) => open === 0)
  // What waits for more of its kind is told now, not in the midst of what follows.
  await until(tellWhatWaits, (waiting) => waiting === 0)
  // From here on nothing of ours moves by itself.
  await until(
    async () => {
      const before = await fingerprint()
      await new Promise((done) => setTimeout(done, 1500))
      return { before, after: await fingerprint() }
    },
    ({ before, after }) => before === after,
  )
})
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
})

async function settle(name: string, email: string, digits: string): Promise<Ids> {
  const session = (await signUp(hub.url, name, email, password))!
  const { response } = await session.api.POST('/api/v1/organizations', { body: { name } })
  expect(response.status).toBe(201)
  return await furnish(hub, (await enter(hub.url, email, password))!, digits, `${room.url}/hook`)
}

async function openMessages(): Promise<number> {
  return await asOwner(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from message where status not in ('delivered', 'read', 'received')`,
    )
    return rows[0]!.count
  })
}

/** Answers how many deliveries of notifications are not over yet. */
async function tellWhatWaits(): Promise<number> {
  return await asOwner(hub.databaseUrl, async (client) => {
    await client.query(`update notification_delivery set due_at = now() where state = 'waiting'`)
    const { rowCount } = await client.query(
      `select from notification_delivery where state in ('waiting', 'sending')`,
    )
    return rowCount ?? 0
  })
}

/** Columns that move while nobody does anything: when Parley last looked. */
const volatile = ['checked_at', 'updated_at', 'lastUsedAt', 'lastRequest']

/** A fingerprint of everything we have, in every table that knows an organization. */
async function fingerprint(): Promise<string> {
  return await asOwner(hub.databaseUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string; owner: string }>(`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name, quote_ident(column_name) as owner
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' and column_name in ('organization_id', 'organizationId')
      order by 1`)
    expect(tables.length).toBeGreaterThan(40)
    const lines = []
    for (const { name, owner } of tables) {
      const { rows } = await client.query<{ hash: string; count: number }>(
        `select md5(coalesce(string_agg(line, '' order by line), '')) as hash, count(*)::int as count
         from (select (to_jsonb(t) - $2::text[])::text as line from ${name} t where ${owner}::text = $1) lines`,
        [ours['organizationId'], volatile],
      )
      lines.push(`${name} ${rows[0]!.count} ${rows[0]!.hash}`)
    }
    return lines.join('\n')
  })
}

const guarded = operations.filter(({ permission }) => permission !== 'public')
const slots = guarded.flatMap(slotsOf)
const readers = guarded.filter(({ method, path }) => method === 'GET' && !path.includes('{'))
const label = ({ operation, part, path }: Slot) => `${operation.id} ${part} ${path.join('.')}`

describe('an organization is sealed', () => {
  test('there is something to protect: each place has an id of ours that its owner can see', async () => {
    expect(slots.length).toBeGreaterThan(100)
    const unknown = slots.filter((slot) => !ours[nounOf(slot)] || !theirs[nounOf(slot)])
    expect(unknown.map(label)).toEqual([])
    const shown = guarded.filter(({ method, path }) => method === 'GET' && path.includes('{'))
    for (const operation of shown.filter(({ id }) => id !== 'getInvitation')) {
      const { status } = await call(operation, cookies.ours, requestOf(operation, ours))
      expect([operation.id, status]).toEqual([operation.id, 200])
    }
  })

  test('lists of a stranger hold nothing of ours', async () => {
    const needles = Object.values(ours)
    for (const operation of readers) {
      const { text } = await call(operation, cookies.stranger, requestOf(operation, theirs))
      expect([operation.id, needles.filter((id) => text.includes(id))]).toEqual([operation.id, []])
    }
  })

  test('our id in one place is not found, exactly like an id that nobody has, and nothing changes', async () => {
    const before = await fingerprint()
    const wrong: unknown[] = []
    for (const slot of slots) {
      const foreign = await call(slot.operation, cookies.stranger, requestWith(slot, ours[nounOf(slot)]!))
      const random = await call(slot.operation, cookies.stranger, requestWith(slot, nobody))
      const alike = foreign.status === random.status && plain(foreign.text) === plain(random.text)
      const refused = foreign.status >= 400 && foreign.status < 500
      const missing = slot.part !== 'params' || foreign.status === 404
      if (!alike || !missing || !(refused || takesAny(slot))) wrong.push([label(slot), foreign, random])
    }
    expect(wrong).toEqual([])
    expect(await fingerprint()).toBe(before)
  })

  test('where it is answered one by one, ours is not found', async () => {
    const settleAll = operations.find(({ id }) => id === 'settleMessages')!
    const { text } = await call(settleAll, cookies.stranger, requestOf(settleAll, ours))
    expect(text).toContain('not_found')
  })

  test('with the stranger’s own ids the same requests reach their things', async () => {
    // What is told apart above is the one foreign id, not a request that would be refused anyhow.
    const several = [
      ...new Set(slots.filter(({ part }) => part === 'body').map(({ operation }) => operation)),
    ]
    for (const operation of [...several].filter(({ id }) => id !== 'decideTouch')) {
      const { status, text } = await call(operation, cookies.stranger, requestOf(operation, theirs))
      expect([operation.id, status === 404 ? text : 'found']).toEqual([operation.id, 'found'])
    }
  })

  test('whoever is not signed in gets nothing but the public doors', async () => {
    for (const operation of guarded) {
      const { status } = await call(operation, '', requestOf(operation, ours))
      expect([operation.id, status]).toEqual([operation.id, 401])
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
