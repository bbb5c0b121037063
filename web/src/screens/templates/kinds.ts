/** What the builder offers, by the type of content that it makes. */
export const kinds = {
  text: 'twilio/text',
  replies: 'twilio/quick-reply',
  actions: 'twilio/call-to-action',
  media: 'twilio/media',
  card: 'whatsapp/card',
  carousel: 'twilio/carousel',
  list: 'twilio/list-picker',
  location: 'twilio/location',
  codes: 'whatsapp/authentication',
  catalog: 'twilio/catalog',
  pages: 'twilio/flows',
  form: 'whatsapp/flows',
  titled: 'twilio/card',
} as const
export type Kind = keyof typeof kinds
export type ButtonKind =
  | 'QUICK_REPLY'
  | 'URL'
  | 'PHONE_NUMBER'
  | 'COPY_CODE'
  | 'VOICE_CALL'
  | 'VOICE_CALL_REQUEST'

/** The fields of one language that a kind has, in the order in which they are filled in. */
export type Part =
  | 'media'
  | 'header'
  | 'body'
  | 'footer'
  | 'opening'
  | 'items'
  | 'cards'
  | 'place'
  | 'codeLabel'
  | 'pages'
  | 'buttons'

export const partsOf: Record<Kind, readonly Part[]> = {
  text: ['body'],
  replies: ['body', 'buttons'],
  actions: ['body', 'buttons'],
  media: ['media', 'body'],
  card: ['media', 'header', 'body', 'footer', 'buttons'],
  carousel: ['body', 'cards'],
  list: ['body', 'opening', 'items'],
  location: ['place'],
  codes: ['codeLabel'],
  catalog: ['header', 'body', 'footer'],
  pages: ['media', 'body', 'footer', 'opening', 'pages'],
  form: ['media', 'body', 'footer', 'opening'],
  titled: ['media', 'header', 'body', 'footer', 'buttons'],
}

/** Twilio: how a field of ours is called in each kind, which is also where the server's problems point. */
export const fieldNames: Partial<Record<Kind, { header?: string; footer?: string; opening?: string }>> = {
  card: { header: 'header_text', footer: 'footer' },
  titled: { header: 'title', footer: 'subtitle' },
  catalog: { header: 'title', footer: 'subtitle' },
  list: { opening: 'button' },
  pages: { footer: 'subtitle', opening: 'button_text' },
  form: { footer: 'subtitle', opening: 'button_text' },
}

/** The field of a button that holds where it leads. */
const targets = {
  QUICK_REPLY: null,
  URL: 'url',
  PHONE_NUMBER: 'phone',
  COPY_CODE: 'code',
  VOICE_CALL: null,
  VOICE_CALL_REQUEST: null,
} as const
export const targetOf = (kind: ButtonKind): 'url' | 'phone' | 'code' | null => targets[kind]

/** The button of these opens a form, and a file stands above their text. */
export const isForm = (kind: Kind): boolean => kind === 'pages' || kind === 'form'

/** Which buttons a kind takes. */
const all: readonly ButtonKind[] = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL']
export const buttonsOf: Record<Kind, readonly ButtonKind[]> = {
  text: [],
  replies: ['QUICK_REPLY'],
  actions: ['URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL', 'VOICE_CALL_REQUEST'],
  media: [],
  card: all,
  carousel: [],
  list: [],
  location: [],
  codes: [],
  catalog: [],
  pages: [],
  form: [],
  titled: all,
}

/** Which buttons the cards of a carousel take, and how many of them. */
export const cardButtonKinds: readonly ButtonKind[] = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER']
export const mostCardButtons = 2
