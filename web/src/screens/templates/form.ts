/** Twilio: what a form is for. */
export const purposes = [
  'SURVEY',
  'CONTACT_US',
  'LEAD_GENERATION',
  'APPOINTMENT_BOOKING',
  'CUSTOMER_SUPPORT',
  'SIGN_UP',
  'SIGN_IN',
  'OTHER',
] as const

/** Twilio: what a page of a form is made of, and which words each of them has. */
export const elementFields = {
  SHORT_TEXT: ['label', 'text'],
  LONG_TEXT: ['label', 'text'],
  SINGLE_SELECT: ['label', 'text', 'choices'],
  MULTIPLE_SELECT: ['label', 'text', 'choices'],
  LIST: ['label', 'choices'],
  DATE_PICKER: ['label', 'from', 'to', 'without'],
  TEXT_HEADING: ['text'],
  TEXT_SUBHEADING: ['text'],
  TEXT_BODY: ['text'],
  TEXT_CAPTION: ['text'],
  RICH_TEXT: ['text'],
  MEDIA: ['url'],
} as const satisfies Record<string, readonly (keyof ElementWords)[]>
export type ElementKind = keyof typeof elementFields
export const elementKinds = Object.keys(elementFields) as ElementKind[]
export const hasField = (kind: ElementKind, field: keyof ElementWords): boolean =>
  (elementFields[kind] as readonly (keyof ElementWords)[]).includes(field)

/** Twilio: whether an answer can be made necessary, and has a name of its own. */
export const isAnswered = (kind: ElementKind): boolean =>
  ['SHORT_TEXT', 'LONG_TEXT', 'SINGLE_SELECT', 'MULTIPLE_SELECT'].includes(kind)

/** Twilio: what is typed into a short answer. */
export const inputTypes = ['TEXT', 'NUMBER', 'EMAIL', 'PHONE', 'PASSWORD', 'PASSCODE'] as const

/** One thing on a page, as it is in every language. */
export interface Element {
  kind: ElementKind
  /** By which its answer is told; empty where it has none. */
  name: string
  required: boolean
  inputType: string
}
export interface FormPage {
  id: string
  elements: Element[]
}

export interface Choice {
  id: string
  title: string
}
/** What one thing on a page says in one language. */
export interface ElementWords {
  label: string
  text: string
  choices: Choice[]
  /** The first and the last day that can be chosen, as 2026-12-31; and days between that cannot, one in each line. */
  from: string
  to: string
  without: string
  url: string
}
export interface PageWords {
  title: string
  subtitle: string
  /** On the button that leads on; empty leaves it to WhatsApp. */
  button: string
  elements: ElementWords[]
}

/** Twilio: pages of a form. Meta: things on a page. */
export const mostPages = 10
export const mostElements = 50

export const newChoice = (choices: readonly Choice[]): Choice => ({
  id: `choice_${Math.max(0, ...choices.map(({ id }) => Number(/^choice_(\d+)$/.exec(id)?.[1] ?? 0))) + 1}`,
  title: '',
})

const emptyWords: ElementWords = { label: '', text: '', choices: [], from: '', to: '', without: '', url: '' }
export const wordsOf = (kind: ElementKind): ElementWords =>
  hasField(kind, 'choices') ? { ...emptyWords, choices: [newChoice([])] } : emptyWords
export const emptyPage: PageWords = { title: '', subtitle: '', button: '', elements: [] }

/** Letters alone: Meta takes nothing else in the id of a page. */
export const newPage = (taken: readonly FormPage[]): FormPage => ({
  id: [...'abcdefghijklmnop']
    .map((letter) => `page_${letter}`)
    .find((id) => taken.every((page) => page.id !== id))!,
  elements: [],
})
