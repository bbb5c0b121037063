/** Names under which values are known of a contact, and plain words for what a text says. */
export const knownFacts = [
  'contact.name',
  'contact.first_name',
  'contact.owner',
  'lead.title',
  'lead.stage',
  'date',
  'time',
  'amount',
  'code',
  'link',
]
