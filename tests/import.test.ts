import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Lists of contacts: what is right comes in once, what is wrong is named line by line.

let hub: Hub
let session: Session
let organizationId: string
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  organizationId = (await must(session.api.GET('/api/v1/me'))).organization!.id
})
afterAll(() => hub?.[Symbol.asyncDispose]())

const upload = (content: string, fields: Record<string, string> = {}) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new File([content], 'list.csv', { type: 'text/csv' }))
  return session.api.POST('/api/v1/contacts/import', {
    body: form as never,
    bodySerializer: (body) => body as unknown as FormData,
  })
}
const look = (importId: string) =>
  must(session.api.GET('/api/v1/contacts/imports/{importId}', { params: { path: { importId } } }))
const bring = async (content: string, fields: Record<string, string> = {}) => {
  const { id } = await must(upload(content, { start: 'true', ...fields }))
  return await until(
    () => look(id),
    ({ state }) => state !== 'running',
    seconds,
  )
}
/** Long enough for tens of thousands of rows. */
const seconds = 600
const rows = <T extends object>(text: string, values: unknown[] = []) =>
  asOwner(hub.databaseUrl, async (client) => (await client.query<T>(text, [organizationId, ...values])).rows)
const count = async (text: string, values: unknown[] = []) =>
  (await rows<{ n: number }>(`select count(*)::int as n from ${text}`, values))[0]!.n

const header = 'Name,Phone,Language,Owner,Opt-in text,Opt-in source,Opt-in date'
const phone = (n: number) => `+4930${String(1_000_000 + n)}`

test('twenty thousand rows: 137 broken ones are listed, corrected and imported again', async () => {
  const isBroken = (n: number) => n % 146 === 7
  const line = (n: number, fixed: boolean) =>
    `"Person, ${n}",${isBroken(n) && !fixed ? 'no number' : phone(n)},de,,Yes to news,Fair 2026,2026-01-${String((n % 28) + 1).padStart(2, '0')}`
  const all = Array.from({ length: 20_000 }, (_, n) => n)
  const broken = all.filter(isBroken)
  expect(broken.length).toBe(137)
  const done = await bring([header, ...all.map((n) => line(n, false))].join('\n'))
  expect(done).toMatchObject({ state: 'done', created: 19_863, updated: 0, optIns: 19_863, problems: 137 })
  expect(done.firstProblems[0]).toMatchObject({ line: 9, reason: 'phone_not_valid', detail: 'no number' })
  expect(await count('contact where organization_id = $1')).toBeGreaterThanOrEqual(19_863)
  expect(
    await rows(
      `select wording, place, at::date::text as day from consent where organization_id = $1 and contact_id =
      (select contact_id from contact_identity where organization_id = $1 and address = $2)`,
      [`whatsapp:${phone(0)}`],
    ),
  ).toEqual([{ wording: 'Yes to news', place: 'Fair 2026', day: '2026-01-01' }])

  const { data } = await session.api.GET('/api/v1/contacts/imports/{importId}/problems.csv', {
    params: { path: { importId: done.id } },
    parseAs: 'text',
  })
  const lines = String(data).trim().split('\r\n')
  expect(lines[0]).toBe(`${header},line,problem`)
  expect(lines.length).toBe(138)
  expect(lines[1]).toContain('phone_not_valid: no number')
  let at = 0
  const corrected = String(data).replaceAll(/,no number,/g, () => `,${phone(broken[at++]!)},`)
  const again = await bring(corrected)
  expect(again).toMatchObject({ created: 137, updated: 0, problems: 0 })
  expect(await count(`contact_identity where organization_id = $1 and address like 'whatsapp:+49301%'`)).toBe(
    20_000,
  )

  const repeated = await bring([header, ...all.slice(0, 500).map((n) => line(n, true))].join('\n'))
  expect(repeated).toMatchObject({ created: 0, updated: 500, optIns: 0, problems: 0 })
}, 1_800_000)

test('of two rows of one number the later counts, and who said STOP stays closed', async () => {
  await asOwner(hub.databaseUrl, (client) =>
    client.query(
      `insert into suppression (sender_address, contact_address, since) select address, 'whatsapp:+49301999999', now() from sender where organization_id = $1 limit 1`,
      [organizationId],
    ),
  )
  const done = await bring(`phone,name\n+49301999999,First\n0049 30 1999999,Second\n`, {
    optInWording: 'I agree to hear from Northwind',
    optInPlace: 'Shop',
  })
  expect(done).toMatchObject({ created: 1, optIns: 1, stillClosed: 1, problems: 0 })
  expect(
    await rows(`select name from contact where organization_id = $1 and name in ('First', 'Second')`),
  ).toEqual([{ name: 'Second' }])
  expect(
    await count(`suppression where contact_address = 'whatsapp:+49301999999' and $1::uuid is not null`),
  ).toBe(1)
})

describe('a file', () => {
  test.each<[string, string, object]>([
    [
      'with a mark of its encoding, semicolons and Windows lines',
      '\uFEFFNome;Telefone\r\nJoão;+351912000001\r\n',
      { created: 1, problems: 0 },
    ],
    [
      'with line breaks in quotes',
      'phone,name\n+351912000002,"Two\nlines"\n+351912000003,x\n',
      { created: 2, problems: 0 },
    ],
    ['with NUL bytes', 'phone,name\n+351912\x00000004,N\x00ame\n', { created: 1, problems: 0 }],
    [
      'with a row that has no end',
      `phone,name\n+351912000005,ok\n+351912000006,"${'x'.repeat(200_000)}`,
      { created: 1, problems: 1 },
    ],
    ['with only its header', 'phone,name\n', { state: 'done', created: 0 }],
  ])('%s', async (_, content, expected) => {
    expect(await bring(content)).toMatchObject(expected)
  })
  test('without a column for the number is not begun', async () => {
    const { error } = await upload('name,colour\nAna,blue\n', { start: 'true' })
    expect(error).toMatchObject({ code: 'import_without_phone' })
  })
  test('that is empty is refused', async () => {
    expect((await upload('')).error).toMatchObject({ code: 'file_not_readable' })
  })
  test('is looked at before it is begun, and begun once', async () => {
    const list = await must(upload('Kunde;Handynummer\nAnna;0301234567\nBen;none\n'))
    expect(list).toMatchObject({
      state: 'ready',
      columns: [
        { name: 'Kunde', samples: ['Anna', 'Ben'], guess: null },
        { name: 'Handynummer', guess: 'phone' },
      ],
    })
    const start = () =>
      session.api.POST('/api/v1/contacts/imports/{importId}/start', {
        params: { path: { importId: list.id } },
        body: { columns: { '0': 'name', '1': 'phone' }, country: 'DE', optInWording: '', optInPlace: '' },
      })
    const answers = await Promise.all(Array.from({ length: 5 }, start))
    expect(answers.filter(({ response }) => response.ok).length).toBe(1)
    const done = await until(
      () => look(list.id),
      ({ state }) => state === 'done',
    )
    expect(done).toMatchObject({ created: 1, problems: 1 })
    expect(
      await rows(
        `select name from contact join contact_identity i on i.contact_id = contact.id where i.organization_id = $1 and address = 'whatsapp:+49301234567'`,
      ),
    ).toEqual([{ name: 'Anna' }])
  })
})

test('stopped in the middle it goes on where it was', async () => {
  const total = 30_000
  const list = [
    'phone,name',
    ...Array.from({ length: total }, (_, n) => `+4940${String(2_000_000 + n)},P${n}`),
  ]
  const { id } = await must(upload(list.join('\n')))
  // As a program leaves it that was killed after its first transaction.
  await asOwner(hub.databaseUrl, async (client) => {
    await client.query(
      `update contact_import set state = 'running', rows_read = 10001, created = 10000, plan = '{"columns":{"0":"phone","1":"name"},"country":null,"optInWording":"","optInPlace":""}'
       where organization_id = $1 and id = $2`,
      [organizationId, id],
    )
  })
  const done = await until(
    () => look(id),
    ({ state }) => state === 'done',
    seconds,
  )
  expect(done).toMatchObject({ created: total, rowsRead: total + 1 })
  expect(await count(`contact_identity where organization_id = $1 and address like 'whatsapp:+4940%'`)).toBe(
    20_000,
  )
}, 900_000)

test('canceled on its way it ends where it is: what was written stays, and is what is told', async () => {
  const total = 100_000
  const list = [
    'phone,name',
    ...Array.from({ length: total }, (_, n) => `+4942${String(2_000_000 + n)},P${n}`),
  ]
  const { id } = await must(upload(list.join('\n'), { start: 'true' }))
  await until(
    () => look(id),
    ({ created }) => created > 0,
    seconds,
  )
  const params = { params: { path: { importId: id } } }
  const cancel = () => must(session.api.POST('/api/v1/contacts/imports/{importId}/cancel', params))
  const { created, finishedAt } = await cancel()
  expect(created).toBeLessThan(total)
  expect(finishedAt).not.toBeNull()
  // Another list is next only when nobody writes this one any more.
  expect(await bring('phone,name\n+49429999999,After\n')).toMatchObject({ state: 'done', created: 1 })
  expect(await look(id)).toMatchObject({ state: 'canceled', created, finishedAt })
  expect(await count(`contact_identity where organization_id = $1 and address like 'whatsapp:+49422%'`)).toBe(
    created,
  )
  expect(await cancel()).toMatchObject({ state: 'canceled', finishedAt })
}, 900_000)

test('people with two numbers on one list come in again while two write it, and neither stands in the other’s way', async () => {
  const total = 4000
  const [first, second] = [
    (n: number) => `+4941${String(2_000_000 + 2 * n)}`,
    (n: number) => `+4941${String(3_000_001 + 2 * n)}`,
  ]
  const everybody = Array.from({ length: total }, (_, n) => n)
  const done = await bring(['phone,name', ...everybody.map((n) => `${first(n)},P${n}`)].join('\n'))
  expect(done).toMatchObject({ created: total })
  await asOwner(hub.databaseUrl, (client) =>
    client.query(
      `insert into contact_identity (organization_id, address, contact_id, kind)
       select organization_id, 'whatsapp:+4941' || (3000001 + right(address, 7)::int - 2000000), contact_id, 'phone' from contact_identity
       where organization_id = $1 and address like 'whatsapp:+49412%'`,
      [organizationId],
    ),
  )
  expect(await count(`contact_identity where organization_id = $1 and address like 'whatsapp:+49413%'`)).toBe(
    total,
  )
  const clashes = () =>
    asOwner(hub.databaseUrl, async (client) => {
      await client.query('select pg_stat_clear_snapshot()')
      const { rows: all } = await client.query<{ deadlocks: string }>(
        'select deadlocks from pg_stat_database where datname = current_database()',
      )
      return Number(all[0]!.deadlocks)
    })
  const before = await clashes()
  // The one writer meets them from the first to the last, the other from the last to the first.
  const both = everybody.flatMap((n) => [`${first(n)},P${n}`, `${second(total - 1 - n)},P${total - 1 - n}`])
  const again = await bring(['phone,name', ...both].join('\n'), {
    optInWording: 'Yes to news',
    optInPlace: 'Fair',
  })
  expect(again).toMatchObject({ created: 0, updated: 2 * total, problems: 0 })
  expect(await clashes()).toBe(before)
}, 900_000)
