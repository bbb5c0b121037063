import {
  type Choice,
  type Element,
  elementFields,
  type ElementKind,
  type ElementWords,
  type FormPage,
  hasField,
  type PageWords,
  wordsOf,
} from './form.ts'

type Fields = Record<string, unknown>
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const rows = (value: unknown): Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])

/** The pages of a form that is there, with their words; null for what is not built here: other elements, pages out of order. */
export function formOf(content: Fields): { pages: FormPage[]; words: PageWords[] } | null {
  const given = rows(content['pages'])
  const inOrder = given.every(({ next_page_id }, at) => text(next_page_id) === text(given[at + 1]?.['id']))
  const read = given.map(pageOf)
  if (!inOrder || !read.every((page) => page !== null)) return null
  return { pages: read.map(({ page }) => page), words: read.map(({ words }) => words) }
}

function pageOf({ id, title, subtitle, layout }: Fields): { page: FormPage; words: PageWords } | null {
  const all = rows(layout)
  const button = all.at(-1)?.['type'] === 'FOOTER' ? all.at(-1) : undefined
  const read = all.slice(0, button ? -1 : undefined).map(elementOf)
  if (!read.every((one) => one !== null)) return null
  return {
    page: { id: text(id), elements: read.map(({ element }) => element) },
    words: {
      title: text(title),
      subtitle: text(subtitle),
      button: text(button?.['label']),
      elements: read.map(({ words }) => words),
    },
  }
}

function elementOf(given: Fields): { element: Element; words: ElementWords } | null {
  // Twilio's documents have both spellings.
  const type = given['type'] === 'MULTI_SELECT' ? 'MULTIPLE_SELECT' : text(given['type'])
  if (!Object.hasOwn(elementFields, type)) return null
  const kind = type as ElementKind
  const choices = hasField(kind, 'choices') ? listOf(given['options']) : []
  const days = kind === 'DATE_PICKER' ? listOf(text(given['unavailable_dates']) || '[]') : []
  // Choices or days that a variable stands for are not built here.
  if (choices === null || days === null) return null
  return {
    element: {
      kind,
      name: text(given['name']),
      required: given['required'] === true,
      inputType: text(given['input_type']) || 'TEXT',
    },
    words: {
      ...wordsOf(kind),
      label: text(given['label']),
      text: kind === 'RICH_TEXT' ? rows(given['text_list']).map(text).join('\n') : text(given['text']),
      choices: choices as Choice[],
      from: text(given['min_date']),
      to: text(given['max_date']),
      without: days.map(text).join('\n'),
      url: text(given['url']),
    },
  }
}

function listOf(written: unknown): unknown[] | null {
  try {
    const list = JSON.parse(text(written)) as unknown
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}
