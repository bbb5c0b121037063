import { z } from 'zod'
import { Contact } from './contacts.ts'
import { id, operation } from './operation.ts'

/** Why two contacts may be one person. */
export const Likeness = z
  .enum([
    /** Numbers that are one number, written with and without a digit that a country once added. */
    'number',
    /** One hides their number, the other has one from the same country, and both call themselves the same. */
    'profile',
    /** Members gave both the same name, and the same owner. */
    'name',
    /** The same e-mail address in a field. */
    'mail',
  ])
  .meta({ id: 'Likeness' })

/** What a contact has once, so that of two contacts one's must be chosen. */
export const OwnPart = z
  .enum(['name', 'profileName', 'language', 'timeZone', 'owner'])
  .meta({ id: 'ContactPart' })
export type OwnPart = z.infer<typeof OwnPart>

/** Two contacts beside each other, and what comes along when the other becomes the first. */
export const MergePreview = z
  .object({
    contact: Contact,
    other: Contact,
    moves: z.object({
      identities: z.number().int(),
      /** Threads that change hands whole. */
      conversations: z.number().int(),
      /** Threads that are joined with one of the same number. */
      joined: z.number().int(),
      messages: z.number().int(),
      notes: z.number().int(),
      consents: z.number().int(),
      leads: z.number().int(),
      campaigns: z.number().int(),
      /** Campaigns that have a place for both: one stays. */
      bothIn: z.number().int(),
    }),
    /** The numbers that must not write to one of the two now, and to neither afterwards. */
    closes: z.array(z.string()),
  })
  .meta({ id: 'MergePreview' })

const tag = 'Contacts'
const params = z.object({ contactId: id })
const pair = params.extend({ otherContactId: id })

export const mergeOperations = {
  listDuplicates: operation({
    id: 'listDuplicates',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/duplicates',
    tag,
    summary: 'Contacts that may be the same person',
    permission: 'contacts.read',
    params,
    answer: z.object({ items: z.array(z.object({ contact: Contact, likenesses: z.array(Likeness) })) }),
  }),
  previewMerge: operation({
    id: 'previewMerge',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/duplicates/{otherContactId}',
    tag,
    summary: 'Two contacts beside each other, and what a merge moves',
    permission: 'contacts.read',
    params: pair,
    answer: MergePreview,
    refusals: ['contacts_same'],
  }),
  mergeContacts: operation({
    id: 'mergeContacts',
    method: 'POST',
    path: '/api/v1/contacts/{contactId}/merge',
    tag,
    summary:
      'Make another contact part of this one. It cannot be undone; the other id leads here from then on',
    permission: 'contacts.merge',
    params,
    body: z.object({
      otherContactId: id,
      /** What is taken from the other where both have something; everything else stays. */
      take: z.array(OwnPart).max(OwnPart.options.length).default([]),
      /** The same for the organization's own fields, by their ids. */
      takeFields: z.array(id).max(200).default([]),
    }),
    answer: Contact,
    refusals: ['contacts_same', 'merged_meanwhile'],
  }),
}
