import type { TemplateProblem } from '@parley/contract/templates.ts'

type Facts = Record<string, string | number>

/** What is wrong with a template, by code, in a sentence. Twilio or Meta would refuse each of them, hours later. */
const sentences = {
  name_pattern: () => 'Only small letters, digits and underscores.',
  missing: () => 'This is needed.',
  too_long: ({ most = 0, length = 0 }) => `At most ${most} characters; these are ${length}.`,
  language_unknown: () => 'A language as Meta spells it: en, pt_BR, de.',
  type_not_submittable: () => 'WhatsApp takes this type only while the 24-hour window is open.',
  type_unknown: () => 'WhatsApp has no template of this type.',
  field_unknown: () => 'This type has no such field.',
  category_unknown: () => 'UTILITY, MARKETING or AUTHENTICATION.',
  authentication_type: () => 'For one-time codes Meta writes the text: take the type for codes.',
  category_of_codes: () => 'This type is for one-time codes: its category is AUTHENTICATION.',
  variable_malformed: () => 'A variable is written {{1}}: two braces, a number, two braces.',
  variable_not_numbered: ({ key = '' }) => `{{${key}}} must be a number, as in {{1}}.`,
  variables_not_in_sequence: ({ key = '' }) => `The numbers have a gap: {{${key}}} is missing.`,
  too_many_variables: ({ most = 0 }) => `At most ${most} variables.`,
  variable_at_start: () => 'The text must not begin with a variable: put a word before it.',
  variable_at_end: () => 'The text must not end with a variable: put a word after it.',
  variables_adjacent: () => 'Two variables stand side by side: put a word between them.',
  too_few_words: ({ least = 0, words = 0 }) =>
    `So many variables need at least ${least} other words; there are ${words}.`,
  sample_missing: ({ key = '' }) => `Give an example for {{${key}}}: Meta reviews the text with it.`,
  sample_form: () => 'An example has no line breaks, tabs or more than four spaces in a row.',
  variable_not_allowed: () => 'No variable is allowed here.',
  header_variables: () => 'A header takes one variable at most.',
  header_and_media: () => 'Either a header text or a picture, not both.',
  too_many_buttons: ({ most = 0 }) => `At most ${most} of these buttons.`,
  too_many_lines: ({ most = 0 }) => `At most ${most} of these.`,
  line_repeated: () => 'Two lines have the same id: what was picked could not be told.',
  degrees: ({ most = 0 }) => `Degrees from -${most} to ${most}, such as 38.7139.`,
  button_alone: () => 'Asking for leave to call stands alone, without other buttons.',
  too_few: ({ least = 0 }) => `At least ${least}.`,
  button_repeated: () => 'Two buttons say the same.',
  buttons_mixed: () => 'Quick replies stand together: not between other buttons.',
  url_invalid: () => 'A full address that begins with https://.',
  url_variable: () => 'A variable may stand only behind the host: https://example.com/{{1}}.',
  phone_invalid: () => 'A number with its country code: +12025550101.',
  media_kind: () => 'WhatsApp takes JPEG, PNG, MP4 and PDF here.',
  cards_differ: () => 'All cards have the same kinds of buttons.',
  minutes: () => 'From 1 to 90 minutes.',
  form_purpose: () => 'Choose what the form is for.',
  plain_footer: () => 'No line breaks and no emoji: WhatsApp refuses them below a form.',
  page_repeated: () => 'Two pages have the same id.',
  page_unknown: () => 'No page has this id.',
  pages_circle: () => 'The pages lead in a circle: nobody would reach the end.',
  page_unreached: () => 'No page leads to this one.',
  element_unknown: () => 'A form has no such element.',
  variable_whole: () => 'On a page of a form a variable is the whole text, or there is none.',
  choices_form: () => 'The choices are not a list of titles with ids.',
  date_form: () => 'A day written as 2026-12-31.',
  days_out_of_order: () => 'The last day comes before the first.',
  picture_kind: () => 'On a page WhatsApp takes JPEG and PNG.',
} satisfies Record<string, (facts: Facts) => string>

export type ProblemCode = keyof typeof sentences

/** A problem of one field: `body`, `actions.0.title`, `variables.1`. */
export function problem(field: string, code: ProblemCode, facts: Facts = {}): TemplateProblem {
  return { field, code, sentence: sentences[code](facts), facts }
}

/** Nothing for a text that fits. Lengths are counted as people count: a picture sign is one. */
export function tooLong(field: string, text: string, most: number): TemplateProblem[] {
  const length = [...text].length
  return length > most ? [problem(field, 'too_long', { most, length })] : []
}

/** A text that must be there, and fit. */
export const needed = (field: string, text: string, most: number): TemplateProblem[] =>
  text.trim() === '' ? [problem(field, 'missing')] : tooLong(field, text, most)
