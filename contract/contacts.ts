import { z } from 'zod'
import { FieldValue, Tag } from './contact-fields.ts'
import { id, instant, operation, page, pageQuery } from './operation.ts'

export const ContactLine = z
  .object({
    id,
    /** The name to show: given by members, else the WhatsApp profile name, else the address. */
    name: z.string(),
    /** `whatsapp:+…` or, for people who hide their number, `whatsapp:CC.…`. */
    address: z.string(),
  })
  .meta({ id: 'ContactLine' })

export const Contact = ContactLine.extend({
  givenName: z.string(),
  profileName: z.string(),
  identities: z.array(z.object({ kind: z.enum(['phone', 'user_id']), address: z.string() })),
  /** Two letters, told by the address; null where it tells none. */
  country: z.string().nullable(),
  language: z.string().nullable(),
  /** Where their day is, like `America/Sao_Paulo`: told by the country until a member knows better. */
  timeZone: z.string().nullable(),
  tags: z.array(z.string()),
  /** What is known in the organization's own fields, by the id of the field. */
  fields: z.record(z.string(), FieldValue),
  owner: z.object({ memberId: id, name: z.string() }).nullable(),
  optedOut: z.array(z.object({ senderAddress: z.string(), since: instant })),
  conversationIds: z.array(id),
  createdAt: instant,
}).meta({ id: 'Contact' })

export const ActivityKind = z.enum([
  'message_received',
  'message_sent',
  'message_failed',
  'opted_out',
  'opted_in',
  'taken_over',
  'handed_back',
  'handed_over',
  'assigned',
  'noted',
  'owner_changed',
  'contact_created',
  'merged',
  'lead_created',
  'lead_moved',
  'lead_removed',
])

/** One line of a contact's timeline. */
export const Activity = z
  .object({
    id,
    kind: ActivityKind,
    actor: z.object({
      kind: z.enum(['contact', 'member', 'agent', 'system', 'key']),
      name: z.string().nullable(),
    }),
    conversationId: id.nullable(),
    facts: z.record(z.string(), z.unknown()),
    at: instant,
  })
  .meta({ id: 'Activity' })

export const NotificationKind = z.enum([
  'reply',
  'hand_over',
  'nobody_answers',
  'assigned',
  'send_failed',
  'connector_failed',
  'template_changed',
  'outgoing_webhook_failed',
  'campaign_held',
  'touches_held',
])
export const Notification = z
  .object({
    id,
    kind: NotificationKind,
    contact: ContactLine.nullable(),
    conversationId: id.nullable(),
    facts: z.record(z.string(), z.unknown()),
    count: z.number().int(),
    at: instant,
    read: z.boolean(),
  })
  .meta({ id: 'Notification' })

const tag = 'Contacts'
const params = z.object({ contactId: id })

export const contactOperations = {
  listContacts: operation({
    id: 'listContacts',
    method: 'GET',
    path: '/api/v1/contacts',
    tag,
    summary: 'Contacts',
    permission: 'contacts.read',
    query: pageQuery.extend({ search: z.string().max(200).optional() }),
    answer: page(Contact),
  }),
  getContact: operation({
    id: 'getContact',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}',
    tag,
    summary: 'A contact',
    permission: 'contacts.read',
    params,
    answer: Contact,
  }),
  createContact: operation({
    id: 'createContact',
    method: 'POST',
    path: '/api/v1/contacts',
    tag,
    summary: 'Add a contact, or find the one with this number',
    permission: 'contacts.manage',
    body: z.object({
      /** With the country code: `+49 30 1234567`. */
      phone: z.string().trim().min(5).max(40),
      givenName: z.string().trim().max(120).default(''),
      language: z.string().trim().min(2).max(10).nullable().default(null),
    }),
    status: 201,
    answer: Contact,
  }),
  updateContact: operation({
    id: 'updateContact',
    method: 'PATCH',
    path: '/api/v1/contacts/{contactId}',
    tag,
    summary: 'Change a contact',
    permission: 'contacts.manage',
    params,
    answer: Contact,
    body: z
      .object({
        givenName: z.string().trim().max(120),
        language: z.string().trim().min(2).max(10).nullable(),
        ownerId: id.nullable(),
        /** Null: that of their country again. */
        timeZone: z.string().trim().min(1).max(60).nullable(),
        /** All of them; those left out are taken away. */
        tags: z.array(Tag).max(50),
        /** By the id of the field; null empties it, and what is left out stays. */
        fields: z.record(id, FieldValue.nullable()),
      })
      .partial(),
  }),
  getTimeline: operation({
    id: 'getTimeline',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/timeline',
    tag,
    summary: 'Everything that happened with a contact, newest first',
    permission: 'contacts.read',
    params,
    query: pageQuery,
    answer: page(Activity),
  }),
  listNotifications: operation({
    id: 'listNotifications',
    method: 'GET',
    path: '/api/v1/notifications',
    tag: 'Notifications',
    summary: 'My notifications',
    permission: 'conversations.read',
    query: pageQuery,
    answer: page(Notification).extend({ unreadCount: z.number().int() }),
  }),
  readNotifications: operation({
    id: 'readNotifications',
    method: 'POST',
    path: '/api/v1/notifications/read',
    tag: 'Notifications',
    summary: 'Mark notifications as read: those named, or all',
    permission: 'conversations.read',
    body: z.object({ ids: z.array(id).max(500).nullable() }),
    status: 204,
  }),
}
