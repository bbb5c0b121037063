import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hearOptOut, hearReplies } from '../server/campaigns/hear-contact.ts'
import { runCampaigns } from '../server/campaigns/run-campaigns.ts'
import { retryTouches } from '../server/campaigns/retry-touches.ts'
import {
  createCampaign,
  launchCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../server/campaigns/steer-campaign.ts'
import { recordOptOut } from '../server/contacts/record-opt-out.ts'
import { timeZoneOf } from '../server/contacts/time-zone.ts'
import { openConversations } from '../server/conversations/open-conversations.ts'
import { markDispatching } from '../server/messages/mark-dispatching.ts'
import { insertInboundMessages } from '../server/messages/inbound-store.ts'
import { claimMessages, lanesToServe } from '../server/messages/outbox-store.ts'
import { recordOutcomes } from '../server/messages/record-outcomes.ts'
import { fixedClock } from '../server/platform/clock.ts'
import type { Tx } from '../server/platform/db.ts'
import { newId } from '../server/platform/ids.ts'
import { type Log, silentLog } from '../server/platform/log.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { addOrganization, addSender, asOwner } from './rows.ts'

// Whatever a campaign plans and whatever happens meanwhile (people answer, opt out, it is paused, the outbox stands still, a template is paused):
// what leaves keeps to the plan, to the people's wishes and to the window. What leaves is what the last look before the wire lets pass.

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.[Symbol.asyncDispose]())

const minute = 60_000
const day = 24 * 60 * minute
const monday = new Date('2026-03-02T12:00:00.000Z')
const people = [
  { prefix: '+4930', zone: null },
  { prefix: '+5511', zone: 'America/Sao_Paulo' },
  { prefix: '+8190', zone: 'Asia/Tokyo' },
  { prefix: '+6421', zone: 'Pacific/Auckland' },
] as const
type Step = {
  text: string
  waitSeconds: number
  templateId: string | null
  variables: Record<string, string>
}

const stepShape = fc.record({
  says: fc.constantFrom('text', 'template', 'both', 'service') as fc.Arbitrary<
    'text' | 'template' | 'both' | 'service'
  >,
  wait: fc.constantFrom(0, 60, 3600, 86_400, 3 * 86_400),
})
const plan = fc.record({
  kind: fc.constantFrom('one_shot', 'drip', 'drip', 'follow_up') as fc.Arbitrary<
    'one_shot' | 'drip' | 'follow_up'
  >,
  steps: fc.array(stepShape, { minLength: 1, maxLength: 3 }),
  startsInHours: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
  quiet: fc.option(
    fc
      .record({ from: fc.integer({ min: 0, max: 1439 }), minutes: fc.integer({ min: 1, max: 14 * 60 }) })
      .map(({ from, minutes }) => ({ from, until: (from + minutes) % 1440 })),
    { nil: null, freq: 2 },
  ),
  endsAfterDays: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  optedIn: fc.array(fc.boolean(), { minLength: people.length, maxLength: people.length }),
  /** Wrote an hour before it is launched. */
  wrote: fc.array(fc.boolean(), { minLength: people.length, maxLength: people.length }),
})
const happening = fc.record({
  afterMinutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 90, max: 2000 })),
  what: fc.constantFrom(
    'nothing',
    'nothing',
    'writes',
    'writes',
    'stops',
    'paused',
    'resumed',
    'outbox stands',
    'outbox goes',
    'template paused',
    'template approved',
    'agrees',
    'tried again',
  ),
  who: fc.nat(people.length - 1),
  /** The campaigns' round comes between what somebody writes and its being heard. */
  heardLate: fc.boolean(),
})
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

/** A message that the last look let pass. */
interface Left {
  who: number
  step: number
  at: Date
  asTemplate: boolean
  category: string | null
}

const counted = { texts: 0, templates: 0 }

/** Minutes of the day that people read on their clocks. */
function minuteThere(at: Date, zone: string): number {
  const [hour = 0, minutes = 0] = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(at)
    .split(':')
    .map(Number)
  return hour * 60 + minutes
}
const isWithin = (now: number, from: number, until: number) =>
  from <= until ? now >= from && now < until : now >= from || now < until

let number = 0

async function openWorld() {
  const { organizationId } = await addOrganization(fresh.url, {})
  const clock = fixedClock(monday)
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  const ownerQuery = <Row extends object>(text: string, values: unknown[]) =>
    asOwner(fresh.url, async (client) => (await client.query<Row>(text, values)).rows)
  const address = `whatsapp:+1202${String(6_000_000 + (number += 1))}`
  const sender = await inside((tx) => addSender(tx, address))
  const template = async (name: string, category: string) => {
    const id = newId()
    await ownerQuery(
      `insert into template (organization_id, id, connector_id, twilio_sid, name, language, content_type, content, category, status, synced_at, updated_at)
       values ($1, $2, $3, $4, $5, 'en', 'twilio/text', $6, $7, 'approved', now(), now())`,
      [
        organizationId,
        id,
        sender.connectorId,
        `HX${id.replaceAll('-', '')}`,
        name,
        JSON.stringify({ body: `Words of ${name}.` }),
        category,
      ],
    )
    return id
  }
  const templates = {
    template: await template('offer', 'MARKETING'),
    service: await template('update', 'UTILITY'),
  }
  const contacts = people.map(({ prefix, zone }) => ({
    id: newId(),
    zone,
    address: `whatsapp:${prefix}${String(5_000_000 + (number += 1))}`,
  }))
  await inside(async (tx) => {
    for (const { id, zone, address: to } of contacts) {
      await tx.db
        .insertInto('contact')
        .values({ organizationId, id, name: 'Person', timeZone: zone, createdAt: monday })
        .execute()
      await tx.db
        .insertInto('contactIdentity')
        .values({ organizationId, address: to, contactId: id, kind: 'phone' })
        .execute()
    }
  })
  return { organizationId, clock, inside, ownerQuery, address, sender, templates, contacts }
}

/** Lives through a campaign, and tells what left and when. */
async function live(planned: Plan, happenings: readonly Happening[]) {
  const world = await openWorld()
  const { organizationId, clock, inside, ownerQuery, sender, templates, contacts } = world
  const startsAt =
    planned.startsInHours === null ? null : new Date(monday.getTime() + planned.startsInHours * 60 * minute)
  const steps = planned.steps.map(({ says, wait }, at): Step => ({
    text: says === 'text' || says === 'both' ? 'Hello {{first_name|there}}' : '',
    waitSeconds: at === 0 ? 0 : wait,
    templateId: says === 'text' ? null : says === 'service' ? templates.service : templates.template,
    variables: {},
  }))
  const agreed: { who: number; at: Date }[] = []
  const agree = async (who: number, at: Date) => {
    await ownerQuery(
      `insert into consent (organization_id, id, contact_id, kind, source, wording, at) values ($1, $2, $3, 'opt_in', 'import', 'Yes', $4)`,
      [organizationId, newId(), contacts[who]!.id, at],
    )
    agreed.push({ who, at })
  }
  for (const who of contacts.keys())
    if (planned.optedIn[who]) await agree(who, new Date(monday.getTime() - day))
  const by = { memberId: null, at: monday }
  const id = await inside(async (tx) => {
    const made = await createCampaign(
      tx,
      {
        name: 'Any',
        kind: planned.kind,
        goal: '',
        connectorId: sender.connectorId,
        senderIds: [sender.senderId],
        throughService: false,
        agentId: null,
        audience: { all: [] },
        audienceIsLive: false,
        steps: planned.kind === 'one_shot' ? steps.slice(0, 1) : steps,
        approval: 'none',
        approvalFirst: 20,
        startsAt,
        quietFrom: planned.quiet?.from ?? null,
        quietUntil: planned.quiet?.until ?? null,
        endsAfterDays: planned.endsAfterDays,
      },
      by,
    )
    if (isRefusal(made)) throw new Error(made.refused)
    await launchCampaign(tx, made.id, by)
    return made.id
  })

  const faults: unknown[] = []
  const log = {
    ...silentLog,
    error: (...told: unknown[]) => faults.push(String((told[0] as { err: Error }).err.stack)),
  } as unknown as Log
  const left: Left[] = []
  const inbound: { who: number; at: Date; stop: boolean }[] = []
  const lately = new Date(monday.getTime() - 60 * minute)
  for (const [who, { id: contactId, address: contactAddress }] of contacts.entries()) {
    if (!planned.wrote[who]) continue
    await inside((tx) => openConversations(tx, [{ contactId, contactAddress, ...sender }], lately))
    await ownerQuery('update conversation set last_inbound_at = $2 where contact_id = $1', [
      contactId,
      lately,
    ])
    inbound.push({ who, at: lately, stop: false })
  }
  const pauses: { from: Date; until: Date | null }[] = []
  const bans: { from: Date; until: Date | null }[] = []
  let stands = false

  const run = async () => {
    for (let round = 0; round < 60; round += 1)
      if (!(await runCampaigns(fresh.db, organizationId, clock, log))) return
    throw new Error('The rounds never end')
  }
  const dispatch = async () => {
    if (stands) return
    for (;;) {
      // Whatever rests is looked at again; the last look decides.
      await ownerQuery(
        `update message set due_at = now() where organization_id = $1 and status = 'queued' and due_at > now() and due_at <> 'infinity'`,
        [organizationId],
      )
      const claimed = await inside(async (tx) => {
        const lanes = await lanesToServe(tx, organizationId)
        return await claimMessages(
          tx,
          lanes.map(({ lane }) => ({ lane, room: 100 })),
        )
      })
      const marked = await inside((tx) => markDispatching(tx, claimed, clock))
      if (marked.length === 0) return
      const known = await ownerQuery<{ id: string; step: number; category: string | null }>(
        `select message.id, step, template.category from message join touch on touch.message_id = message.id
         left join template on template.id = message.template_id where message.id = any($1)`,
        [marked.map((one) => one.id)],
      )
      for (const message of marked) {
        const of = known.find((one) => one.id === message.id)!
        left.push({
          who: contacts.findIndex((contact) => contact.id === message.contactId),
          step: of.step,
          at: clock.now(),
          asTemplate: message.asTemplate,
          category: message.asTemplate ? of.category : null,
        })
      }
      await recordOutcomes(
        fresh.db,
        marked.map(({ id: messageId, attemptId, conversationId, contactId, senderId, claimEpoch }) => ({
          organizationId,
          attemptId,
          messageId,
          conversationId,
          contactId,
          senderId,
          byService: false,
          claimEpoch,
          result: {
            outcome: 'accepted' as const,
            sid: `SM${attemptId.replaceAll('-', '')}`,
            status: 'queued',
            from: null,
          },
        })),
      )
      // Six seconds between two messages to one person are kept on the database's clock, which does not move here.
      await ownerQuery(`update message set updated_at = now() - interval '1 minute' where id = any($1)`, [
        marked.map((one) => one.id),
      ])
    }
  }
  const writes = async (who: number, stop: boolean, heardLate: boolean) => {
    const at = clock.now()
    const contact = contacts[who]!
    const messageId = newId()
    await inside(async (tx) => {
      const [thread] = await openConversations(
        tx,
        [{ contactId: contact.id, contactAddress: contact.address, ...sender }],
        at,
      )
      const { lastPosition } = await tx.db
        .updateTable('conversation')
        .set((set) => ({ lastInboundAt: at, lastPosition: set('lastPosition', '+', 1) }))
        .where('organizationId', '=', organizationId)
        .where('id', '=', thread!.id)
        .returning('lastPosition')
        .executeTakeFirstOrThrow()
      await insertInboundMessages(tx, [
        {
          id: messageId,
          conversationId: thread!.id,
          contactId: contact.id,
          ...sender,
          position: lastPosition,
          kind: 'text',
          body: stop ? 'STOP' : 'Hello',
          details: {},
          quotedSid: null,
          providerSid: `SM${messageId.replaceAll('-', '')}`,
          late: false,
          at,
        },
      ])
      if (stop)
        await recordOptOut(tx, {
          contactId: contact.id,
          senderAddress: world.address,
          source: 'word',
          wording: 'STOP',
          at,
        })
    })
    inbound.push({ who, at, stop })
    if (heardLate) await run()
    await inside(async (tx) => {
      if (stop) await hearOptOut(tx, contact.id, at)
      else await hearReplies(tx, [messageId], at)
    })
  }
  const setTemplates = (status: string) =>
    ownerQuery(`update template set status = $2, synced_at = now() where organization_id = $1`, [
      organizationId,
      status,
    ])
  const close = (spans: { until: Date | null }[]) => {
    const last = spans.at(-1)
    if (last && last.until === null) last.until = clock.now()
  }
  const happens = async ({ what, who, heardLate }: Pick<Happening, 'what' | 'who' | 'heardLate'>) => {
    if (what === 'writes' || what === 'stops') await writes(who, what === 'stops', heardLate)
    if (what === 'outbox stands' || what === 'outbox goes') stands = what === 'outbox stands'
    if (what === 'paused' && (await inside((tx) => pauseCampaign(tx, id))) === null)
      pauses.push({ from: clock.now(), until: null })
    if (what === 'resumed' && (await inside((tx) => resumeCampaign(tx, id, clock.now()))) === null)
      close(pauses)
    if (what === 'template paused') {
      await setTemplates('paused')
      if (bans.at(-1)?.until !== null) bans.push({ from: clock.now(), until: null })
    }
    if (what === 'agrees') await agree(who, clock.now())
    if (what === 'tried again')
      await inside((tx) => retryTouches(tx, id, { reason: 'no_opt_in' }).then(() => undefined))
    if (what === 'template approved') {
      await setTemplates('approved')
      close(bans)
    }
  }
  for (const each of happenings) {
    await run()
    await dispatch()
    clock.advance(each.afterMinutes * 60)
    await happens(each)
  }
  // In the end nothing stands in its way any more.
  for (const what of ['resumed', 'outbox goes', 'template approved'] as const)
    await happens({ what, who: 0, heardLate: false })
  for (let hours = 0; hours < 14 * 24; hours += 7) {
    await run()
    await dispatch()
    const [row] = await ownerQuery<{ state: string; waiting: boolean }>(
      `select state, exists (select from message where organization_id = campaign.organization_id and status = 'queued') as waiting
       from campaign where id = $1`,
      [id],
    )
    if (row!.state === 'done' && !row!.waiting) break
    clock.advance(7 * 3600)
  }
  expect(faults).toEqual([])
  const touches = await ownerQuery<{
    contactId: string
    step: number
    state: string
    reason: string | null
    status: string | null
    isWorded: boolean
  }>(
    `select touch.contact_id as "contactId", step, state, coalesce(reason, status_reason) as reason, status,
       (text <> '' or touch.template_id is not null) as "isWorded" from touch left join message on message.id = touch.message_id where campaign_id = $1`,
    [id],
  )
  const recipients = await ownerQuery<{ contactId: string; state: string }>(
    `select contact_id as "contactId", state from recipient where campaign_id = $1`,
    [id],
  )
  const [campaign] = await ownerQuery<{ state: string }>(`select state from campaign where id = $1`, [id])
  return {
    left,
    inbound,
    agreed,
    pauses,
    bans,
    steps,
    startsAt,
    contacts,
    touches,
    recipients,
    state: campaign!.state,
  }
}

/** An advertisement was allowed by a window that was closed when it could leave; who was not asked gets none. */
const closedWhileTheOutboxStood: [Plan, Happening[]] = [
  {
    kind: 'one_shot',
    steps: [{ says: 'template', wait: 3600 }],
    startsInHours: 2,
    quiet: null,
    endsAfterDays: 2,
    optedIn: [false, true, true, false],
    wrote: [true, true, false, false],
  },
  [
    { afterMinutes: 1262, what: 'outbox stands', who: 0, heardLate: false },
    { afterMinutes: 171, what: 'nothing', who: 0, heardLate: false },
  ],
]

/** The same, and more was to follow: it is not waited for what cannot be said, and what is said after all comes in its order. */
const closedBeforeTheFirst: [Plan, Happening[]] = [
  {
    kind: 'drip',
    steps: [
      { says: 'template', wait: 3600 },
      { says: 'template', wait: 3600 },
    ],
    startsInHours: 2,
    quiet: null,
    endsAfterDays: null,
    optedIn: [true, false, true, false],
    wrote: [true, false, true, true],
  },
  [
    { afterMinutes: 90, what: 'outbox stands', who: 0, heardLate: false },
    { afterMinutes: 564, what: 'nothing', who: 0, heardLate: false },
    { afterMinutes: 1356, what: 'outbox goes', who: 0, heardLate: false },
    { afterMinutes: 240, what: 'agrees', who: 3, heardLate: false },
    { afterMinutes: 60, what: 'tried again', who: 0, heardLate: false },
  ],
]

test('whatever is planned and whatever happens, what leaves keeps to it', async () => {
  await fc.assert(
    fc.asyncProperty(plan, fc.array(happening, { maxLength: 14 }), async (planned, happenings) => {
      const { left, inbound, agreed, pauses, bans, steps, startsAt, contacts, touches, recipients, state } =
        await live(planned, happenings)
      counted.texts += left.filter(({ asTemplate }) => !asTemplate).length
      counted.templates += left.filter(({ asTemplate }) => asTemplate).length
      const spans = (some: typeof pauses, at: Date) =>
        some.some(({ from, until }) => at >= from && (until === null || at < until))
      const began = startsAt ?? monday
      for (const one of left) {
        const { who, step, at, asTemplate, category } = one
        const heard = inbound.filter((each) => each.who === who && each.at <= at)
        const mine = left.filter((each) => each.who === who)
        const told = JSON.stringify(one)
        // When.
        expect(at >= began, `not before it starts: ${told}`).toBe(true)
        if (planned.endsAfterDays !== null)
          expect(
            at.getTime() < began.getTime() + planned.endsAfterDays * day,
            `not after its end: ${told}`,
          ).toBe(true)
        if (planned.quiet) {
          const zone = contacts[who]!.zone ?? timeZoneOf(contacts[who]!.address) ?? 'UTC'
          expect(
            isWithin(minuteThere(at, zone), planned.quiet.from, planned.quiet.until),
            `not at night: ${told}`,
          ).toBe(false)
        }
        expect(spans(pauses, at), `not while it is paused: ${told}`).toBe(false)
        // In what order, and how far apart.
        expect(mine.filter((each) => each.step === step).length, `once: ${told}`).toBe(1)
        const before = mine.find((each) => each.step === step - 1)
        if (step > 0) {
          expect(before, `after the step before: ${told}`).toBeDefined()
          expect(
            at.getTime() - before!.at.getTime(),
            `not sooner than the plan says: ${told}`,
          ).toBeGreaterThanOrEqual(steps[step]!.waitSeconds * 1000)
        }
        // To whom, and as what.
        expect(
          heard.some(({ stop }) => stop),
          `nothing to whoever stopped it: ${told}`,
        ).toBe(false)
        const answered = heard.some(
          (each) =>
            (planned.kind === 'follow_up' && each.at > monday) || mine.some((other) => other.at < each.at),
        )
        expect(answered, `nothing to whoever answered: ${told}`).toBe(false)
        const open = heard.some((each) => at.getTime() - each.at.getTime() < day)
        if (!asTemplate) expect(open, `a text only in an open window: ${told}`).toBe(true)
        if (asTemplate) {
          const consents = agreed.some((each) => each.who === who && each.at <= at)
          expect(spans(bans, at), `no template that Meta paused: ${told}`).toBe(false)
          expect(
            open || consents || (heard.length > 0 && category !== 'MARKETING'),
            `nothing to whoever did not agree: ${told}`,
          ).toBe(true)
        }
      }
      // In the end everybody has one outcome, with a reason where they got nothing.
      const ended = JSON.stringify({ state, touches })
      // Some wait for a person, before the outbox or in it.
      const waiting = touches.filter(({ state: of, status }) => of === 'held' || status === 'held')
      const isWaitingFor = (contactId: string) => waiting.some((touch) => touch.contactId === contactId)
      expect(
        waiting.filter(({ reason }) => reason === 'no_opt_in'),
        'nobody is asked about whoever did not agree',
      ).toEqual([])
      expect(waiting.length > 0 || state === 'done', ended).toBe(true)
      expect(recipients.length).toBe(contacts.length)
      for (const { contactId, state: of, reason, isWorded } of touches) {
        if (isWaitingFor(contactId)) continue
        expect(['sent', 'skipped'], ended).toContain(of)
        if (of !== 'sent') expect(reason, ended).not.toBeNull()
        if (of === 'sent') expect(isWorded, 'what it said is kept').toBe(true)
      }
      for (const { contactId, state: of } of recipients)
        if (of === 'active') expect(isWaitingFor(contactId), ended).toBe(true)
    }),
    { numRuns: 30, endOnFailure: true, examples: [closedWhileTheOutboxStood, closedBeforeTheFirst] },
  )
  expect(counted.texts).toBeGreaterThan(0)
  expect(counted.templates).toBeGreaterThan(10)
}, 300_000)
