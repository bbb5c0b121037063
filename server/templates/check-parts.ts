import type { TemplateProblem } from '@parley/contract/templates.ts'
import { checkButtons, listOf, textOf } from './check-buttons.ts'
import { checkMedia } from './check-media.ts'
import { hasVariable } from './check-variables.ts'
import { needed, problem, tooLong } from './template-problem.ts'

type Samples = Readonly<Record<string, string>>
type Content = Record<string, unknown>

/** Twilio: characters on the button of a list, on a line of a list, and of its id. */
const longestOpening = 20
const longestLine = 24
const longestDescription = 72
const longestId = 200
const mostLines = 10
const mostGoods = 30

/** Twilio: up to ten lines behind a button; what is picked is told by its id, so no two are alike. */
export function checkList({ button, items }: Content): TemplateProblem[] {
  const lines = listOf(items)
  const ids = lines.map((line) => textOf(line['id']))
  return [
    ...tooLong('button', textOf(button), longestOpening),
    ...(lines.length > mostLines ? [problem('items', 'too_many_lines', { most: mostLines })] : []),
    ...lines.flatMap((line, at) => [
      ...needed(`items.${at}.item`, textOf(line['item']), longestLine),
      ...tooLong(`items.${at}.description`, textOf(line['description']), longestDescription),
      ...needed(`items.${at}.id`, ids[at]!, longestId),
      ...(ids[at] && ids.indexOf(ids[at]) < at ? [problem(`items.${at}.id`, 'line_repeated')] : []),
    ]),
  ]
}

/** A place on earth, in degrees. */
export function checkPlace({ latitude, longitude }: Content): TemplateProblem[] {
  const wrong = (value: unknown, most: number) =>
    value !== undefined && value !== null && !(typeof value === 'number' && Math.abs(value) <= most)
  return [
    ...(wrong(latitude, 90) ? [problem('latitude', 'degrees', { most: 90 })] : []),
    ...(wrong(longitude, 180) ? [problem('longitude', 'degrees', { most: 180 })] : []),
  ]
}

/** Twilio: a catalog by its id, with up to thirty of its goods. */
export function checkGoods({ items, id, dynamic_items }: Content): TemplateProblem[] {
  const goods = listOf(items)
  return [
    ...(textOf(id).trim() === '' && goods.length === 0 && textOf(dynamic_items) === ''
      ? [problem('id', 'missing')]
      : []),
    ...(goods.length > mostGoods ? [problem('items', 'too_many_lines', { most: mostGoods })] : []),
    ...goods.flatMap((good, at) => needed(`items.${at}.id`, textOf(good['id']), longestId)),
  ]
}

/** Twilio: two to ten cards, at most two buttons on each, all alike. */
export function checkCards(value: unknown, samples: Samples): TemplateProblem[] {
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
export function checkCodes(content: Record<string, unknown>): TemplateProblem[] {
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
