import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender } from '../../tests/rows.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type ConsentRow, consentStanding, optedInSql, standingSql } from './consent.ts'
import { findOrCreateContact } from './find-or-create-contact.ts'
import type { ConsentEvidence } from './opt-out.ts'
import { recordOptIn, recordOptOut } from './record-opt-out.ts'
import { isSuppressed } from './suppression.ts'

const noon = new Date('2026-03-02T12:00:00.000Z')
const minutes = (n: number) => new Date(noon.getTime() + n * 60_000)
const [front, back] = ['whatsapp:+12025550101', 'whatsapp:+12025550102']

/** Told as `kind sender minute`; `all` is the organization. */
function rowsOf(told: string): ConsentRow[] {
  return told.split(', ').map((each) => {
    const [kind, to, minute] = each.split(' ')
    return {
      id: newId(),
      kind: kind === 'in' ? 'opt_in' : 'opt_out',
      senderAddress: to === 'all' ? null : to === 'front' ? front : back,
      at: minutes(Number(minute)),
    }
  })
}

const cases = [
  ['in front 1', front, 'opted_in'],
  ['in front 1', back, 'none'],
  ['in all 1', back, 'opted_in'],
  ['in front 1, out front 2', front, 'opted_out'],
  ['out front 2, in front 1', front, 'opted_out'],
  ['in front 2, out front 1', front, 'opted_in'],
  ['in front 1, out front 1', front, 'opted_out'],
  ['out front 1, in front 1', front, 'opted_out'],
  ['in front 2, out all 1', front, 'opted_in'],
  ['in front 2, out all 1', back, 'opted_out'],
  ['in front 1, out all 2', front, 'opted_out'],
  ['in all 2, out front 1', front, 'opted_in'],
  ['in all 1, out back 2', front, 'opted_in'],
  ['in front 1, out back 2', null, 'opted_out'],
  ['in front 2, out back 1', null, 'opted_in'],
] as const

describe('where a contact stands', () => {
  test.each(cases)('%s, asked for %s: %s', (told, sender, standing) => {
    expect(consentStanding(rowsOf(told), sender).standing).toBe(standing)
  })

  test('without evidence there is none, and the row that counts is told', () => {
    expect(consentStanding([])).toEqual({ standing: 'none', by: null })
    const rows = rowsOf('in front 1, out front 3, in front 2')
    expect(consentStanding(rows).by).toBe(rows[1])
  })
})

let fresh: FreshDatabase
let organizationId: string
let digits = 2000
beforeAll(async () => {
  fresh = await freshDatabase()
  organizationId = (await addOrganization(fresh.url, { marta: 'owner' })).organizationId
  await inside((tx) => addSender(tx, front))
})
afterAll(() => fresh[Symbol.asyncDispose]())

const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
async function newContact(): Promise<{ contactId: string; address: string }> {
  digits += 1
  const address = `whatsapp:+551198765${digits}`
  const { contactId } = await inside((tx) => findOrCreateContact(tx, { address, at: noon }))
  return { contactId, address }
}

test.each(cases)('the database says the same of %s, asked for %s: %s', async (told, sender, standing) => {
  const { contactId } = await newContact()
  await inside(async (tx) => {
    const given = rowsOf(told).map((row) => ({
      organizationId,
      contactId,
      source: 'member' as const,
      ...row,
    }))
    await tx.db.insertInto('consent').values(given).execute()
    const of = {
      organizationId: sql.ref('contact.organization_id'),
      contactId: sql.ref('contact.id'),
      ...(sender === null ? {} : { senderAddress: sql`${sender}` }),
    }
    const { rows } = await sql`
      select ${standingSql(of)} as standing, ${optedInSql(of)} as opted_in from contact where id = ${contactId}`.execute(
      tx.db,
    )
    const kind = { opted_in: 'opt_in', opted_out: 'opt_out', none: null }[standing]
    expect(rows).toEqual([{ standing: kind, optedIn: standing === 'opted_in' }])
  })
})

const evidence = (contactId: string, given: Partial<ConsentEvidence> = {}): ConsentEvidence => ({
  contactId,
  senderAddress: null,
  source: 'member',
  wording: 'I agree',
  at: noon,
  ...given,
})

describe('evidence that somebody writes down', () => {
  test('is kept also where nothing was closed, with who wrote it and where it was said', async () => {
    const { contactId } = await newContact()
    const by = { kind: 'member' as const, id: newId() }
    const { changed } = await inside((tx) => recordOptIn(tx, evidence(contactId, { place: 'Shop' }), by))
    expect(changed).toBe(false)
    const rows = await inside((tx) =>
      tx.db.selectFrom('consent').selectAll().where('contactId', '=', contactId).execute(),
    )
    expect(rows).toMatchObject([
      {
        kind: 'opt_in',
        source: 'member',
        place: 'Shop',
        senderAddress: null,
        actorKind: 'member',
        actorId: by.id,
      },
    ])
    const lines = await inside((tx) =>
      tx.db.selectFrom('activity').select('kind').where('contactId', '=', contactId).orderBy('id').execute(),
    )
    expect(lines.map(({ kind }) => kind)).toEqual(['contact_created', 'opted_in'])
  })

  test('against the whole organization closes each of its numbers, and those that come later', async () => {
    const { contactId, address } = await newContact()
    expect((await inside((tx) => recordOptOut(tx, evidence(contactId)))).changed).toBe(true)
    expect(await inside((tx) => isSuppressed(tx, front, [address]))).toBe(true)
    expect(await inside((tx) => isSuppressed(tx, back, [address]))).toBe(false)
    await inside((tx) => addSender(tx, back))
    expect(await inside((tx) => isSuppressed(tx, back, [address]))).toBe(true)
  })

  test('for one number opens that one alone', async () => {
    const { contactId, address } = await newContact()
    await inside((tx) => recordOptOut(tx, evidence(contactId)))
    const again = evidence(contactId, { senderAddress: front, at: minutes(5) })
    expect((await inside((tx) => recordOptIn(tx, again))).changed).toBe(true)
    expect(await inside((tx) => isSuppressed(tx, front, [address]))).toBe(false)
    expect(await inside((tx) => isSuppressed(tx, back, [address]))).toBe(true)
  })

  test('found late does not close what was opened since', async () => {
    const { contactId, address } = await newContact()
    await inside((tx) => recordOptIn(tx, evidence(contactId, { senderAddress: front, at: minutes(5) })))
    await inside((tx) => recordOptOut(tx, evidence(contactId)))
    expect(await inside((tx) => isSuppressed(tx, front, [address]))).toBe(false)
    expect(await inside((tx) => isSuppressed(tx, back, [address]))).toBe(true)
  })
})
