import { z } from 'zod'
import { id, operation } from './operation.ts'

export const contactFieldKinds = ['text', 'number', 'date', 'select', 'multi_select'] as const
export type ContactFieldKind = (typeof contactFieldKinds)[number]

/** Something an organization keeps of its contacts beside what every contact has. */
export const ContactField = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(contactFieldKinds),
    /** What can be chosen; empty for the other kinds. */
    options: z.array(z.string()),
  })
  .meta({ id: 'ContactField' })

/** A text, a number, a day as `YYYY-MM-DD`, a choice, or a list of choices: by the kind of the field. */
export const FieldValue = z
  .union([z.string().max(1000), z.number(), z.array(z.string().max(120)).max(50)])
  .meta({ id: 'FieldValue' })
export type FieldValue = z.infer<typeof FieldValue>

/** A word members put on contacts to find them again. */
export const Tag = z.string().trim().min(1).max(40)

const tag = 'Contacts'
const params = z.object({ fieldId: id })
const name = z.string().trim().min(1).max(60)
const options = z.array(z.string().trim().min(1).max(120)).max(100)

export const contactFieldOperations = {
  listContactFields: operation({
    id: 'listContactFields',
    method: 'GET',
    path: '/api/v1/contact-fields',
    tag,
    summary: 'The fields this organization keeps of its contacts, in their order',
    permission: 'contacts.read',
    answer: z.object({ items: z.array(ContactField) }),
  }),
  createContactField: operation({
    id: 'createContactField',
    method: 'POST',
    path: '/api/v1/contact-fields',
    tag,
    summary: 'Add a field. Its kind stays as it is from then on',
    permission: 'organization.manage',
    body: z.object({ name, kind: z.enum(contactFieldKinds), options: options.default([]) }),
    status: 201,
    answer: ContactField,
    refusals: ['name_taken', 'too_many_fields'],
  }),
  updateContactField: operation({
    id: 'updateContactField',
    method: 'PATCH',
    path: '/api/v1/contact-fields/{fieldId}',
    tag,
    summary: 'Rename a field, or change what can be chosen; contacts keep what they have',
    permission: 'organization.manage',
    params,
    body: z.object({ name, options }).partial(),
    answer: ContactField,
    refusals: ['name_taken'],
  }),
  removeContactField: operation({
    id: 'removeContactField',
    method: 'DELETE',
    path: '/api/v1/contact-fields/{fieldId}',
    tag,
    summary: 'Remove a field, with what contacts have in it',
    permission: 'organization.manage',
    params,
    status: 204,
  }),
}
