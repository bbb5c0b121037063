import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Templates are made at Twilio and judged by Meta; the hub shows what they say.

let hub: Hub
let session: Session
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function atTwilio(method: string, path: string, body: object): Promise<{ sid: string }> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { sid: string }
}

const sidOf = (n: number) => `HX${String(n).padStart(32, '0')}`
const putContent = (n: number, content: object) =>
  atTwilio('PUT', `/contents/${sidOf(n)}`, { account_sid: twilioAccount.sid, ...content })
const sync = async () => (await must(session.api.POST('/api/v1/templates/sync'))).items
const list = async () => (await must(session.api.GET('/api/v1/templates'))).items

test('every page of the account’s templates is read, each with its approval and its picture', async () => {
  for (let n = 1; n <= 620; n += 1)
    await putContent(n, {
      friendly_name: `offer_${n}`,
      language: n % 2 ? 'en' : 'pt_BR',
      variables: { '1': 'Ana' },
      types: {
        'twilio/text': { body: 'Hello {{1}}' },
        'twilio/quick-reply': { body: 'Hello {{1}}', actions: [{ title: 'Yes', id: 'y' }] },
      },
      approval: { name: `offer_${n}`, category: 'MARKETING', status: 'approved' },
    })
  const synced = await sync()
  expect(synced.filter(({ name }) => name.startsWith('offer_')).length).toBe(620)
  expect(synced.find(({ twilioSid }) => twilioSid === sidOf(1))).toMatchObject({
    name: 'offer_1',
    language: 'en',
    contentType: 'twilio/quick-reply',
    category: 'MARKETING',
    status: 'approved',
    variables: [{ key: '1', sample: 'Ana', name: '' }],
    preview: { body: 'Hello Ana', buttons: [{ label: 'Yes', kind: 'quick_reply', target: null }] },
  })
})

test('a new approval with its reason replaces the old one, and what is gone at Twilio is gone here', async () => {
  const [before] = (await list()).filter(({ twilioSid }) => twilioSid === sidOf(2))
  await atTwilio('POST', `/templates/${sidOf(2)}/verdict`, { status: 'rejected', reason: 'PROMOTIONAL' })
  const basic = Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')
  const gone = await fetch(`${hub.simulatorUrl}/v1/Content/${sidOf(3)}`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${basic}`, host: 'content.twilio.com' },
  })
  expect(gone.status).toBe(204)
  const after = await sync()
  expect(after.find(({ twilioSid }) => twilioSid === sidOf(2))).toMatchObject({
    id: before!.id,
    status: 'rejected',
    rejectionReason: 'PROMOTIONAL',
  })
  expect(after.some(({ twilioSid }) => twilioSid === sidOf(3))).toBe(false)
  expect(await list()).toEqual(after)
})

test('an account without the newer list is read from the older one', async () => {
  const asked = async () => {
    const answer = await fetch(`${hub.simulatorUrl}/simulator/api/requests`)
    const { requests } = (await answer.json()) as { requests: { path?: string; url?: string }[] }
    return requests
      .map(({ path, url }) => path ?? url ?? '')
      .filter((one) => one.includes('ContentAndApprovals'))
  }
  const whole = await sync()
  expect((await asked()).every((path) => path.includes('/v2/'))).toBe(true)
  await atTwilio('PUT', '/faults', {
    match: { method: 'GET', path: '/v2/ContentAndApprovals' },
    effect: { status: { http: 404, code: 20404 } },
    times: 1,
  })
  expect(await sync()).toMatchObject(whole.map(({ syncedAt: _, ...template }) => template))
  expect((await asked()).some((path) => path.includes('/v1/'))).toBe(true)
})

const connectorOf = async () => (await must(session.api.GET('/api/v1/connectors'))).items[0]!.id
const draft = {
  name: 'booking_moved',
  language: 'pt_BR',
  contentType: 'twilio/quick-reply',
  content: {
    body: 'Olá {{1}}, sua reserva mudou para {{2}} conforme combinado.',
    actions: [{ type: 'QUICK_REPLY', title: 'Combinado', id: 'ok' }],
  },
  variables: { '1': 'Ana', '2': '12 de março' },
}

/** The look that is planned for later, now. */
const lookNow = () =>
  asOwner(hub.databaseUrl, async (client) => {
    await client.query(
      `update pgboss.job set start_after = now() where name = 'templates.approval' and state = 'created'`,
    )
  })
/** In how many seconds, to the next half a minute. */
const plannedLooks = (templateId: string) =>
  asOwner(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<{ round: number; seconds: number }>(
      `select (data->'facts'->>'round')::int as round, (round(extract(epoch from start_after - created_on) / 30) * 30)::int as seconds
      from pgboss.job where name = 'templates.approval' and state = 'created'
        and data->'facts'->>'templateId' = $1`,
      [templateId],
    )
    return rows
  })

test('a template is created, named, submitted, and its approval arrives by itself, with a changed category', async () => {
  const connectorId = await connectorOf()
  const body = { ...draft, connectorId, variableNames: { '1': 'contact.name', '2': 'date' } }
  const { id, twilioSid, ...created } = await must(session.api.POST('/api/v1/templates', { body }))
  expect(created).toMatchObject({
    status: 'unsubmitted',
    category: '',
    variables: [
      { key: '1', sample: 'Ana', name: 'contact.name' },
      { key: '2', sample: '12 de março', name: 'date' },
    ],
    preview: { body: 'Olá Ana, sua reserva mudou para 12 de março conforme combinado.' },
  })
  const path = { templateId: id }
  const submission = { name: 'booking_moved', category: 'UTILITY' as const }
  const submitted = await must(
    session.api.POST('/api/v1/templates/{templateId}/submission', { params: { path }, body: submission }),
  )
  expect(submitted).toMatchObject({ status: 'received', category: 'UTILITY', requestedCategory: 'UTILITY' })
  expect(await plannedLooks(id)).toEqual([{ round: 0, seconds: 30 }])

  await lookNow()
  // Still in review: the next look is half a minute away.
  expect(
    await until(
      () => plannedLooks(id),
      ([one]) => one?.round === 1,
    ),
  ).toEqual([{ round: 1, seconds: 30 }])
  await atTwilio('POST', `/templates/${twilioSid}/verdict`, { status: 'approved', category: 'MARKETING' })
  await lookNow()
  const show = () => must(session.api.GET('/api/v1/templates/{templateId}', { params: { path } }))
  expect(await until(show, ({ status }) => status === 'approved')).toMatchObject({
    category: 'MARKETING',
    requestedCategory: 'UTILITY',
    variables: [{ name: 'contact.name' }, { name: 'date' }],
  })
  expect(await plannedLooks(id)).toEqual([])

  const again = await session.api.POST('/api/v1/templates/{templateId}/submission', {
    params: { path },
    body: submission,
  })
  expect(again.error).toMatchObject({ code: 'template_already_submitted' })
})

test('a rejection tells the administrators, with its reason on the template; a copy can be submitted anew', async () => {
  const connectorId = await connectorOf()
  const { id, twilioSid } = await must(
    session.api.POST('/api/v1/templates', { body: { ...draft, name: 'booking_lost', connectorId } }),
  )
  const path = { templateId: id }
  await must(
    session.api.POST('/api/v1/templates/{templateId}/submission', {
      params: { path },
      body: { name: 'booking_lost', category: 'UTILITY' },
    }),
  )
  await atTwilio('POST', `/templates/${twilioSid}/verdict`, {
    status: 'rejected',
    reason: 'TAG_CONTENT_MISMATCH',
  })
  await lookNow()
  const told = async () =>
    (await must(session.api.GET('/api/v1/notifications', { params: { query: {} } }))).items.filter(
      ({ kind, facts }) => kind === 'template_changed' && facts['templateId'] === id,
    )
  expect(await until(told, ({ length }) => length > 0)).toMatchObject([
    { facts: { template: 'booking_lost', language: 'pt_BR', status: 'rejected' } },
  ])
  const copy = await must(
    session.api.POST('/api/v1/templates/{templateId}/duplicate', {
      params: { path },
      body: { name: 'booking_lost_2' },
    }),
  )
  expect(copy).toMatchObject({ name: 'booking_lost_2', status: 'unsubmitted', content: draft.content })
  const named = await must(
    session.api.PATCH('/api/v1/templates/{templateId}', {
      params: { path: { templateId: copy.id } },
      body: { variableNames: { '2': 'date' } },
    }),
  )
  expect(named.variables.map(({ name }) => name)).toEqual(['', 'date'])

  await session.api.DELETE('/api/v1/templates/{templateId}', { params: { path } })
  expect((await list()).some((one) => one.id === id)).toBe(false)
  expect((await sync()).some((one) => one.twilioSid === twilioSid)).toBe(false)
  expect((await list()).find((one) => one.id === copy.id)?.variables[1]).toMatchObject({ name: 'date' })
})

test('what was not submitted is changed at Twilio too; after that it can only be copied', async () => {
  const body = { ...draft, name: 'booking_early', connectorId: await connectorOf() }
  const { id, twilioSid } = await must(session.api.POST('/api/v1/templates', { body }))
  const params = { path: { templateId: id } }
  const change = {
    name: 'booking_earlier',
    contentType: 'twilio/text',
    content: { body: 'Olá {{1}}, sua reserva começa mais cedo.' },
    variables: { '1': 'Ana' },
    variableNames: { '1': 'contact.name' },
  }
  const changed = await must(session.api.PUT('/api/v1/templates/{templateId}', { params, body: change }))
  expect(changed).toMatchObject({
    name: 'booking_earlier',
    language: 'pt_BR',
    contentType: 'twilio/text',
    variables: [{ key: '1', sample: 'Ana', name: 'contact.name' }],
    preview: { body: 'Olá Ana, sua reserva começa mais cedo.', buttons: [] },
  })
  expect((await sync()).find((one) => one.twilioSid === twilioSid)).toMatchObject({
    id,
    content: change.content,
    name: 'booking_earlier',
  })
  const wrong = await session.api.PUT('/api/v1/templates/{templateId}', {
    params,
    body: { ...change, content: { body: '{{1}}' } },
  })
  expect(wrong.error).toMatchObject({ code: 'template_not_valid' })
  const submission = { name: 'booking_earlier', category: 'UTILITY' as const }
  await must(session.api.POST('/api/v1/templates/{templateId}/submission', { params, body: submission }))
  const late = await session.api.PUT('/api/v1/templates/{templateId}', { params, body: change })
  expect(late.error).toMatchObject({ code: 'template_already_submitted' })
})

test('what Meta would reject is not created, and says why', async () => {
  const before = (await list()).length
  const body = {
    ...draft,
    category: '',
    connectorId: await connectorOf(),
    content: { body: '{{1}} is here' },
  }
  const { error } = await session.api.POST('/api/v1/templates', { body })
  expect(error).toMatchObject({
    code: 'template_not_valid',
    facts: {
      problems: expect.arrayContaining([expect.objectContaining({ code: 'variable_at_start' })]) as unknown[],
    },
  })
  const checked = await must(session.api.POST('/api/v1/templates/check', { body }))
  expect(checked.problems.map(({ field }) => field)).toContain('actions')
  expect(checked.preview.body).toBe('Ana is here')
  const unfilled = await must(
    session.api.POST('/api/v1/templates/check', { body: { ...body, variables: { '1': '' } } }),
  )
  expect(unfilled.preview.body).toBe('{{1}} is here')
  expect((await sync()).length).toBe(before)
})

test('an organization sees only its own, and one without a connector is told so', async () => {
  const stranger = (await signIn(hub.url, 'owner@stranger.test', password))!
  expect((await must(stranger.api.GET('/api/v1/templates'))).items).toEqual([])
  const { error } = await stranger.api.POST('/api/v1/templates/sync')
  expect(error).toMatchObject({ code: 'connector_not_connected' })
})
