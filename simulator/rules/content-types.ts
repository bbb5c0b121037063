import { z } from 'zod'

import { FlowPages } from './flow-pages.ts'

// Twilio: every object of a content type is closed; what is optional may be null. Lengths are characters.

const maybeText = z.string().nullish()
const text = (most: number) => z.string().min(1).max(most)
const links = z.array(z.string().min(1))
/** WhatsApp: a message has one picture, video or document. */
const oneFile = links.max(1).nullish()

const QuickReply = z.strictObject({
  type: z.literal('QUICK_REPLY').nullish(),
  title: text(25),
  id: z.string().max(200).nullish(),
})

const CallToAction = z.strictObject({
  type: z.enum(['URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL', 'VOICE_CALL_REQUEST']),
  title: text(25),
  url: maybeText,
  phone: maybeText,
  code: maybeText,
  id: maybeText,
})

const CardAction = z.strictObject({
  type: z.enum(['URL', 'PHONE_NUMBER', 'QUICK_REPLY', 'COPY_CODE', 'VOICE_CALL']),
  title: text(25),
  url: maybeText,
  phone: maybeText,
  code: maybeText,
  id: maybeText,
  webview_size: z.enum(['TALL', 'FULL', 'HALF', 'NONE']).nullish(),
})

const CarouselAction = z.strictObject({
  type: z.enum(['URL', 'PHONE_NUMBER', 'QUICK_REPLY']),
  title: text(25),
  url: maybeText,
  phone: maybeText,
  id: maybeText,
})

const CarouselCard = z.strictObject({
  title: maybeText,
  body: text(160),
  media: text(2_000),
  actions: z.array(CarouselAction).min(1).max(2),
})

const CatalogItem = z.strictObject({
  id: maybeText,
  section_title: maybeText,
  name: maybeText,
  media_url: maybeText,
  price: z.number().nullish(),
  description: maybeText,
})

/** Says yes to an action that has what its type needs: a link its URL, a call its number. */
function isWhole(action: { type: string; url?: unknown; phone?: unknown; code?: unknown }): boolean {
  if (action.type === 'URL') return Boolean(action.url)
  if (action.type === 'PHONE_NUMBER') return Boolean(action.phone)
  return action.type !== 'COPY_CODE' || Boolean(action.code)
}

/** WhatsApp: two links, one call and one code at most. */
function isWithinCounts(actions: readonly { type: string }[]): boolean {
  const count = (type: string) => actions.filter((action) => action.type === type).length
  return count('URL') <= 2 && count('PHONE_NUMBER') <= 1 && count('COPY_CODE') <= 1
}

/** WhatsApp: the cards of a carousel have the same kinds of buttons in the same order. */
function areAlike(cards: readonly z.infer<typeof CarouselCard>[]): boolean {
  const shapes = cards.map((card) => JSON.stringify([!card.title, card.actions.map(({ type }) => type)]))
  return new Set(shapes).size === 1
}

const CardActions = z
  .array(CardAction.refine(isWhole, 'an action lacks its url, phone or code'))
  .max(10)
  .refine(isWithinCounts, 'at most two URLs, one phone number and one code')
  .nullish()

/** Every type that a content may have. Twilio: the keys of `types` and the fields of each. */
export const ContentTypes = z
  .strictObject({
    'twilio/text': z.strictObject({ body: text(1_600) }).nullish(),
    'twilio/media': z.strictObject({ body: maybeText, media: links.min(1).max(1) }).nullish(),
    'twilio/location': z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        label: maybeText,
        id: maybeText,
        address: maybeText,
      })
      .nullish(),
    'twilio/list-picker': z
      .strictObject({
        body: text(1_024),
        button: text(20),
        items: z
          .array(z.strictObject({ id: text(200), item: text(24), description: z.string().max(72).nullish() }))
          .min(1)
          .max(10),
      })
      .nullish(),
    'twilio/call-to-action': z
      .strictObject({
        body: text(1_600),
        actions: z
          .array(CallToAction.refine(isWhole, 'an action lacks its url, phone or code'))
          .min(1)
          .refine(isWithinCounts, 'at most two URLs, one phone number and one code')
          .refine(
            (actions) => actions.length === 1 || actions.every(({ type }) => type !== 'VOICE_CALL_REQUEST'),
            'VOICE_CALL_REQUEST must stand alone',
          ),
      })
      .nullish(),
    'twilio/quick-reply': z
      .strictObject({ body: text(1_024), actions: z.array(QuickReply).min(1).max(10) })
      .nullish(),
    'twilio/card': z
      .strictObject({
        title: z.string().max(1_024).nullish(),
        body: z.string().max(1_024).nullish(),
        subtitle: z.string().max(60).nullish(),
        media: oneFile,
        actions: CardActions,
      })
      .nullish(),
    'twilio/carousel': z
      .strictObject({
        body: text(1_024),
        cards: z.array(CarouselCard).min(2).max(10).refine(areAlike, 'all cards must have the same shape'),
      })
      .nullish(),
    'twilio/catalog': z
      .strictObject({
        body: text(1_024),
        title: maybeText,
        subtitle: z.string().max(60).nullish(),
        id: maybeText,
        items: z.array(CatalogItem).max(30).nullish(),
        dynamic_items: maybeText,
      })
      .nullish(),
    'twilio/flows': z
      .strictObject({
        body: text(1_024),
        button_text: text(25),
        subtitle: maybeText,
        media_url: maybeText,
        pages: FlowPages,
        type: z.enum([
          'SIGN_UP',
          'SIGN_IN',
          'APPOINTMENT_BOOKING',
          'LEAD_GENERATION',
          'CONTACT_US',
          'CUSTOMER_SUPPORT',
          'SURVEY',
          'OTHER',
        ]),
      })
      .nullish(),
    'twilio/schedule': z.strictObject({ id: text(200), title: text(200), timeSlots: z.string() }).nullish(),
    'whatsapp/card': z
      .strictObject({
        body: text(1_024),
        header_text: z.string().max(60).nullish(),
        footer: z.string().max(60).nullish(),
        media: oneFile,
        actions: CardActions,
      })
      .refine((card) => !(card.header_text && card.media?.length), 'header_text and media exclude each other')
      .nullish(),
    'whatsapp/authentication': z
      .strictObject({
        add_security_recommendation: z.boolean().nullish(),
        code_expiration_minutes: z.number().min(1).max(90).nullish(),
        actions: z
          .array(z.strictObject({ type: z.literal('COPY_CODE'), copy_code_text: text(25) }))
          .min(1)
          .max(1),
      })
      .nullish(),
    'whatsapp/flows': z
      .strictObject({
        body: text(1_024),
        button_text: text(25),
        subtitle: maybeText,
        media_url: maybeText,
        flow_id: text(200),
        flow_token: maybeText,
        flow_first_page_id: maybeText,
        is_flow_first_page_endpoint: z.boolean().nullish(),
      })
      .nullish(),
  })
  .transform(
    (types) =>
      Object.fromEntries(Object.entries(types).filter(([, fields]) => fields)) as Record<
        string,
        Record<string, unknown>
      >,
  )

/** The one type WhatsApp is given. Twilio: the richest it can draw; plain text is what every channel can. */
export function richestType(
  types: Record<string, Record<string, unknown>>,
): [type: string, fields: Record<string, unknown>] {
  const all = Object.entries(types).filter(([type]) => type !== 'twilio/schedule')
  return (
    all.find(([type]) => type.startsWith('whatsapp/')) ??
    all.find(([type]) => type !== 'twilio/text') ??
    all[0] ?? ['twilio/text', { body: '' }]
  )
}
