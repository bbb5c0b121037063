/** Names under which values are known of a contact, and plain words for what a text says. */
export const knownFacts = ['contact.name', 'lead.title', 'date', 'time', 'amount', 'code', 'link']
