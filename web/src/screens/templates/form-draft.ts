import type { Building, Variant } from './building.ts'
import { type Element, type ElementWords, hasField, isAnswered } from './form.ts'
import { asName } from './names.ts'

type Fields = Record<string, unknown>

/** What Twilio is given of the pages of a form: each leads to the next. */
export function pagesOf({ pages, variants }: Building, words: Variant['pages']): Fields[] {
  // Answers are told by names: those of the first language, in all of them.
  const original = variants[0]?.pages ?? []
  const naming = namesOf(pages, original)
  return pages.map(({ id, elements }, at) => {
    const { title = '', subtitle = '', button = '', elements: texts = [] } = words[at] ?? {}
    return {
      id,
      title,
      ...(subtitle.trim() === '' ? {} : { subtitle }),
      next_page_id: pages[at + 1]?.id ?? null,
      layout: [
        ...elements.map((element, place) =>
          layoutOf(
            { ...element, name: naming.get(element)! },
            named(texts[place], original[at]?.elements[place]),
          ),
        ),
        ...(button.trim() === '' ? [] : [{ type: 'FOOTER', label: button }]),
      ],
    }
  })
}

/** What has no name of its own is named by its question, when no other is; both mean the same to whoever reads the answers. */
function namesOf(pages: Building['pages'], original: Variant['pages']): Map<Element, string> {
  const names = new Map<Element, string>()
  for (const [page, { elements }] of pages.entries())
    for (const [place, element] of elements.entries()) {
      const told = nameFrom(original[page]?.elements[place]?.label ?? '')
      const isMade = /^answer_\d+$/.test(element.name)
      const taken = [...names.values()].includes(told)
      names.set(element, isMade && told !== '' && !taken ? told : element.name)
    }
  return names
}

/** Choices, by what they say in the first language. */
function named(
  words: ElementWords | undefined,
  original: ElementWords | undefined,
): ElementWords | undefined {
  if (!words) return words
  const taken = new Set<string>()
  const choices = words.choices.map(({ id, title }) => {
    const told = nameFrom(original?.choices.find((one) => one.id === id)?.title ?? '')
    const own = /^choice_\d+$/.test(id) && told !== '' && !taken.has(told) ? told : id
    taken.add(own)
    return { id: own, title }
  })
  return { ...words, choices }
}

const longestName = 40
const nameFrom = (typed: string): string =>
  asName(typed)
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, longestName)

function layoutOf({ kind, name, required, inputType }: Element, words?: ElementWords): Fields {
  const { label = '', text = '', choices = [], from = '', to = '', without = '', url = '' } = words ?? {}
  const days = without.split('\n').flatMap((line) => line.trim() || [])
  return {
    type: kind,
    ...(hasField(kind, 'label') ? { label } : {}),
    ...textOf(kind, text),
    ...(hasField(kind, 'choices') ? { options: JSON.stringify(choices) } : {}),
    ...(kind === 'DATE_PICKER'
      ? { min_date: from.trim(), max_date: to.trim(), unavailable_dates: JSON.stringify(days) }
      : {}),
    ...(kind === 'MEDIA' ? { url: url.trim() } : {}),
    ...(name === '' ? {} : { name }),
    ...(isAnswered(kind) ? { required } : {}),
    ...(kind === 'SHORT_TEXT' ? { input_type: inputType } : {}),
  }
}

function textOf(kind: Element['kind'], text: string): Fields {
  if (kind === 'RICH_TEXT') return { text_list: text.split('\n').filter((line) => line.trim() !== '') }
  if (!hasField(kind, 'text')) return {}
  // The line below a choice may be left out.
  return hasField(kind, 'choices') && text.trim() === '' ? {} : { text }
}
