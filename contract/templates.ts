import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

export const TemplatePreview = z
  .object({
    header: z.string().nullable(),
    body: z.string(),
    footer: z.string().nullable(),
    mediaUrl: z.string().nullable(),
    /** `kind`: quick_reply, url, phone_number, copy_code, list, …; an open list. `target`: an address, a number or a code. */
    buttons: z.array(z.object({ label: z.string(), kind: z.string(), target: z.string().nullable() })),
    cards: z.array(
      z.object({
        header: z.string().nullable(),
        body: z.string(),
        footer: z.string().nullable(),
        mediaUrl: z.string().nullable(),
        buttons: z.array(z.object({ label: z.string(), kind: z.string(), target: z.string().nullable() })),
      }),
    ),
  })
  .meta({ id: 'TemplatePreview' })
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
    /** UTILITY, MARKETING, AUTHENTICATION, or empty before it is submitted; an open list. */
    category: z.string(),
    /** unsubmitted, received, pending, approved, rejected, paused, disabled; an open list. */
    status: z.string(),
    rejectionReason: z.string(),
    /** The keys it asks for, each with its sample. */
    variables: z.array(z.object({ key: z.string(), sample: z.string() })),
    /** With the samples in it. */
    preview: TemplatePreview,
    syncedAt: instant,
  })
  .meta({ id: 'Template' })

const tag = 'Templates'
const templates = z.object({ items: z.array(Template) })

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
    refusals: ['connector_not_connected', 'twilio_refused', 'twilio_unreachable'],
  }),
}
