import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './hub.ts'
import { openOutreach, type Outreach } from './outreach.ts'
import { twilioAccount } from './world/cast.ts'
import { must } from './world/session.ts'

// Twenty thousand people, six numbers, and everything that goes wrong at Twilio and on the way: at the end each of them has one outcome, no two
// messages reached anybody, and what Twilio remembers of each message is what we say of it.

const people = 20_000
/** They never agreed. */
const strangers = 30
/** Numbers of our own beside the two that the world has. */
const moreSenders = [
  'whatsapp:+12025550113',
  'whatsapp:+12025550114',
  'whatsapp:+12025550115',
  'whatsapp:+12025550116',
]
const pace = 300

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

const atTwilio = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) => {
  const answer = await fetch(`${desk.hub.simulatorUrl}/simulator/api${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? null : ((await answer.json()) as unknown)
}
const to = (n: number) => desk.address(1, n)
const range = (from: number, until: number) => Array.from({ length: until - from }, (_, at) => from + at)

/** Who gets nothing, and why; by number in the group. */
const fates = {
  wantsNothing: range(0, 20),
  hasNoWhatsApp: range(100, 150),
  wantsNoMarketing: range(150, 200),
  toldTwilioStop: range(200, 230),
  neverReachable: range(230, 250),
}
/** What WhatsApp answers to the first message of somebody; spread over the whole campaign. */
const lateErrors = [63_003, 63_016, 63_018, 63_032, 63_033].flatMap((code, at) =>
  range(0, 5).map((n) => ({ code, n: 1000 + at * 100 + n * 3500 })),
)

async function openSenders(): Promise<string[]> {
  const { connectorId, api } = desk
  const params = { path: { connectorId } }
  const addresses = ['whatsapp:+12025550111', 'whatsapp:+12025550112', ...moreSenders]
  for (const address of addresses)
    await atTwilio('PUT', `/senders/${encodeURIComponent(address)}`, { messages_per_second: pace * 1.2 })
  const { items } = await must(api.POST('/api/v1/connectors/{connectorId}/senders/refresh', { params }))
  const ids = items.filter(({ address }) => addresses.includes(address)).map(({ id }) => id)
  expect(ids.length).toBe(addresses.length)
  await must(api.PUT('/api/v1/connectors/{connectorId}/senders', { params, body: { active: ids } }))
  await must(api.POST('/api/v1/connectors/{connectorId}/webhooks', { params }))
  for (const senderId of ids)
    await must(api.PATCH('/api/v1/senders/{senderId}', { params: { path: { senderId } }, body: { pace } }))
  return ids
}

async function spoilEverything(senderAddresses: readonly string[]): Promise<void> {
  const phone = (n: number, changes: object) =>
    atTwilio('POST', '/phones', { address: to(n), profile_name: 'Person', ...changes })
  for (const n of fates.hasNoWhatsApp) await phone(n, { registered: false })
  for (const n of fates.wantsNoMarketing) await phone(n, { marketing_per_day: 0 })
  for (const n of fates.neverReachable) await phone(n, { online: false })
  for (const n of fates.toldTwilioStop)
    for (const from of senderAddresses)
      await atTwilio('PUT', '/opt-outs', { from, user: to(n), opted_out: true })
  await desk.query(
    `insert into suppression (sender_address, contact_address, since) select address, person, now()
     from unnest($1::text[]) as address, unnest($2::text[]) as person`,
    [senderAddresses, fates.wantsNothing.map(to)],
  )
  const posts = { method: 'POST', path: '/Messages.json' }
  const fault = (match: object, effect: unknown, more: object) =>
    atTwilio('PUT', '/faults', { match, effect, ...more })
  for (const { code, n } of lateErrors)
    await fault({ ...posts, to: to(n) }, { 'async-error': { code } }, { times: 1 })
  // One of them is refused in words that cannot be read.
  await fault({ ...posts, to: to(fates.toldTwilioStop[0]!) }, 'garble', { times: 1 })
  await fault(posts, { status: { http: 429 } }, { times: 12, probability: 0.01 })
  await fault(posts, { status: { http: 500, accept: 'coin' } }, { probability: 0.004 })
  await fault(posts, { status: { http: 503, accept: false } }, { probability: 0.002 })
  await fault(posts, { 'hang-after-accept': { ms: 300 } }, { probability: 0.003 })
  await fault(posts, { reset: { accept: true } }, { probability: 0.003 })
  await fault(posts, { reset: { accept: false } }, { probability: 0.002 })
  await fault(posts, 'garble', { probability: 0.002 })
  await fault(posts, { delay: { ms: 150 } }, { probability: 0.02 })
  const callbacks = { path: '/status/' }
  await fault(callbacks, 'drop-callback', { probability: 0.03 })
  await fault(callbacks, 'duplicate-callback', { probability: 0.05 })
  await fault(callbacks, 'reorder-callbacks', { probability: 0.03 })
  await fault(callbacks, { 'delay-callback': { ms: 2500 } }, { probability: 0.03 })
}

interface TwilioMessage {
  sid: string
  to: string
  body: string
  status: string
  error_code: number | null
  direction: string
}

/** All that Twilio remembers of messages to these people. */
async function memoryOfTwilio(): Promise<TwilioMessage[]> {
  const authorization = `Basic ${Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')}`
  const found: TwilioMessage[] = []
  let next: string | null = `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json?PageSize=1000`
  while (next !== null) {
    const answer = await fetch(`${desk.hub.simulatorUrl}${next}`, { headers: { authorization } })
    const page = (await answer.json()) as { messages: TwilioMessage[]; next_page_uri: string | null }
    found.push(...page.messages)
    next = page.next_page_uri
  }
  return found.filter((one) => one.direction === 'outbound-api' && one.to.startsWith('whatsapp:+4930'))
}

interface Attempt {
  sid: string | null
  to: string
  messageId: string
  isLast: boolean
  status: string
  reason: string | null
  code: number | null
  attemptCode: number | null
}

/** Every try to send something to these people, with what we say of its message. */
const attemptsOf = (campaignId: string) =>
  desk.query<Attempt>(
    `select attempt.provider_sid as sid, contact_address as "to", message.id as "messageId", message.status, message.status_reason as reason,
       message.error_code as code, attempt.error_code as "attemptCode",
       not exists (select from attempt newer where newer.message_id = message.id and newer.number > attempt.number) as "isLast"
     from touch join message on message.id = touch.message_id join conversation on conversation.id = message.conversation_id
     join attempt on attempt.message_id = message.id where touch.campaign_id = $1`,
    [campaignId],
  )

const count = async (from: string, values: unknown[] = []) =>
  (await desk.query<{ count: number }>(`select count(*)::int as count from ${from}`, values))[0]!.count

const inOutbox = (campaignId: string) =>
  count(
    `message join touch on touch.message_id = message.id where campaign_id = $1 and message.status in ('queued', 'claimed', 'dispatching')`,
    [campaignId],
  )

/** Attempts that Twilio has yet to be asked about. */
const unasked = `attempt where next_check_at is not null and dispatched_at > now() - interval '10 minutes'`
const inDoubt = `attempt where next_check_at <= now() or (state = 'unknown' and exists (
  select from message where id = message_id and status = 'unknown' and status_reason is distinct from 'outcome_unknown'))`

/** What Twilio lost, and we still mean to ask about: it may be asked about just now, and some of it is tried again once that is known. */
async function lossesToHear(): Promise<number> {
  const lost = (await memoryOfTwilio()).filter(
    ({ status }) => status === 'failed' || status === 'undelivered',
  )
  return await count(
    `unnest($1::text[]) as sid where not exists (select from attempt where provider_sid = sid and next_check_at is null)`,
    [lost.map(({ sid }) => sid)],
  )
}

const atWork = async () => {
  const health = (await atTwilio('GET', '/health')) as { pending_webhooks: number; pending_timers: number }
  return health.pending_webhooks + health.pending_timers
}

/**
 * Minutes pass for what waits on the database's clock: what was throttled is tried once more, and Twilio is asked about what it never reported,
 * of which some turns out to have been throttled too.
 */
async function settle(campaignId: string): Promise<void> {
  const nothing = (left: number) => left === 0
  while ((await inOutbox(campaignId)) + (await count(unasked)) > 0) {
    await desk.query(
      `update message set due_at = now() where status = 'queued' and status_reason = 'throttled'`,
    )
    await until(() => inOutbox(campaignId), nothing, 600)
    await until(atWork, nothing, 600)
    await desk.query(
      `update attempt set dispatched_at = dispatched_at - interval '16 minutes', next_check_at = now() where id in (select id from ${unasked})`,
    )
    await until(() => count(inDoubt), nothing, 600)
    await until(lossesToHear, nothing, 600)
  }
}

/** Some read what they got, some answer, one wants no more. */
async function peopleReact(): Promise<{ answered: string[]; stopped: string }> {
  await atTwilio('DELETE', '/faults')
  const callbacks = { path: '/status/' }
  await atTwilio('PUT', '/faults', { match: callbacks, effect: 'duplicate-callback', probability: 0.3 })
  await atTwilio('PUT', '/faults', { match: callbacks, effect: 'reorder-callbacks', probability: 0.3 })
  const writers: string[] = []
  for (const n of range(2000, 2300)) {
    const [message] = await desk.received(1, n)
    if (!message) continue
    await atTwilio('POST', `/phones/${encodeURIComponent(to(n))}/read`, { sid: message.sid })
    if (n % 6 > 0) continue
    await desk.hub.simulator.addPhone({ address: to(n), profile_name: 'Person' })
    await desk.hub.simulator.write(to(n), message.from, writers.length === 0 ? 'STOP' : 'Yes, please')
    writers.push(to(n))
  }
  const [stopped = '', ...answered] = writers
  return { answered, stopped }
}

/** The rows of the report, one for each recipient. */
async function report(campaignId: string): Promise<{ number: string; outcome: string; reason: string }[]> {
  const { data } = await desk.api.GET('/api/v1/campaigns/{campaignId}/report.csv', {
    ...desk.path(campaignId),
    parseAs: 'text',
  })
  const [, ...lines] = String(data).trim().split('\r\n')
  return lines.map((line) => {
    const [, number = '', outcome = '', reason = ''] = line.split(',')
    return { number: number.replaceAll(/["']/g, ''), outcome, reason }
  })
}

/** Where the progress page counts an outcome of the report. */
const countedAs: Record<string, string> = {
  accepted: 'accepted',
  sent: 'accepted',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
  skipped: 'skipped',
  held: 'held',
  unknown: 'unknown',
}

/** What Twilio's word for a message is in ours. A template that WhatsApp took for a text waits for a person. */
const inOurWords = ({ status, error_code }: TwilioMessage): string =>
  error_code === 63_016 ? 'held' : status === 'queued' ? 'accepted' : status

/** Everything as it stands when nothing moves any more. */
interface Ended {
  id: string
  lines: Awaited<ReturnType<typeof report>>
  memory: TwilioMessage[]
  answered: string[]
}
let ended: Ended

beforeAll(async () => {
  const senderIds = await openSenders()
  await desk.addContacts(1, people - strangers, true, false)
  const others = await desk.addContacts(2, strangers, false, false)
  await desk.query(`update contact set language = 'g1' where id = any($1)`, [others])
  const senders = await desk.query<{ address: string }>('select address from sender where id = any($1)', [
    senderIds,
  ])
  await spoilEverything(senders.map(({ address }) => address))
  const id = await desk.create(1, { senderIds })
  await must(desk.launch(id))
  await desk.comes(id, ({ state }) => state === 'done', 1200)
  await settle(id)
  await everythingWentWrong()
  const { answered, stopped } = await peopleReact()
  await until(atWork, (left) => left === 0, 600)
  const isOurs = ({ body }: TwilioMessage) => body.startsWith('Hello Person, your proposal is ready.')
  const sent = await until(memoryOfTwilio, (messages) => messages.some((one) => !isOurs(one)))
  // Whoever wanted no more had that confirmed; nobody got anything else.
  expect(sent.filter((one) => !isOurs(one)).map((one) => one.to)).toEqual([stopped])
  const memory = sent.filter(isOurs)
  const lines = await until(
    () => report(id),
    (rows) =>
      rows.filter(({ outcome }) => outcome === 'read').length ===
      memory.filter(({ status }) => status === 'read').length,
  )
  ended = { id, lines, memory, answered }
}, 2_400_000)

async function everythingWentWrong(): Promise<void> {
  const { faults } = (await atTwilio('GET', '/faults')) as { faults: { struck: number; effect: unknown }[] }
  const strikes = Map.groupBy(faults, ({ effect }) => JSON.stringify(effect))
  expect([...strikes].filter(([, some]) => some.every(({ struck }) => struck === 0))).toEqual([])
}

test('each of twenty thousand has one outcome, and the progress page counts them', async () => {
  const { id, lines, answered } = ended
  expect(new Set(lines.map(({ number }) => number)).size).toBe(people)
  expect(lines.length).toBe(people)
  expect(lines.filter(({ outcome }) => !(outcome in countedAs))).toEqual([])
  const counts: Record<string, number> = {}
  for (const { outcome } of lines) counts[countedAs[outcome]!] = (counts[countedAs[outcome]!] ?? 0) + 1
  const left = lines.filter(({ reason }) => reason === '21610' || reason === '63033').length + 1
  const none = { planned: 0, review: 0, approved: 0, queued: 0, rejected: 0 }
  const expected = { ...none, ...counts, recipients: people, replied: answered.length, optedOut: left }
  const differences = (progress: Readonly<Record<string, number | null>>) =>
    Object.entries(expected).filter(([what, rows]) => progress[what] !== rows)
  // A large campaign is counted only now and then.
  await desk.comes(id, ({ progress }) => differences(progress).length === 0)
})

test('nobody got it twice; what was sent again had been refused, once', () => {
  const refused = (messages: TwilioMessage[]) => messages.filter((one) => one.error_code === 63_018).length
  const byPerson = [...Map.groupBy(ended.memory, (message) => message.to).values()]
  expect(byPerson.length).toBeGreaterThan(people * 0.98)
  expect(byPerson.some((messages) => refused(messages) > 0)).toBe(true)
  expect(
    byPerson.filter((messages) => messages.length - refused(messages) > 1 || refused(messages) > 1),
  ).toEqual([])
})

test('what Twilio remembers is what we tried, and we say of each message what Twilio says', async () => {
  const { id, memory } = ended
  const known = new Map(
    (await attemptsOf(id)).flatMap((attempt) =>
      attempt.sid === null ? [] : [[attempt.sid, attempt] as const],
    ),
  )
  expect([...known.keys()].toSorted()).toEqual(memory.map(({ sid }) => sid).toSorted())
  const differing = memory.flatMap((message) => {
    const { to: address, isLast, status, code, attemptCode } = known.get(message.sid)!
    const says = isLast ? { status, code } : { status: 'failed', code: attemptCode }
    const remembers = { status: inOurWords(message), code: message.error_code }
    return address === message.to && says.status === remembers.status && says.code === remembers.code
      ? []
      : [{ says, remembers, to: address, message }]
  })
  expect(differing).toEqual([])
})

test('who got nothing is told so with the reason; who may have got it and was not found is unknown', () => {
  const { lines, memory } = ended
  const reached = new Set(memory.map((message) => message.to))
  const says = (some: typeof lines) => [...new Set(some.map(({ outcome, reason }) => `${outcome} ${reason}`))]
  expect(says(lines.filter(({ number }) => !reached.has(`whatsapp:${number}`))).toSorted()).toEqual([
    'failed 21610',
    'failed twilio_refused',
    'skipped no_opt_in',
    'skipped opted_out',
    'unknown outcome_unknown',
  ])
  expect(lines.filter(({ reason }) => reason === 'no_opt_in').length).toBe(strangers)
  /** What is said of some, beside those of whom nobody heard. */
  const saidOf = (numbers: readonly number[]) => {
    const addresses = new Set(numbers.map(to))
    const said = says(lines.filter(({ number }) => addresses.has(`whatsapp:${number}`)))
    return said.filter((one) => one !== 'unknown outcome_unknown').toSorted()
  }
  expect(saidOf(fates.wantsNothing)).toEqual(['skipped opted_out'])
  expect(saidOf(fates.toldTwilioStop)).toEqual(['failed 21610', 'failed twilio_refused'])
  expect(saidOf(fates.hasNoWhatsApp)).toEqual(['undelivered 63024'])
  expect(saidOf(fates.wantsNoMarketing)).toEqual(['undelivered 63049'])
  expect(saidOf(fates.neverReachable)).toEqual(['sent '])
})
