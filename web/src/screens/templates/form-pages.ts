import type { Building } from './building.ts'
import {
  type Element,
  type ElementKind,
  emptyPage,
  type FormPage,
  isAnswered,
  newPage,
  type PageWords,
  wordsOf,
} from './form.ts'

/** Changes what the pages are made of, and the words of every language with it. */
function change(
  building: Building,
  pages: FormPage[],
  words: (pages: readonly PageWords[]) => PageWords[],
): Building {
  return {
    ...building,
    pages,
    variants: building.variants.map((variant) => ({ ...variant, pages: words(variant.pages) })),
  }
}

const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, place) => place !== at)
const replaced = <T>(list: readonly T[], at: number, write: (one: T) => T): T[] =>
  list.map((one, place) => (place === at ? write(one) : one))
export const addPage = (building: Building): Building =>
  change(building, [...building.pages, newPage(building.pages)], (pages) => [...pages, emptyPage])

export const removePage = (building: Building, at: number): Building =>
  change(building, without(building.pages, at), (pages) => without(pages, at))

export function addElement(building: Building, page: number, kind: ElementKind): Building {
  const names = building.pages.flatMap(({ elements }) => elements.map(({ name }) => name))
  const last = Math.max(0, ...names.map((name) => Number(/^answer_(\d+)$/.exec(name)?.[1] ?? 0)))
  const element: Element = {
    kind,
    name: isAnswered(kind) || kind === 'DATE_PICKER' ? `answer_${last + 1}` : '',
    required: isAnswered(kind),
    inputType: 'TEXT',
  }
  return change(
    building,
    replaced(building.pages, page, (one) => ({ ...one, elements: [...one.elements, element] })),
    (pages) => replaced(pages, page, (one) => ({ ...one, elements: [...one.elements, wordsOf(kind)] })),
  )
}

export const removeElement = (building: Building, page: number, at: number): Building =>
  change(
    building,
    replaced(building.pages, page, (one) => ({ ...one, elements: without(one.elements, at) })),
    (pages) => replaced(pages, page, (one) => ({ ...one, elements: without(one.elements, at) })),
  )

/** One place up; the first stays where it is. */
export function raiseElement(building: Building, page: number, at: number): Building {
  if (at === 0) return building
  const raised = <T>(list: readonly T[]): T[] => [
    ...list.slice(0, at - 1),
    list[at]!,
    list[at - 1]!,
    ...list.slice(at + 1),
  ]
  return change(
    building,
    replaced(building.pages, page, (one) => ({ ...one, elements: raised(one.elements) })),
    (pages) => replaced(pages, page, (one) => ({ ...one, elements: raised(one.elements) })),
  )
}

export const writeElement = (
  building: Building,
  page: number,
  at: number,
  written: Partial<Element>,
): Building => ({
  ...building,
  pages: replaced(building.pages, page, (one) => ({
    ...one,
    elements: replaced(one.elements, at, (element) => ({ ...element, ...written })),
  })),
})
