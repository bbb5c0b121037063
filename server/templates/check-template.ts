import type { TemplateDraft, TemplateProblem } from '@parley/contract/templates.ts'
import { type ButtonLimits, checkButtons, checkUrl, listOf, textOf } from './check-buttons.ts'
import { checkBodyVariables, checkVariables, hasVariable } from './check-variables.ts'
import { fillText } from './render-template.ts'
import { problem, tooLong } from './template-problem.ts'

/** Meta: characters of a body with its values in it, of a header, a footer and a name. */
const longestBody = 1024
const longestHeader = 60
const longestFooter = 60
const longestName = 512

type Samples = Readonly<Record<string, string>>

/** What a type is made of. `texts` are its short texts with their longest length. */
interface Shape {
  fields: readonly string[]
  needed: readonly string[]
  header?: string
  footer?: string
  buttons?: ButtonLimits
}

const replies: ButtonLimits = { least: 1, most: 10, kinds: ['QUICK_REPLY'] }
const callKinds = ['URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL', 'VOICE_CALL_REQUEST']
const anyKinds = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'VOICE_CALL']

/** Twilio: the fields of each type that WhatsApp has as a template. */
const shapes: Record<string, Shape> = {
  'twilio/text': { fields: ['body'], needed: ['body'] },
  'twilio/media': { fields: ['body', 'media'], needed: ['media'] },
  'twilio/quick-reply': { fields: ['body', 'actions'], needed: ['body'], buttons: replies },
  'twilio/call-to-action': {
    fields: ['body', 'actions'],
    needed: ['body'],
    buttons: { least: 1, most: 4, kinds: callKinds },
  },
  'twilio/card': {
    fields: ['title', 'body', 'subtitle', 'media', 'actions', 'orientation'],
    needed: ['title'],
    footer: 'subtitle',
    buttons: { least: 0, most: 10, kinds: anyKinds },
  },
  'whatsapp/card': {
    fields: ['body', 'header_text', 'footer', 'media', 'actions'],
    needed: ['body'],
    header: 'header_text',
    footer: 'footer',
    buttons: { least: 0, most: 10, kinds: anyKinds },
  },
  'twilio/carousel': { fields: ['body', 'cards'], needed: ['body', 'cards'] },
  'twilio/catalog': {
    fields: ['body', 'title', 'subtitle', 'id', 'items', 'dynamic_items', 'thumbnail_item_id'],
    needed: ['body'],
    footer: 'subtitle',
  },
  'whatsapp/authentication': {
    fields: ['actions', 'add_security_recommendation', 'code_expiration_minutes'],
    needed: ['actions'],
  },
  'whatsapp/flows': {
    fields: [
      'body',
      'button_text',
      'flow_id',
      'subtitle',
      'media_url',
      'flow_token',
      'flow_first_page_id',
      'is_flow_first_page_endpoint',
    ],
    needed: ['body', 'button_text', 'flow_id'],
  },
  'twilio/flows': {
    fields: ['body', 'button_text', 'pages', 'type', 'subtitle', 'media_url'],
    needed: ['body', 'button_text', 'pages', 'type'],
  },
}

/** Twilio: sent only while the window is open, never reviewed. */
const sessionTypes = ['twilio/list-picker', 'twilio/location', 'twilio/schedule']

/**
 * Everything Twilio or Meta would refuse this template for, each with the field it is about: none means it can be
 * submitted. Pure; what Meta thinks of the words is Meta's.
 */
export function checkTemplate(draft: TemplateDraft): TemplateProblem[] {
  const { contentType, content, variables } = draft
  const shape = shapes[contentType]
  const whole = [...checkName(draft.name), ...checkLanguage(draft.language), ...checkCategory(draft)]
  if (!shape) {
    const code = sessionTypes.includes(contentType) ? 'type_not_submittable' : 'type_unknown'
    return [...whole, problem('contentType', code)]
  }
  return [
    ...whole,
    ...checkFields(shape, content),
    ...checkTexts(shape, content, variables),
    ...checkMedia('media', content['media'], variables),
    ...(shape.buttons ? checkButtons('actions', content['actions'], variables, shape.buttons) : []),
    ...(contentType === 'twilio/carousel' ? checkCards(content['cards'], variables) : []),
    ...(contentType === 'whatsapp/authentication' ? checkCodes(content) : checkVariables(content, variables)),
  ]
}

function checkName(name: string): TemplateProblem[] {
  if (name === '') return [problem('name', 'missing')]
  if (!/^[a-z0-9_]+$/.test(name)) return [problem('name', 'name_pattern')]
  return tooLong('name', name, longestName)
}

const checkLanguage = (language: string): TemplateProblem[] =>
  /^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language) ? [] : [problem('language', 'language_unknown')]

/** Before it is submitted a template has no category. */
function checkCategory({ category, contentType }: TemplateDraft): TemplateProblem[] {
  if (category === '') return []
  if (!['UTILITY', 'MARKETING', 'AUTHENTICATION'].includes(category))
    return [problem('category', 'category_unknown')]
  const codes = contentType === 'whatsapp/authentication'
  if (category === 'AUTHENTICATION' && !codes) return [problem('category', 'authentication_type')]
  return category !== 'AUTHENTICATION' && codes ? [problem('category', 'category_of_codes')] : []
}

function checkFields({ fields, needed }: Shape, content: Record<string, unknown>): TemplateProblem[] {
  const empty = (value: unknown) =>
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  return [
    ...needed.filter((field) => empty(content[field])).map((field) => problem(field, 'missing')),
    ...Object.keys(content)
      // Twilio answers with every field of a type, those that are not used as null.
      .filter((field) => content[field] !== null && !fields.includes(field))
      .map((field) => problem(field, 'field_unknown')),
  ]
}

function checkTexts(
  { header, footer }: Shape,
  content: Record<string, unknown>,
  samples: Samples,
): TemplateProblem[] {
  const at = (field: string | undefined) => (field === undefined ? '' : textOf(content[field]))
  const filled = (text: string) => fillText(text, samples)
  return [
    ...['body', 'title'].flatMap((field) => [
      ...tooLong(field, filled(at(field)), longestBody),
      ...checkBodyVariables(field, at(field)),
    ]),
    ...(header === undefined ? [] : checkHeader(header, at(header), content['media'], filled)),
    ...(footer === undefined
      ? []
      : [
          ...tooLong(footer, at(footer), longestFooter),
          ...(hasVariable(at(footer)) ? [problem(footer, 'variable_not_allowed')] : []),
        ]),
  ]
}

function checkHeader(
  field: string,
  text: string,
  media: unknown,
  filled: (text: string) => string,
): TemplateProblem[] {
  return [
    ...tooLong(field, filled(text), longestHeader),
    ...(text.split('{{').length > 2 ? [problem(field, 'header_variables')] : []),
    ...(text && listOf(media).length > 0 ? [problem(field, 'header_and_media')] : []),
  ]
}

/** Meta reviews the file itself, so its sample must be one that WhatsApp can show in a header. */
function checkMedia(field: string, media: unknown, samples: Samples): TemplateProblem[] {
  if (!Array.isArray(media) || media.length === 0) return []
  const url = textOf(media[0])
  const wrong = checkUrl(`${field}.0`, url, samples)
  if (wrong.length > 0) return wrong
  const ending = /\.([a-z0-9]{2,5})$/i.exec(new URL(fillText(url, samples)).pathname)?.[1]
  const known = ending === undefined || /^(jpe?g|png|mp4|pdf)$/i.test(ending)
  return known ? [] : [problem(`${field}.0`, 'media_kind')]
}

/** Twilio: two to ten cards, at most two buttons on each, all alike. */
function checkCards(value: unknown, samples: Samples): TemplateProblem[] {
  const cards = listOf(value)
  const kinds = cards.map((card) =>
    listOf(card['actions'])
      .map((action) => textOf(action['type']))
      .join(),
  )
  const buttons = { least: 1, most: 2, kinds: ['URL', 'PHONE_NUMBER', 'QUICK_REPLY'] }
  return [
    ...(cards.length < 2 ? [problem('cards', 'too_few', { least: 2 })] : []),
    ...(cards.length > 10 ? [problem('cards', 'too_many_buttons', { most: 10 })] : []),
    ...(new Set(kinds).size > 1 ? [problem('cards', 'cards_differ')] : []),
    ...cards.flatMap((card, at) => {
      const media = textOf(card['media'])
      return [
        ...(textOf(card['body']).trim() ? [] : [problem(`cards.${at}.body`, 'missing')]),
        ...(media
          ? checkMedia(`cards.${at}.media`, [media], samples)
          : [problem(`cards.${at}.media`, 'missing')]),
        ...checkButtons(`cards.${at}.actions`, card['actions'], samples, buttons),
      ]
    }),
  ]
}

/** Meta writes the text of a one-time code itself: there is a button, and no variable but the code. */
function checkCodes(content: Record<string, unknown>): TemplateProblem[] {
  const [action] = listOf(content['actions'])
  const label = textOf(action?.['copy_code_text'])
  const minutes = content['code_expiration_minutes']
  const good =
    minutes === undefined ||
    minutes === null ||
    (typeof minutes === 'number' && minutes >= 1 && minutes <= 90)
  return [
    ...(action && !label ? [problem('actions.0.copy_code_text', 'missing')] : []),
    ...tooLong('actions.0.copy_code_text', label, 25),
    ...(hasVariable(JSON.stringify(content)) ? [problem('actions', 'variable_not_allowed')] : []),
    ...(good ? [] : [problem('code_expiration_minutes', 'minutes')]),
  ]
}
