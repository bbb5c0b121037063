import type { OwnPart } from '@parley/contract/merges.ts'
import { type ConsentRow, consentStanding } from './consent.ts'
import { cleanTags, type ContactRow } from './contact.ts'
import { placeOf } from './contact-place.ts'

/** What is taken from the contact that goes, where both have something and they differ. */
export interface Choice {
  parts: readonly OwnPart[]
  /** Ids of fields of the organization's own. */
  fields: readonly string[]
}

/** A contact as a merge sees it. */
export interface MergingContact extends ContactRow {
  importIds: string[]
  addresses: string[]
}

/**
 * What two contacts come to. What only one of them has stays; where both have something, the choice decides, and without one
 * the contact that stays. Tags, lists and addresses are those of both.
 */
export function mergedContact(
  kept: MergingContact,
  other: MergingContact,
  { parts, fields }: Choice,
): Omit<MergingContact, 'id'> {
  const pick = <Value>(part: OwnPart, ours: Value, theirs: Value): Value => {
    if (isEmpty(ours)) return theirs
    return parts.includes(part) && !isEmpty(theirs) ? theirs : ours
  }
  const addresses = [...kept.addresses, ...other.addresses]
  const { country } = placeOf(addresses)
  const chosen = Object.entries(other.fields).filter(([id]) => !(id in kept.fields) || fields.includes(id))
  return {
    name: pick('name', kept.name, other.name),
    profileName: pick('profileName', kept.profileName, other.profileName),
    language: pick('language', kept.language, other.language),
    timeZone: pick('timeZone', kept.timeZone, other.timeZone),
    ownerId: pick('owner', kept.ownerId, other.ownerId),
    country,
    tags: cleanTags([...other.tags, ...kept.tags]),
    fields: { ...kept.fields, ...Object.fromEntries(chosen) },
    importIds: [...new Set([...kept.importIds, ...other.importIds])],
    addresses,
    createdAt: other.createdAt < kept.createdAt ? other.createdAt : kept.createdAt,
  }
}

const isEmpty = (value: unknown): boolean => value === null || value === ''

/**
 * The opt-outs that the evidence of both, read together, would no longer come to: one of the two said no, and the other yes
 * later. Nobody is opened by a merge, so each is said once more for what the two become; one that was for every number stays so.
 * @param senders addresses of every number of the organization
 */
export function optOutsToCarry<Row extends ConsentRow>(
  kept: readonly Row[],
  other: readonly Row[],
  senders: readonly string[],
): Row[] {
  const carried = new Map<string | null, Row>()
  for (const sender of [null, ...senders]) {
    if (consentStanding([...kept, ...other], sender).standing === 'opted_out') continue
    for (const rows of [kept, other]) {
      const { standing, by } = consentStanding(rows, sender)
      if (standing === 'opted_out') carried.set(by.senderAddress, by)
    }
  }
  return carried.has(null) ? [carried.get(null)!] : [...carried.values()]
}
