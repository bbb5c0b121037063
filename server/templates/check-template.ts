import type { TemplateDraft, TemplateProblem } from '@parley/contract/templates.ts'
import { type ButtonLimits, checkButtons, listOf, textOf } from './check-buttons.ts'
import { checkMedia } from './check-media.ts'
import { checkCards, checkCodes, checkGoods, checkList, checkPlace } from './check-parts.ts'
import { checkForm, checkPages } from './check-pages.ts'
import { checkBodyVariables, checkVariables, hasVariable } from './check-variables.ts'
import { fillText } from './render-template.ts'
import { isForWindow } from './template.ts'
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
    footer: 'subtitle',
  },
  'twilio/flows': {
    fields: ['body', 'button_text', 'pages', 'type', 'subtitle', 'media_url'],
    needed: ['body', 'button_text', 'pages', 'type'],
    footer: 'subtitle',
  },
  'twilio/list-picker': {
    fields: ['body', 'button', 'items', 'multiple_selection'],
    needed: ['body', 'button', 'items'],
  },
  'twilio/location': {
    fields: ['latitude', 'longitude', 'label', 'address', 'id'],
    needed: ['latitude', 'longitude'],
  },
}

/** Twilio: what some types have beside their texts. */
const extras: Record<string, (content: Record<string, unknown>, samples: Samples) => TemplateProblem[]> = {
  'twilio/carousel': (content, samples) => checkCards(content['cards'], samples),
  'twilio/list-picker': checkList,
  'twilio/location': checkPlace,
  'twilio/catalog': checkGoods,
  'whatsapp/authentication': checkCodes,
  'whatsapp/flows': checkForm,
  'twilio/flows': checkPages,
}

/**
 * Everything Twilio or Meta would refuse this template for, each with the field it is about: none means it can be
 * submitted. Pure; what Meta thinks of the words is Meta's.
 */
export function checkTemplate(draft: TemplateDraft): TemplateProblem[] {
  const { contentType, content, variables } = draft
  const shape = shapes[contentType]
  const whole = [...checkName(draft.name), ...checkLanguage(draft.language), ...checkCategory(draft)]
  if (!shape) return [...whole, problem('contentType', 'type_unknown')]
  const reviewed = !isForWindow(contentType)
  return [
    ...whole,
    ...(reviewed ? [] : [problem('contentType', 'type_not_submittable')]),
    ...checkFields(shape, content),
    ...checkTexts(shape, content, variables, reviewed),
    ...checkMedia('media', content['media'], variables),
    ...(shape.buttons ? checkButtons('actions', content['actions'], variables, shape.buttons) : []),
    ...(extras[contentType]?.(content, variables) ?? []),
    ...(contentType === 'whatsapp/authentication' ? [] : checkVariables(content, variables)),
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
  reviewed: boolean,
): TemplateProblem[] {
  const at = (field: string | undefined) => (field === undefined ? '' : textOf(content[field]))
  const filled = (text: string) => fillText(text, samples)
  return [
    ...['body', 'title'].flatMap((field) => [
      ...tooLong(field, filled(at(field)), longestBody),
      ...(reviewed ? checkBodyVariables(field, at(field)) : []),
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
