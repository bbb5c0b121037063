/** Twilio: what a form is for. */
export const formPurposes: readonly string[] = [
  'SIGN_UP',
  'SIGN_IN',
  'APPOINTMENT_BOOKING',
  'LEAD_GENERATION',
  'CONTACT_US',
  'CUSTOMER_SUPPORT',
  'SURVEY',
  'OTHER',
]

/** What an element of a page holds. */
export type ElementHolds = 'typed' | 'choices' | 'days' | 'text' | 'texts' | 'picture' | 'button'

/** Twilio: the elements of a page, by their type. Its documents name MULTI_SELECT in one place; MULTIPLE_SELECT is what it keeps. */
const elements: Record<string, ElementHolds> = {
  SHORT_TEXT: 'typed',
  LONG_TEXT: 'typed',
  SINGLE_SELECT: 'choices',
  MULTIPLE_SELECT: 'choices',
  MULTI_SELECT: 'choices',
  LIST: 'choices',
  DATE_PICKER: 'days',
  TEXT_HEADING: 'text',
  TEXT_SUBHEADING: 'text',
  TEXT_BODY: 'text',
  TEXT_CAPTION: 'text',
  RICH_TEXT: 'texts',
  MEDIA: 'picture',
  FOOTER: 'button',
}
export const elementHolds = (type: string): ElementHolds | undefined => elements[type]

export interface Choice {
  id: string
  title: string
}

/** Twilio: the choices of a question are written as a JSON text of ids and titles; null when they are none. */
export function readChoices(options: unknown): Choice[] | null {
  const list = readList(options)
  const isChoice = (one: unknown): one is Choice =>
    typeof one === 'object' &&
    one !== null &&
    typeof (one as Partial<Choice>).id === 'string' &&
    typeof (one as Partial<Choice>).title === 'string'
  return list !== null && list.every(isChoice) ? list : null
}

/** A list that is written as a JSON text, or null. */
export function readList(text: unknown): unknown[] | null {
  if (typeof text !== 'string') return null
  try {
    const list = JSON.parse(text) as unknown
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}
