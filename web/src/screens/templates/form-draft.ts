import type { Building, Variant } from './building.ts'
import { type Element, type ElementWords, hasField, isAnswered } from './form.ts'

type Fields = Record<string, unknown>

/** What Twilio is given of the pages of a form: each leads to the next. */
export const pagesOf = ({ pages }: Building, words: Variant['pages']): Fields[] =>
  pages.map(({ id, elements }, at) => {
    const { title = '', subtitle = '', button = '', elements: texts = [] } = words[at] ?? {}
    return {
      id,
      title,
      ...(subtitle.trim() === '' ? {} : { subtitle }),
      next_page_id: pages[at + 1]?.id ?? null,
      layout: [
        ...elements.map((element, place) => layoutOf(element, texts[place])),
        ...(button.trim() === '' ? [] : [{ type: 'FOOTER', label: button }]),
      ],
    }
  })

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
