import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

/** What of a content WhatsApp can review as a template, and what it takes while the service window is open. */
export type ContentUse = 'both' | 'template' | 'session' | 'none'

/** Twilio: the types a content may have, in the order in which people meet them. `none`: WhatsApp has no such message. */
export const contentTypes = {
  'twilio/text': 'both',
  'twilio/media': 'both',
  'twilio/quick-reply': 'both',
  'twilio/call-to-action': 'both',
  'twilio/card': 'both',
  'whatsapp/card': 'both',
  'twilio/list-picker': 'session',
  'twilio/carousel': 'template',
  'twilio/catalog': 'both',
  'twilio/location': 'session',
  'whatsapp/authentication': 'template',
  'whatsapp/flows': 'both',
  'twilio/flows': 'template',
  'twilio/schedule': 'none',
} as const satisfies Record<string, ContentUse>
export type ContentType = keyof typeof contentTypes

/** One page of a form as the phone opens it. */
const PreviewPage = z.object({
  title: z.string(),
  subtitle: z.string().default(''),
  elements: z
    .array(
      z.object({
        /** short_text, long_text, single_select, multiple_select, list, date_picker, text_heading, text_body, media, …; an open list. */
        kind: z.string(),
        /** The question, or what the text says. */
        text: z.string(),
        /** The smaller line that explains a question. */
        help: z.string(),
        choices: z.array(z.string()),
        required: z.boolean(),
      }),
    )
    .default([]),
  /** The words on the button that leads on; empty: WhatsApp's own. */
  button: z.string().default(''),
})

const PreviewPart = z.object({
  header: z.string().nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  mediaUrl: z.string().nullable(),
  /** What the file at `mediaUrl` is by its name: image, video, audio, document, or file when the name does not tell. */
  media: z.object({ kind: z.string(), name: z.string() }).nullable().default(null),
  /** `kind`: quick_reply, url, phone_number, copy_code, voice_call, list, catalog, flow, …; an open list. `target`: an address, a number or a code. */
  buttons: z.array(z.object({ label: z.string(), kind: z.string(), target: z.string().nullable() })),
})

export const TemplatePreview = PreviewPart.extend({
  cards: z.array(PreviewPart),
  place: z
    .object({ latitude: z.number(), longitude: z.number(), label: z.string(), address: z.string() })
    .nullable()
    .default(null),
  /** What a button opens: the lines of a list, the goods of a catalog. */
  items: z.array(z.object({ title: z.string(), description: z.string(), section: z.string() })).default([]),
  /** The pages of a form. */
  pages: z.array(PreviewPage).default([]),
}).meta({ id: 'TemplatePreview' })
export type TemplatePreview = z.infer<typeof TemplatePreview>

export const Template = z
  .object({
    id,
    connectorId: id,
    connectorName: z.string(),
    twilioSid: z.string(),
    name: z.string(),
    /** As Meta spells it: `en`, `pt_BR`. */
    language: z.string(),
    /** `twilio/text`, `twilio/quick-reply`, …; an open list. */
    contentType: z.string(),
    /** The fields of this type, as Twilio documents them. */
    content: z.record(z.string(), z.unknown()),
    /** UTILITY, MARKETING, AUTHENTICATION, or empty before it is submitted; an open list. */
    category: z.string(),
    /** The category under which it was submitted here; empty when that was elsewhere. Meta may give it another one. */
    requestedCategory: z.string(),
    /** unsubmitted, received, pending, approved, rejected, paused, disabled; an open list. */
    status: z.string(),
    rejectionReason: z.string(),
    /** The keys it asks for, each with its sample and what it means: `contact.name`, `date`; empty when nobody has said. */
    variables: z.array(z.object({ key: z.string(), sample: z.string(), name: z.string() })),
    /** With the samples in it. */
    preview: TemplatePreview,
    syncedAt: instant,
  })
  .meta({ id: 'Template' })

const Samples = z.record(z.string().regex(/^\w{1,16}$/), z.string().max(1600))
/** What a variable means, by its key: the name of a contact's fact, or a plain word such as `date`. */
const VariableNames = z.record(z.string().regex(/^\w{1,16}$/), z.string().trim().max(60))

export const TemplateDraft = z
  .object({
    name: z.string().max(600),
    language: z.string().max(20),
    /** Empty before it is submitted. */
    category: z.string().max(40).default(''),
    /** Twilio: whose type, a slash, which one. */
    contentType: z
      .string()
      .max(60)
      .regex(/^[a-z]+\/[a-z_-]+$/),
    content: z.record(z.string(), z.unknown()),
    /** Samples by key. */
    variables: Samples.default({}),
  })
  .meta({ id: 'TemplateDraft' })
export type TemplateDraft = z.infer<typeof TemplateDraft>

export const TemplateProblem = z
  .object({
    /** Of the draft: `name`, `body`, `actions.0.title`, `variables.1`. */
    field: z.string(),
    code: z.string(),
    sentence: z.string(),
    /** What fills the sentence: limits and lengths. */
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'TemplateProblem' })
export type TemplateProblem = z.infer<typeof TemplateProblem>

export const TemplateSuggestion = z
  .object({
    templateId: id,
    name: z.string(),
    language: z.string(),
    /** From 0 to 1. */
    score: z.number(),
    /** A value for each variable. */
    variables: z.record(z.string(), z.string()),
    preview: TemplatePreview,
    /** Codes of what speaks for it: language, very_alike, leaves_something_out, …; an open list. */
    reasons: z.array(z.string()),
  })
  .meta({ id: 'TemplateSuggestion' })

const tag = 'Templates'
const templates = z.object({ items: z.array(Template) })
const params = z.object({ templateId: id })
const atTwilio = ['connector_not_connected', 'twilio_refused', 'twilio_unreachable'] as const

export const templateOperations = {
  listTemplates: operation({
    id: 'listTemplates',
    method: 'GET',
    path: '/api/v1/templates',
    tag,
    summary: 'Templates as they were last read from Twilio',
    permission: 'templates.read',
    answer: templates,
  }),
  syncTemplates: operation({
    id: 'syncTemplates',
    method: 'POST',
    path: '/api/v1/templates/sync',
    tag,
    summary: 'Read the templates of every connector from Twilio now',
    permission: 'templates.manage',
    answer: templates,
    refusals: atTwilio,
  }),
  checkTemplate: operation({
    id: 'checkTemplate',
    method: 'POST',
    path: '/api/v1/templates/check',
    tag,
    summary: 'What Twilio or Meta would refuse, and how the phone would show it; nothing is created',
    permission: 'templates.read',
    body: TemplateDraft,
    answer: z.object({
      problems: z.array(TemplateProblem),
      preview: TemplatePreview,
      /** The keys the texts ask for. */
      variables: z.array(z.string()),
    }),
  }),
  createTemplate: operation({
    id: 'createTemplate',
    method: 'POST',
    path: '/api/v1/templates',
    tag,
    summary: 'Create a template at Twilio, in one language; it is not submitted yet',
    permission: 'templates.manage',
    body: TemplateDraft.omit({ category: true }).extend({
      connectorId: id,
      variableNames: VariableNames.default({}),
    }),
    status: 201,
    answer: Template,
    refusals: ['template_not_valid', ...atTwilio],
  }),
  suggestTemplate: operation({
    id: 'suggestTemplate',
    method: 'POST',
    path: '/api/v1/templates/suggestions',
    tag,
    summary: 'Which approved template says best what is intended; nothing is sent',
    permission: 'templates.read',
    body: z.object({
      text: z.string().trim().min(1).max(1600),
      /** To its contact: in their language, as their consent allows, filled with what is known of them. */
      conversationId: id.optional(),
      /** To many, without a conversation: values are the names of facts, as a campaign's texts have them. */
      connectorId: id.optional(),
    }),
    answer: z.object({
      /** Null: nothing is suited, and a person should look. */
      best: TemplateSuggestion.nullable(),
      /** What else could be sent, the likest first. */
      others: z.array(TemplateSuggestion),
      /** `model`: a model chose among the ranked, or that none is suited. */
      judgedBy: z.enum(['ranking', 'model']),
      /** How many approved templates could not be sent to this contact at all, and why. */
      excluded: z.object({ language: z.number(), category: z.number(), variables: z.number() }),
    }),
  }),
  getTemplate: operation({
    id: 'getTemplate',
    method: 'GET',
    path: '/api/v1/templates/{templateId}',
    tag,
    summary: 'A template as it was last read from Twilio',
    permission: 'templates.read',
    params,
    answer: Template,
  }),
  replaceTemplate: operation({
    id: 'replaceTemplate',
    method: 'PUT',
    path: '/api/v1/templates/{templateId}',
    tag,
    summary: 'Change what a template says, at Twilio too; only before it is submitted',
    permission: 'templates.manage',
    params,
    body: TemplateDraft.omit({ category: true, language: true }).extend({
      variableNames: VariableNames.default({}),
    }),
    answer: Template,
    refusals: ['template_not_valid', 'template_already_submitted', ...atTwilio],
  }),
  updateTemplate: operation({
    id: 'updateTemplate',
    method: 'PATCH',
    path: '/api/v1/templates/{templateId}',
    tag,
    summary: 'Say what the variables mean; Twilio is not told',
    permission: 'templates.manage',
    params,
    body: z.object({ variableNames: VariableNames }),
    answer: Template,
  }),
  duplicateTemplate: operation({
    id: 'duplicateTemplate',
    method: 'POST',
    path: '/api/v1/templates/{templateId}/duplicate',
    tag,
    summary:
      'Create a template with the same content under another name; one that was submitted cannot be edited',
    permission: 'templates.manage',
    params,
    body: z.object({ name: z.string().max(600) }),
    status: 201,
    answer: Template,
    refusals: ['template_not_valid', ...atTwilio],
  }),
  submitTemplate: operation({
    id: 'submitTemplate',
    method: 'POST',
    path: '/api/v1/templates/{templateId}/submission',
    tag,
    summary: 'Submit a template to Meta for approval',
    permission: 'templates.manage',
    params,
    body: z.object({
      name: z.string().max(600),
      category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
      /** Else Meta rejects it when it sees it in another category. */
      allowCategoryChange: z.boolean().default(true),
    }),
    answer: Template,
    refusals: ['template_not_valid', 'template_already_submitted', ...atTwilio],
  }),
  deleteTemplate: operation({
    id: 'deleteTemplate',
    method: 'DELETE',
    path: '/api/v1/templates/{templateId}',
    tag,
    summary: 'Delete a template at Twilio; Meta blocks its name for thirty days',
    permission: 'templates.manage',
    params,
    status: 204,
    refusals: atTwilio,
  }),
}
