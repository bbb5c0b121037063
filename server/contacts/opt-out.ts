/** A number of ours and an address of theirs: what a suppression closes. */
export interface Pair {
  senderAddress: string
  contactAddress: string
}

/** How we know of a wish to hear nothing more, or to hear again. Kept for ever. */
export interface ConsentEvidence {
  contactId: string
  /** The sender's address: the wish is for this number. */
  senderAddress: string
  /** `word`: a word in a message. `twilio`: Twilio's opt-out recognised it, or refused a message because of it. */
  source: 'word' | 'twilio'
  /** The person's own words. */
  wording: string
  messageId?: string | null
  /** When they said so, in business time. */
  at: Date
}
