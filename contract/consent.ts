import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

/** How we know. `word`: a word in a message. `twilio`: Twilio knew. `reply`: a message with a page's code. `merge`: an
 * opt-out of one of two contacts that became one. The others say where. */
export const ConsentSource = z
  .enum(['word', 'twilio', 'member', 'import', 'api', 'page', 'reply', 'merge'])
  .meta({ id: 'ConsentSource' })
/** What the last word of a person comes to. */
export const ConsentStanding = z.enum(['opted_in', 'opted_out', 'none']).meta({ id: 'ConsentStanding' })

export const Consent = z
  .object({
    id,
    kind: z.enum(['opt_in', 'opt_out']),
    source: ConsentSource,
    /** The number it is for; null: the organization, whichever of its numbers writes. */
    senderAddress: z.string().nullable(),
    /** The person's words, or the text they agreed to. */
    wording: z.string(),
    /** Where it was said: the address of a page, a file and line, a shop. */
    place: z.string(),
    messageId: id.nullable(),
    recordedBy: z.object({
      kind: z.enum(['contact', 'member', 'agent', 'system', 'key']),
      name: z.string().nullable(),
    }),
    at: instant,
  })
  .meta({ id: 'Consent' })

/** Everything that shows what a person agreed to, to be handed to them or to an authority. */
export const ConsentProof = z
  .object({
    organization: z.string(),
    madeAt: instant,
    contact: z.object({ id, name: z.string(), addresses: z.array(z.string()), createdAt: instant }),
    standing: ConsentStanding,
    /** Oldest first, each with the message that said it. */
    consents: z.array(
      Consent.extend({
        message: z
          .object({
            twilioSid: z.string().nullable(),
            direction: z.enum(['in', 'out']),
            body: z.string(),
            at: instant,
          })
          .nullable(),
      }),
    ),
    /** The numbers that must not write to them. */
    closed: z.array(z.object({ senderAddress: z.string(), since: instant })),
  })
  .meta({ id: 'ConsentProof' })

export const ConsentSettings = z
  .object({
    /** The organization's own words beside those of twelve languages. */
    stopWords: z.array(z.string()),
    startWords: z.array(z.string()),
    /** Whether an opt-out is confirmed by one last message. */
    confirms: z.boolean(),
    /** Empty: a sentence in the contact's language. */
    confirmationText: z.string(),
  })
  .meta({ id: 'ConsentSettings' })

/** A page that anybody may open, on which people agree to be written to by one number. */
export const OptInPage = z
  .object({
    id,
    url: z.url(),
    senderId: id,
    senderAddress: z.string(),
    title: z.string(),
    /** What people agree to. */
    wording: z.string(),
    /** Whether a number may be typed; its owner is then asked by the template, and their reply is what counts. */
    asksNumber: z.boolean(),
    templateId: id.nullable(),
    /** Why no number can be typed although one is asked for; null when it can, or none is. */
    numberObstacle: z
      .enum([
        'no_template',
        'template_not_approved',
        'template_advertises',
        'template_has_variables',
        'template_elsewhere',
      ])
      .nullable(),
    open: z.boolean(),
    /** How many opted in by it. */
    optIns: z.number().int(),
    createdAt: instant,
  })
  .meta({ id: 'OptInPage' })

const tag = 'Consent'
const contact = z.object({ contactId: id })
const sender = z.object({ senderId: id })
const words = z.array(z.string().trim().min(1).max(60)).max(50)
const pageBody = z.object({
  senderId: id,
  title: z.string().trim().min(1).max(120),
  wording: z.string().trim().min(1).max(2000),
  asksNumber: z.boolean(),
  /** An approved template of the number's connector that asks for a yes, without variables. */
  templateId: id.nullable().default(null),
})

export const consentOperations = {
  listConsents: operation({
    id: 'listConsents',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/consents',
    tag,
    summary: 'What a contact agreed to or declined, newest first, with the evidence',
    permission: 'contacts.read',
    params: contact,
    answer: z.object({ standing: ConsentStanding, items: z.array(Consent) }),
  }),
  recordConsent: operation({
    id: 'recordConsent',
    method: 'POST',
    path: '/api/v1/contacts/{contactId}/consents',
    tag,
    summary: 'Write down an opt-in or an opt-out that was given elsewhere',
    permission: 'contacts.manage',
    params: contact,
    body: z.object({
      kind: z.enum(['opt_in', 'opt_out']),
      senderId: id.nullable().default(null),
      wording: z.string().trim().min(1).max(2000),
      place: z.string().trim().min(1).max(500),
      /** When it was said; now, when left out. */
      at: instant.optional(),
    }),
    status: 201,
    answer: Consent,
  }),
  getConsentProof: operation({
    id: 'getConsentProof',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/consents/proof.json',
    tag,
    summary: 'Every consent of a contact with the messages it rests on',
    permission: 'contacts.read',
    params: contact,
    answer: ConsentProof,
  }),
  downloadConsentProof: operation({
    id: 'downloadConsentProof',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/consents/proof.pdf',
    tag,
    summary: 'The same as a paper',
    permission: 'contacts.read',
    params: contact,
    download: 'application/pdf',
  }),
  getConsentSettings: operation({
    id: 'getConsentSettings',
    method: 'GET',
    path: '/api/v1/consent-settings',
    tag,
    summary: 'Own words, and what an opt-out is answered with',
    permission: 'contacts.read',
    answer: ConsentSettings,
  }),
  updateConsentSettings: operation({
    id: 'updateConsentSettings',
    method: 'PATCH',
    path: '/api/v1/consent-settings',
    tag,
    summary: 'Change them',
    permission: 'consent.manage',
    body: z
      .object({
        stopWords: words,
        startWords: words,
        confirms: z.boolean(),
        confirmationText: z.string().trim().max(500),
      })
      .partial(),
    answer: ConsentSettings,
  }),
  listOptInPages: operation({
    id: 'listOptInPages',
    method: 'GET',
    path: '/api/v1/opt-in-pages',
    tag,
    summary: 'Opt-in pages',
    permission: 'contacts.read',
    answer: z.object({ items: z.array(OptInPage) }),
  }),
  createOptInPage: operation({
    id: 'createOptInPage',
    method: 'POST',
    path: '/api/v1/opt-in-pages',
    tag,
    summary: 'Make an opt-in page for a number',
    permission: 'consent.manage',
    body: pageBody,
    status: 201,
    answer: OptInPage,
  }),
  updateOptInPage: operation({
    id: 'updateOptInPage',
    method: 'PATCH',
    path: '/api/v1/opt-in-pages/{optInPageId}',
    tag,
    summary:
      'Change a page. A new wording gets a new link text; those who read the old one agreed to the old one',
    permission: 'consent.manage',
    params: z.object({ optInPageId: id }),
    body: pageBody
      .omit({ senderId: true })
      .extend({ templateId: id.nullable(), open: z.boolean() })
      .partial(),
    answer: OptInPage,
  }),
  exportSuppressions: operation({
    id: 'exportSuppressions',
    method: 'GET',
    path: '/api/v1/senders/{senderId}/suppressions.csv',
    tag,
    summary: 'The addresses a number must not write to',
    permission: 'consent.manage',
    params: sender,
    download: 'text/csv',
  }),
  importSuppressions: operation({
    id: 'importSuppressions',
    method: 'POST',
    path: '/api/v1/senders/{senderId}/suppressions',
    tag,
    summary: 'Close the addresses of a CSV file for a number. Nothing is ever opened by a file',
    permission: 'consent.manage',
    params: sender,
    file: true,
    answer: z.object({
      closed: z.number().int(),
      already: z.number().int(),
      /** The first lines that hold no number, as many as are worth showing. */
      unreadable: z.array(z.object({ line: z.number().int(), text: z.string() })),
      unreadableCount: z.number().int(),
    }),
  }),
}
