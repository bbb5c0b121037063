/**
 * News travels upwards as job rows written in the transaction of its fact. Names are past tense; facts are ids only,
 * so a job reads the present when it runs.
 */
export interface NewsFacts {
  /** Messages of contacts that came in together, in the order of their threads: many in one row, because they come in floods. */
  'messages.received': { messageIds: readonly string[] }
  'message.settled': { messageId: string; conversationId: string; status: string }
  /** Twilio answered 63016 to a text that has a template behind it. */
  'message.window_missed': { messageId: string }
  'conversation.handed_over': { conversationId: string; contactId: string; reason: string }
  'conversation.assigned': {
    conversationId: string
    contactId: string
    memberId: string
    byMemberId: string | null
  }
  'media.expected': { mediaId: string; messageId: string }
  'members.changed': { memberId: string }
  /** Twilio or WhatsApp would not deliver because the contact wants to hear nothing. */
  'message.blocked': { messageId: string; code: number }
  /** Another message goes out instead of one whose window closed too early. */
  'message.replaced': { messageId: string; byMessageId: string }
  /** Messages that carry this permit came further. Told once for as many as move within a moment. */
  'messages.moved': { permitId: string }
  'contact.opted_out': { contactId: string }
  /** Another contact, that is no more, became part of this one. */
  'contact.merged': { contactId: string; formerId: string }
  'connector.failed': { connectorId: string }
  /** Meta sees a template otherwise than before: `approval` is where it stands now, as Twilio tells it. */
  'template.moved': { templateId: string; contentSid: string; approval: string }
  /** Numbers of this connector began to receive. */
  'senders.activated': { connectorId: string }
}
export type News = keyof NewsFacts

/** What a browser is told live: which thing changed. It then asks the API, so a hint never carries a secret. */
export const liveTopics = [
  'conversation',
  'message',
  'notification',
  'connector',
  'sender',
  'agent',
  'channel',
  'contact',
  'template',
  'campaign',
  'import',
  'contact_field',
  'saved_filter',
  'opt_in_page',
  'lead',
  'outgoing_webhook',
] as const
export type LiveTopic = (typeof liveTopics)[number]
