import { describe, expect, test } from 'vitest'
import type { ConsentRow } from './consent.ts'
import { mergedContact, type MergingContact, optOutsToCarry } from './merged-contact.ts'

const blank: MergingContact = {
  id: 'a',
  name: '',
  profileName: '',
  language: null,
  country: 'ZZ',
  timeZone: null,
  tags: [],
  fields: {},
  ownerId: null,
  createdAt: new Date('2026-03-02T12:00:00Z'),
  importIds: [],
  addresses: [],
}
const nothing = { parts: [], fields: [] }

describe('what two contacts come to', () => {
  test('what only one of them has stays, whichever it is', () => {
    const kept = { ...blank, name: 'Ana', addresses: ['whatsapp:BR.1'] }
    const other = { ...blank, language: 'pt', ownerId: 'm', addresses: ['whatsapp:+5511987654321'] }
    expect(mergedContact(kept, other, nothing)).toMatchObject({
      name: 'Ana',
      language: 'pt',
      ownerId: 'm',
      country: 'BR',
      addresses: ['whatsapp:BR.1', 'whatsapp:+5511987654321'],
    })
  })

  test('where both have something, the choice decides; without one, what stays', () => {
    const kept = { ...blank, name: 'Ana', language: 'pt', fields: { one: 'ours', two: 'ours' } }
    const other = {
      ...blank,
      name: 'Ana Souza',
      language: 'en',
      fields: { one: 'theirs', two: 'theirs', three: 3 },
    }
    expect(mergedContact(kept, other, { parts: ['name'], fields: ['two'] })).toMatchObject({
      name: 'Ana Souza',
      language: 'pt',
      fields: { one: 'ours', two: 'theirs', three: 3 },
    })
  })

  test('nothing is emptied by a choice of what is empty', () => {
    const kept = { ...blank, name: 'Ana', ownerId: 'm' }
    expect(mergedContact(kept, blank, { parts: ['name', 'owner'], fields: [] })).toMatchObject({
      name: 'Ana',
      ownerId: 'm',
    })
  })

  test('tags, lists and the first day are those of both', () => {
    const early = new Date('2025-01-01T00:00:00Z')
    const kept = { ...blank, tags: ['VIP'], importIds: ['1'] }
    const other = { ...blank, tags: ['vip', 'Wedding'], importIds: ['1', '2'], createdAt: early }
    expect(mergedContact(kept, other, nothing)).toMatchObject({
      tags: ['VIP', 'Wedding'],
      importIds: ['1', '2'],
      createdAt: early,
    })
  })
})

describe('opt-outs that must be said once more', () => {
  let n = 0
  const said = (kind: ConsentRow['kind'], day: number, senderAddress: string | null = null): ConsentRow => ({
    id: String((n += 1)),
    kind,
    senderAddress,
    at: new Date(`2026-03-0${day}T12:00:00Z`),
  })
  const senders = ['front', 'back']

  test('a no of one that the other’s later yes would cover', () => {
    const no = said('opt_out', 1)
    expect(optOutsToCarry([no], [said('opt_in', 2)], senders)).toEqual([no])
    expect(optOutsToCarry([said('opt_in', 2)], [no], senders)).toEqual([no])
  })

  test('to one number only, where it was said to that', () => {
    const no = said('opt_out', 1, 'front')
    expect(optOutsToCarry([no], [said('opt_in', 2)], senders)).toEqual([no])
  })

  test('none where the no is the last word anyway', () => {
    expect(optOutsToCarry([said('opt_in', 1)], [said('opt_out', 2)], senders)).toEqual([])
  })

  test('none where whoever said no took it back themselves', () => {
    expect(optOutsToCarry([said('opt_out', 1), said('opt_in', 2)], [said('opt_in', 3)], senders)).toEqual([])
  })

  test('none where nobody said anything', () => {
    expect(optOutsToCarry([], [said('opt_in', 1)], senders)).toEqual([])
  })
})
