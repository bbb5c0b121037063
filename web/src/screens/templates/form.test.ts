import { expect, test } from 'vitest'
import { addLanguage, emptyBuilding, turnInto, writeVariant } from './building.ts'
import { draftOf } from './draft-of.ts'
import { addElement, addPage, raiseElement, removeElement, removePage, writeElement } from './form-pages.ts'

const one = addElement(
  addElement(turnInto(emptyBuilding('en'), 'pages'), 0, 'SHORT_TEXT'),
  0,
  'SINGLE_SELECT',
)
const layouts = (building: typeof one, language = 0) => {
  const { pages } = draftOf(building, building.variants[language]!).content as {
    pages: { id: string; next_page_id: string | null; layout: Record<string, unknown>[] }[]
  }
  return pages
}

test('a form begins with one page, and each page leads to the next', () => {
  const three = addPage(addPage(one))
  expect(layouts(three).map(({ id, next_page_id: next }) => [id, next])).toEqual([
    ['page_a', 'page_b'],
    ['page_b', 'page_c'],
    ['page_c', null],
  ])
  const two = removePage(three, 1)
  expect(layouts(two).map(({ id, next_page_id: next }) => [id, next])).toEqual([
    ['page_a', 'page_c'],
    ['page_c', null],
  ])
  expect(layouts(addPage(two)).map(({ id }) => id)).toEqual(['page_a', 'page_c', 'page_b'])
})

test('answers have names of their own, over all pages; what stands on a page is the same in every language', () => {
  const both = addLanguage(one, 'de')
  const more = addElement(addPage(removeElement(both, 0, 0)), 1, 'LONG_TEXT')
  expect(layouts(more, 1).map(({ layout }) => layout.map(({ type, name }) => [type, name]))).toEqual([
    [['SINGLE_SELECT', 'answer_2']],
    [['LONG_TEXT', 'answer_3']],
  ])
  const german = writeVariant(both, 1, {
    pages: [
      {
        ...both.variants[1]!.pages[0]!,
        elements: both.variants[1]!.pages[0]!.elements.map((words) => ({ ...words, label: 'Wie?' })),
      },
    ],
  })
  expect(layouts(german, 0)[0]!.layout[0]).toMatchObject({ label: '' })
  expect(layouts(german, 1)[0]!.layout[0]).toMatchObject({ label: 'Wie?' })
})

test('answers are told by the words of the first language, in every language', () => {
  const words = one.variants[0]!.pages[0]!
  const choices = [
    { id: 'choice_1', title: 'Sea view' },
    { id: 'choice_2', title: 'Sea view' },
  ]
  const elements = [
    { ...words.elements[0]!, label: 'Your name?' },
    { ...words.elements[1]!, label: 'Your name', choices },
  ]
  const english = writeVariant(one, 0, { pages: [{ ...words, elements }] })
  const both = addLanguage(english, 'de')
  const german = writeVariant(both, 1, {
    pages: [{ ...words, elements: elements.map((element) => ({ ...element, label: 'Wie?' })) }],
  })
  for (const language of [0, 1]) {
    const [first, second] = layouts(german, language)[0]!.layout
    expect([first!['name'], second!['name']]).toEqual(['your_name', 'answer_2'])
    expect(JSON.parse(second!['options'] as string)).toMatchObject([{ id: 'sea_view' }, { id: 'choice_2' }])
  }
})

test('what is moved up takes its words along', () => {
  const words = one.variants[0]!.pages[0]!
  const written = writeVariant(one, 0, {
    pages: [
      {
        ...words,
        elements: [
          { ...words.elements[0]!, label: 'Name' },
          { ...words.elements[1]!, label: 'Bed' },
        ],
      },
    ],
  })
  const moved = raiseElement(writeElement(written, 0, 0, { required: false }), 0, 1)
  expect(layouts(moved)[0]!.layout.map(({ type, label, required }) => [type, label, required])).toEqual([
    ['SINGLE_SELECT', 'Bed', true],
    ['SHORT_TEXT', 'Name', false],
  ])
  expect(raiseElement(moved, 0, 0)).toBe(moved)
})
