import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './hub.ts'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// Two contacts of one person become one, through the whole product: nothing is lost, nothing is opened, nobody hears a thing twice.

const front = 'whatsapp:+12025550111'
const back = 'whatsapp:+12025550112'
let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

let people = 0
async function person(profile = 'Person'): Promise<string> {
  people += 1
  const address = `whatsapp:+5521987651${String(people).padStart(3, '0')}`
  await desk.hub.simulator.addPhone({ address, profile_name: profile })
  return address
}
const path = (contactId: string) => ({ params: { path: { contactId } } })
const contactOf = async (address: string) => {
  const query = { search: address.replace('whatsapp:', '') }
  const found = await until(
    async () => (await must(desk.api.GET('/api/v1/contacts', { params: { query } }))).items[0],
    (contact) => contact !== undefined,
  )
  return found!
}
/** Somebody who wrote, and the thread that it opened. */
async function writer(body = 'Hello', to = front) {
  const address = await person()
  await desk.hub.simulator.write(address, to, body)
  const { id } = await contactOf(address)
  const { conversationIds } = await until(
    () => must(desk.api.GET('/api/v1/contacts/{contactId}', path(id))),
    (contact) => contact.conversationIds.length > 0,
  )
  return { address, id, conversationId: conversationIds[0]! }
}
const merge = (contactId: string, otherContactId: string, more: object = {}) =>
  desk.api.POST('/api/v1/contacts/{contactId}/merge', {
    ...path(contactId),
    body: { otherContactId, ...more },
  })
const thread = async (conversationId: string) =>
  (
    await must(
      desk.api.GET('/api/v1/conversations/{conversationId}/messages', {
        params: { path: { conversationId }, query: { limit: 200 } },
      }),
    )
  ).items
const consent = (contactId: string, kind: 'opt_in' | 'opt_out', at?: string) =>
  must(
    desk.api.POST('/api/v1/contacts/{contactId}/consents', {
      ...path(contactId),
      body: { kind, wording: `I say ${kind}`, place: 'Fair', ...(at ? { at } : {}) },
    }),
  )

/** Rows anywhere that speak of something by these columns. */
async function rowsOf(id: string, columns: readonly string[]): Promise<string[]> {
  const tables = await desk.query<{ name: string; column: string }>(
    `select table_name as name, column_name as column from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = any($1)`,
    [columns],
  )
  expect(tables.length).toBeGreaterThan(3)
  const found: string[] = []
  for (const { name, column } of tables) {
    const rows = await desk.query(`select 1 from ${name} where ${column} = $1`, [id])
    if (rows.length > 0) found.push(name)
  }
  return found.sort()
}

describe('a merge', () => {
  test('moves everything, and leaves nothing that speaks of the one that is no more', async () => {
    const kept = await writer('First')
    const other = await writer('Second')
    await desk.hub.simulator.write(other.address, back, 'To the other number')
    await until(
      () => must(desk.api.GET('/api/v1/contacts/{contactId}', path(other.id))),
      ({ conversationIds }) => conversationIds.length === 2,
    )
    await desk.hub.simulator.write(kept.address, front, 'Third')
    await until(
      () => thread(kept.conversationId),
      (items) => items.length === 2,
    )
    const field = await must(
      desk.api.POST('/api/v1/contact-fields', { body: { name: 'Roof', kind: 'text', options: [] } }),
    )
    const tell = (id: string, body: object) =>
      must(desk.api.PATCH('/api/v1/contacts/{contactId}', { ...path(id), body }))
    await tell(kept.id, { givenName: 'Ana', tags: ['VIP'], fields: { [field.id]: 'flat' } })
    await tell(other.id, { givenName: 'Ana Souza', tags: ['Berlin'], fields: { [field.id]: 'steep' } })
    await must(
      desk.api.POST('/api/v1/conversations/{conversationId}/notes', {
        params: { path: { conversationId: other.conversationId } },
        body: { body: 'Calls back on Monday' },
      }),
    )
    await must(desk.api.POST('/api/v1/leads', { body: { contactId: other.id, title: 'Solar roof' } }))
    await consent(other.id, 'opt_in')

    const preview = await must(
      desk.api.GET('/api/v1/contacts/{contactId}/duplicates/{otherContactId}', {
        params: { path: { contactId: kept.id, otherContactId: other.id } },
      }),
    )
    expect(preview).toMatchObject({
      contact: { id: kept.id, name: 'Ana' },
      other: { id: other.id, name: 'Ana Souza' },
      moves: { identities: 2, conversations: 1, joined: 1, messages: 2, notes: 1, consents: 1, leads: 1 },
      closes: [],
    })
    const merged = await must(merge(kept.id, other.id, { take: ['name'], takeFields: [field.id] }))
    expect(merged).toMatchObject({
      id: kept.id,
      name: 'Ana Souza',
      tags: ['Berlin', 'VIP'],
      fields: { [field.id]: 'steep' },
    })
    // Each has a phone and WhatsApp's user id.
    expect(merged.identities).toHaveLength(4)
    expect(merged.conversationIds).toHaveLength(2)
    expect(merged.conversationIds).toContain(kept.conversationId)

    // Three messages in the order in which they were written.
    const items = await thread(kept.conversationId)
    expect(items.map(({ body }) => body)).toEqual(['First', 'Second', 'Third'])
    expect(items.map(({ position }) => position)).toEqual([1, 2, 3])
    const notes = await must(
      desk.api.GET('/api/v1/conversations/{conversationId}/notes', {
        params: { path: { conversationId: kept.conversationId } },
      }),
    )
    expect(notes.items).toMatchObject([{ body: 'Calls back on Monday' }])
    const leads = await must(desk.api.GET('/api/v1/leads', { params: { query: { contactId: kept.id } } }))
    expect(leads.items).toMatchObject([{ title: 'Solar roof', contact: { name: 'Ana Souza' } }])
    const timeline = await must(desk.api.GET('/api/v1/contacts/{contactId}/timeline', path(kept.id)))
    expect(timeline.items[0]).toMatchObject({
      kind: 'merged',
      actor: { kind: 'member' },
      facts: { former: 'Ana Souza', addresses: expect.arrayContaining([other.address]) },
    })
    expect(timeline.items.filter(({ kind }) => kind === 'contact_created')).toHaveLength(2)
    expect(timeline.items.filter(({ kind }) => kind === 'opted_in')).toHaveLength(1)

    expect(await rowsOf(other.id, ['contact_id'])).toEqual([])
    expect(await rowsOf(other.conversationId, ['conversation_id'])).toEqual([])
  })

  test('leads whoever comes with an old id to what it became, also over two steps', async () => {
    const [one, two, three] = [await writer(), await writer(), await writer()]
    await must(merge(two.id, three.id))
    await must(merge(one.id, two.id))
    for (const { id } of [two, three]) {
      expect(await must(desk.api.GET('/api/v1/contacts/{contactId}', path(id)))).toMatchObject({ id: one.id })
      const timeline = await must(desk.api.GET('/api/v1/contacts/{contactId}/timeline', path(id)))
      expect(timeline.items.filter(({ kind }) => kind === 'merged')).toHaveLength(2)
      await must(desk.api.GET('/api/v1/contacts/{contactId}/consents', path(id)))
      await must(desk.api.GET('/api/v1/contacts/{contactId}/cost', path(id)))
    }
    // So is what is changed: what is said of the old one is said of the one it became.
    await must(
      desk.api.PATCH('/api/v1/contacts/{contactId}', {
        ...path(three.id),
        body: { givenName: 'Rosa', tags: ['vip'] },
      }),
    )
    await must(
      desk.api.POST('/api/v1/contacts/{contactId}/consents', {
        ...path(three.id),
        body: { kind: 'opt_in', wording: 'Write to me', place: 'Fair' },
      }),
    )
    const lead = await must(
      desk.api.POST('/api/v1/leads', {
        body: { contactId: three.id, title: 'A stay', value: null, currency: 'EUR', ownerId: null },
      }),
    )
    expect(lead.contact.id).toBe(one.id)
    expect(await must(desk.api.GET('/api/v1/contacts/{contactId}', path(one.id)))).toMatchObject({
      name: 'Rosa',
      tags: ['vip'],
    })
    expect((await must(desk.api.GET('/api/v1/contacts/{contactId}/consents', path(one.id)))).standing).toBe(
      'opted_in',
    )
    const old = { params: { path: { conversationId: three.conversationId } } }
    expect(await must(desk.api.GET('/api/v1/conversations/{conversationId}', old))).toMatchObject({
      id: one.conversationId,
      contact: { id: one.id },
    })
    // A message that names the old thread goes to the one it became.
    const sent = await must(
      desk.api.POST('/api/v1/messages', {
        body: { conversationId: three.conversationId, body: 'Still there' },
      }),
    )
    expect(sent.conversationId).toBe(one.conversationId)
    // So do a note, and whoever takes over.
    await must(
      desk.api.POST('/api/v1/conversations/{conversationId}/notes', { ...old, body: { body: 'Knows us' } }),
    )
    const notes = '/api/v1/conversations/{conversationId}/notes'
    const kept = { params: { path: { conversationId: one.conversationId } } }
    expect((await must(desk.api.GET(notes, kept))).items.map(({ body }) => body)).toEqual(['Knows us'])
    expect((await must(desk.api.GET(notes, old))).items).toHaveLength(1)
    expect(await must(desk.api.POST('/api/v1/conversations/{conversationId}/take-over', old))).toMatchObject({
      id: one.conversationId,
    })
  })

  test('is refused with oneself, with somebody merged already, and with a field nobody has', async () => {
    const [one, two, three] = [await writer(), await writer(), await writer()]
    expect((await merge(one.id, one.id)).error).toMatchObject({ code: 'contacts_same' })
    expect((await merge(one.id, two.id, { takeFields: [three.id] })).error).toMatchObject({
      code: 'not_found',
    })
    await must(merge(one.id, two.id))
    expect((await merge(three.id, two.id)).error).toMatchObject({ code: 'merged_meanwhile' })
    expect((await merge(two.id, three.id)).error).toMatchObject({ code: 'merged_meanwhile' })
  })
})

test('an agent that was about to answer both answers once, about the joined thread', async () => {
  const agent = await must(
    desk.api.POST('/api/v1/agents', { body: { name: 'Solar desk', mode: 'auto', debounceMs: 30_000 } }),
  )
  const { items } = await must(desk.api.GET('/api/v1/senders'))
  const senderId = items.find(({ address }) => address === back)!.id
  await must(desk.api.POST('/api/v1/channels', { body: { agentId: agent.id, senderId } }))
  const [kept, other] = [await writer('How long does a roof last?', back), await writer('And in snow?', back)]
  const turns = () =>
    desk.query<{ state: string; answers_position: string; conversation_id: string }>(
      `select state, answers_position, conversation_id from turn where agent_id = $1 order by state`,
      [agent.id],
    )
  await until(turns, (rows) => rows.filter(({ state }) => state === 'waiting').length === 2)
  await must(merge(kept.id, other.id))
  // Nothing more comes: the wait for it is over.
  await desk.query(`update turn set due_at = now() where agent_id = $1 and state = 'waiting'`, [agent.id])
  const rows = await until(turns, (now) =>
    now.every(({ state }) => state !== 'waiting' && state !== 'thinking'),
  )
  expect(rows.map(({ state }) => state)).toEqual(['dropped', 'handed_over'])
  expect(rows.find(({ state }) => state === 'handed_over')).toEqual({
    state: 'handed_over',
    answers_position: '2',
    conversation_id: kept.conversationId,
  })
  const said = await thread(kept.conversationId)
  expect(said.filter(({ origin }) => origin === 'agent')).toHaveLength(1)
})

describe('consent', () => {
  test.each(['kept', 'other'] as const)(
    'an opt-out of the %s one stays, whatever the other said since',
    async (who) => {
      const [kept, other] = [await writer(), await writer()]
      const no = who === 'kept' ? kept : other
      await desk.hub.simulator.write(no.address, front, 'STOP')
      await until(
        () => must(desk.api.GET('/api/v1/contacts/{contactId}', path(no.id))),
        ({ optedOut }) => optedOut.length > 0,
      )
      await consent(no === kept ? other.id : kept.id, 'opt_in')
      const preview = await must(
        desk.api.GET('/api/v1/contacts/{contactId}/duplicates/{otherContactId}', {
          params: { path: { contactId: kept.id, otherContactId: other.id } },
        }),
      )
      expect(preview.closes).toEqual([front])
      await must(merge(kept.id, other.id))
      const evidence = await must(desk.api.GET('/api/v1/contacts/{contactId}/consents', path(kept.id)))
      expect(evidence).toMatchObject({
        standing: 'opted_out',
        items: [{ kind: 'opt_out', source: 'merge' }, {}, {}],
      })
      // Both addresses are closed, and the gate says so.
      const closed = await desk.query<{ address: string }>(
        'select contact_address as address from suppression where sender_address = $1 and contact_address = any($2) order by 1',
        [front, [kept.address, other.address]],
      )
      expect(closed.map(({ address }) => address)).toEqual([kept.address, other.address].sort())
      const sending = await desk.api.POST('/api/v1/messages', {
        body: { conversationId: kept.conversationId, body: 'Hello?' },
      })
      expect(sending.error).toMatchObject({ code: 'opted_out' })
      const proof = await must(
        desk.api.GET('/api/v1/contacts/{contactId}/consents/proof.json', path(kept.id)),
      )
      expect(proof.contact.addresses).toEqual(expect.arrayContaining([kept.address, other.address]))
      // They themselves may open it again.
      await desk.hub.simulator.write(no.address, front, 'START')
      await until(
        () => must(desk.api.GET('/api/v1/contacts/{contactId}', path(kept.id))),
        ({ optedOut }) => optedOut.length === 0,
      )
    },
  )

  test('other organizations’ numbers are not touched', async () => {
    const [kept, other] = [await writer(), await writer()]
    const stranger = 'whatsapp:+12029990000'
    await desk.query('insert into suppression values ($1, $2, now())', [stranger, kept.address])
    await must(merge(kept.id, other.id))
    const rows = await desk.query('select 1 from suppression where sender_address = $1', [stranger])
    expect(rows).toHaveLength(1)
  })
})

describe('campaigns', () => {
  test('a person who is in one twice hears it once, and has one outcome', async () => {
    const ids = await desk.addContacts(61, 2)
    const campaign = await desk.create(61, { approval: 'all' })
    await desk.launch(campaign)
    await desk.comes(campaign, ({ progress }) => progress.review === 2)
    await must(merge(ids[0]!, ids[1]!))
    expect((await desk.look(campaign)).progress).toMatchObject({ recipients: 1, review: 1 })
    expect(await rowsOf(ids[1]!, ['contact_id'])).toEqual([])
  })

  test('what has left counts, and what would say it again is taken back', async () => {
    const ids = await desk.addContacts(62, 1)
    const campaign = await desk.create(62, { audienceIsLive: true })
    await desk.launch(campaign)
    await desk.comes(campaign, ({ progress }) => progress.delivered + progress.read + progress.accepted === 1)
    await desk.pause(campaign)
    // Another record of the same person comes into the paused campaign, its touch is approved already.
    const [late] = await desk.addContacts(63, 1)
    await desk.query('insert into recipient (organization_id, campaign_id, contact_id) values ($1, $2, $3)', [
      desk.organizationId,
      campaign,
      late,
    ])
    await desk.query(
      `insert into touch (organization_id, campaign_id, contact_id, step, state, template_id, variables, due_at)
       values ($1, $2, $3, 0, 'approved', $4, '{"1": "Person"}', now())`,
      [desk.organizationId, campaign, late, desk.templateId],
    )
    await must(merge(late!, ids[0]!))
    const touches = await desk.query(
      'select contact_id, state, message_id is not null as has_message from touch where campaign_id = $1',
      [campaign],
    )
    expect(touches).toEqual([{ contact_id: late, state: 'sent', has_message: true }])
    await desk.resume(campaign)
    await desk.hub.simulator.write(desk.address(62, 0), front, 'Yes please')
    const { progress } = await desk.comes(campaign, (one) => one.progress.replied === 1)
    expect(progress).toMatchObject({ recipients: 1, replied: 1 })
    expect(await desk.received(63, 0)).toEqual([])
  })
})

describe('races', () => {
  test('what the one that goes writes while it is merged arrives in the thread of the one that stays', async () => {
    const kept = await writer()
    const other = await writer()
    const said = Array.from({ length: 60 }, (_, n) => `Line ${n}`)
    const writing = (async () => {
      for (const [n, body] of said.entries())
        await desk.hub.simulator.write(n % 2 ? other.address : kept.address, n % 4 < 2 ? front : back, body)
    })()
    await until(
      () => thread(other.conversationId),
      (items) => items.length > 3,
    )
    await must(merge(kept.id, other.id))
    await writing
    const all = await until(
      async () => {
        const { conversationIds } = await must(desk.api.GET('/api/v1/contacts/{contactId}', path(kept.id)))
        return (await Promise.all(conversationIds.map(thread))).flat()
      },
      (items) => items.filter(({ body }) => said.includes(body)).length === said.length,
    )
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const { conversationIds } = await must(desk.api.GET('/api/v1/contacts/{contactId}', path(kept.id)))
    expect(conversationIds).toHaveLength(2)
    for (const id of conversationIds) {
      const positions = (await thread(id)).map(({ position }) => position)
      expect(positions).toEqual(positions.map((_, n) => n + 1))
    }
    expect(await rowsOf(other.id, ['contact_id'])).toEqual([])
    const tried = await desk.query(`select from inbound_batch union all select from inbound_waiting`)
    expect(tried).toEqual([])
  })

  test('two merges that cross make one contact', async () => {
    const [one, two] = [await writer(), await writer()]
    const answers = await Promise.all([merge(one.id, two.id), merge(two.id, one.id)])
    expect(answers.map(({ response }) => response.status).sort((a, b) => a - b)).toEqual([200, 409])
    const winner = answers.find(({ data }) => data)!.data!
    expect(winner.identities.map(({ address }) => address)).toEqual(
      expect.arrayContaining([one.address, two.address]),
    )
    const rows = await desk.query('select id from contact where id in ($1, $2)', [one.id, two.id])
    expect(rows).toEqual([{ id: winner.id }])
    expect(await rowsOf(winner.id === one.id ? two.id : one.id, ['contact_id'])).toEqual([])
  })
})

describe('who may be the same', () => {
  const likenesses = async (id: string) =>
    (await must(desk.api.GET('/api/v1/contacts/{contactId}/duplicates', path(id)))).items.map((one) => ({
      id: one.contact.id,
      likenesses: one.likenesses,
    }))
  const add = async (phone: string, body: object = {}) => {
    const { id } = await must(desk.api.POST('/api/v1/contacts', { body: { phone } }))
    await must(desk.api.PATCH('/api/v1/contacts/{contactId}', { ...path(id), body }))
    return id
  }

  test('numbers that are one number', async () => {
    const [long, short] = [await add('+5511987650001'), await add('+551187650001')]
    expect(await likenesses(long)).toEqual([{ id: short, likenesses: ['number'] }])
    expect(await likenesses(short)).toEqual([{ id: long, likenesses: ['number'] }])
  })

  test('a name with the same owner, and an address of mail', async () => {
    const { items } = await must(desk.api.GET('/api/v1/members'))
    const field = await must(
      desk.api.POST('/api/v1/contact-fields', { body: { name: 'Mail', kind: 'text', options: [] } }),
    )
    const own = { givenName: 'Carla Neves', ownerId: items[0]!.id }
    const one = await add('+351912000001', { ...own, fields: { [field.id]: 'Carla@example.test' } })
    const two = await add('+351912000002', own)
    const three = await add('+351912000003', { fields: { [field.id]: 'carla@example.test' } })
    await add('+351912000004', { givenName: 'Carla Neves' })
    const found = await likenesses(one)
    expect(found.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: two, likenesses: ['name'] },
      { id: three, likenesses: ['mail'] },
    ])
  })

  test('somebody who hides a number, and somebody of that name and country who has one', async () => {
    const phone = await person('Unusual Profile')
    const hidden = 'whatsapp:BR.4f7Q2mZ8kd31'
    await desk.hub.simulator.addPhone({ address: hidden, profile_name: 'Unusual Profile' })
    await desk.hub.simulator.write(phone, front, 'Hello')
    await desk.hub.simulator.write(hidden, front, 'Hello')
    const [one, two] = [await contactOf(phone), await contactOf(hidden)]
    expect(await likenesses(one.id)).toEqual([{ id: two.id, likenesses: ['profile'] }])
    await must(merge(two.id, one.id))
    expect(await likenesses(two.id)).toEqual([])
  })
})
