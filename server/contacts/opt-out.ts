import type { ConsentSource as ConsentSources } from '@parley/contract/consent.ts'
import type { z } from 'zod'
import type { OwnWords } from './opt-out-words.ts'

/** A number of ours and an address of theirs: what a suppression closes. */
export interface Pair {
  senderAddress: string
  contactAddress: string
}

export type ConsentSource = z.infer<typeof ConsentSources>

/** How we know of a wish to hear nothing more, or to hear again. Kept for ever. */
export interface ConsentEvidence {
  contactId: string
  /** The number the wish is for; null: every number of the organization. */
  senderAddress: string | null
  /**
   * `word`: a word in a message. `twilio`: Twilio recognised it or would not deliver. `member`: a member wrote it down.
   * `api`: a program did. `page`: a form of ours. `reply`: a message with the code of a page. `import`: a file.
   * `merge`: an opt-out of one of two contacts that became one.
   */
  source: ConsentSource
  /** The person's own words, or the text they agreed to. */
  wording: string
  /** Where it was said: the address of a page, the name of a shop, an error of Twilio's. */
  place?: string
  messageId?: string | null
  /** When they said so, in business time. */
  at: Date
}

/** What an organization may say about opt-outs. */
export interface ConsentSettings extends OwnWords {
  /** Whether an opt-out is confirmed by one last message. */
  confirms: boolean
  /** Empty: a sentence in the contact's language. */
  confirmationText: string
}

/** Words that end a silence mean nothing where there was none; everything else is evidence in any case. */
export const isPlainWord = (source: ConsentSource): boolean => source === 'word' || source === 'twilio'
