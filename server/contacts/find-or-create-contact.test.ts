import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { newId } from '#platform/ids.ts'
import { findOrCreateContact, type Seen } from './find-or-create-contact.ts'

const at = new Date('2026-03-02T10:00:00.000Z')
const phone = 'whatsapp:+5511987654321'
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

function organization() {
  const organizationId = newId()
  const inside = fresh.db.withOrganization.bind(fresh.db, organizationId) as <T>(
    act: Parameters<typeof fresh.db.withOrganization<T>>[1],
  ) => Promise<T>
  return {
    inside,
    see: (seen: Omit<Seen, 'at'>) => inside((tx) => findOrCreateContact(tx, { ...seen, at })),
    identities: () =>
      inside((tx) =>
        tx.db
          .selectFrom('contactIdentity')
          .select(['address', 'contactId', 'kind'])
          .orderBy('address')
          .execute(),
      ),
    contacts: () =>
      inside((tx) => tx.db.selectFrom('contact').select(['id', 'profileName', 'language']).execute()),
  }
}

test('50 first messages at once make one contact', async () => {
  const { see, contacts, identities, inside } = organization()
  const seen = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      see({ address: phone, userId: n % 2 === 0 ? 'BR.abc1' : null, profileName: 'Ana' }),
    ),
  )
  expect(new Set(seen.map((each) => each.contactId)).size).toBe(1)
  expect(seen.filter((each) => each.created)).toHaveLength(1)
  expect(await contacts()).toEqual([{ id: seen[0]!.contactId, profileName: 'Ana', language: 'pt' }])
  expect((await identities()).map((each) => each.address)).toEqual([phone, 'whatsapp:BR.abc1'])
  const activities = await inside((tx) => tx.db.selectFrom('activity').select('kind').execute())
  expect(activities).toEqual([{ kind: 'contact_created' }])
})

test('a user id told with a known phone number becomes another identity of the contact', async () => {
  const { see, identities } = organization()
  const first = await see({ address: phone, profileName: 'Ana' })
  const second = await see({ address: phone, userId: 'BR.abc1' })
  expect(second).toEqual({ contactId: first.contactId, created: false })
  expect(await identities()).toEqual([
    { address: phone, contactId: first.contactId, kind: 'phone' },
    { address: 'whatsapp:BR.abc1', contactId: first.contactId, kind: 'user_id' },
  ])
  // And they are found again when they hide their number.
  expect((await see({ address: 'whatsapp:BR.abc1', userId: 'BR.abc1' })).contactId).toBe(first.contactId)
})

test('someone who hid their number keeps their thread when they show it', async () => {
  const { see } = organization()
  const hidden = await see({ address: 'whatsapp:BR.abc1', userId: 'BR.abc1', profileName: 'Ana' })
  expect(await see({ address: phone, userId: 'BR.abc1' })).toEqual({
    contactId: hidden.contactId,
    created: false,
  })
})

test('two contacts are never merged, whatever is told together', async () => {
  const { see, identities } = organization()
  const ana = await see({ address: phone, profileName: 'Ana' })
  const bea = await see({ address: 'whatsapp:BR.bea', userId: 'BR.bea', profileName: 'Bea' })
  const before = await identities()
  expect((await see({ address: phone, userId: 'BR.bea' })).contactId).toBe(ana.contactId)
  expect(ana.contactId).not.toBe(bea.contactId)
  expect(await identities()).toEqual(before)
})

test('a new profile name replaces the old one; none told replaces nothing', async () => {
  const { see, contacts } = organization()
  await see({ address: phone, profileName: 'Ana' })
  await see({ address: phone, profileName: '  ' })
  expect((await contacts())[0]?.profileName).toBe('Ana')
  await see({ address: phone, profileName: 'Ana Souza' })
  expect((await contacts())[0]?.profileName).toBe('Ana Souza')
})

test('the same address in two organizations is two contacts', async () => {
  const [one, other] = [organization(), organization()]
  const [mine, theirs] = [await one.see({ address: phone }), await other.see({ address: phone })]
  expect(mine.contactId).not.toBe(theirs.contactId)
  expect(await other.contacts()).toHaveLength(1)
})
