import type { Template } from '../../api/templates.ts'
import { emptyPage, type FormPage, newPage, type PageWords } from './form.ts'
import { type ButtonKind, buttonsOf, type Kind, partsOf } from './kinds.ts'

export interface Button {
  title: string
  target: string
  /** What an answer is known by; made up where nobody gave one. */
  id?: string
  /** How tall a link opens inside the app, as Twilio names it; it is kept, and not set here. */
  webviewSize?: string
}
/** A line of a list; its id tells what was picked. */
export interface Item {
  id: string
  title: string
  description: string
}
export interface Card {
  title: string
  body: string
  mediaUrl: string
  /** In the order of the template's `cardButtons`. */
  buttons: Button[]
}

/** The texts of one language. `buttons` stand in the order of the template's own. */
export interface Variant {
  language: string
  header: string
  body: string
  footer: string
  mediaUrl: string
  buttons: Button[]
  /** The words on the button that opens a list or a form, or that copies a code. */
  opening: string
  items: Item[]
  cards: Card[]
  /** In the order of the template's own. */
  pages: PageWords[]
  /** In degrees, as typed. */
  place: { latitude: string; longitude: string; label: string; address: string }
  samples: Record<string, string>
}

/** A template in the making: what it is made of is the same in every language, the words are not. */
export interface Building {
  connectorId: string
  name: string
  kind: Kind
  buttons: ButtonKind[]
  /** Of every card: Meta wants them alike. */
  cardButtons: ButtonKind[]
  codes: { security: boolean; minutes: number | null }
  catalogId: string
  /** Ids of what the catalog shows, one in each line. */
  goods: string
  flowId: string
  /** What a form of pages is for, as Twilio names it. */
  purpose: string
  pages: FormPage[]
  /** What each variable means. */
  meanings: Record<string, string>
  variants: Variant[]
}

const emptyButton = { title: '', target: '' }
export const emptyVariant = (language: string): Variant => ({
  language,
  header: '',
  body: '',
  footer: '',
  mediaUrl: '',
  buttons: [],
  opening: '',
  items: [],
  cards: [],
  pages: [],
  place: { latitude: '', longitude: '', label: '', address: '' },
  samples: {},
})

export const emptyBuilding = (language: string): Building => ({
  connectorId: '',
  name: '',
  kind: 'text',
  buttons: [],
  cardButtons: ['QUICK_REPLY'],
  codes: { security: true, minutes: 10 },
  catalogId: '',
  goods: '',
  flowId: '',
  purpose: 'SURVEY',
  pages: [],
  meanings: {},
  variants: [emptyVariant(language)],
})

const emptyCard = (buttons: readonly ButtonKind[]): Card => ({
  title: '',
  body: '',
  mediaUrl: '',
  buttons: buttons.map(() => emptyButton),
})

/** Another kind of template: texts stay, buttons it cannot have go, and what it needs comes. */
export function turnInto(building: Building, kind: Kind): Building {
  const kept = building.buttons.flatMap((button, at) => (buttonsOf[kind].includes(button) ? [at] : []))
  const parts = partsOf[kind]
  const turned: Building = {
    ...building,
    kind,
    buttons: kept.map((at) => building.buttons[at]!),
    variants: building.variants.map((variant) => ({
      ...variant,
      buttons: kept.map((at) => variant.buttons[at] ?? emptyButton),
      items: parts.includes('items') && variant.items.length === 0 ? [newItem([])] : variant.items,
      cards:
        parts.includes('cards') && variant.cards.length === 0
          ? [emptyCard(building.cardButtons), emptyCard(building.cardButtons)]
          : variant.cards,
    })),
  }
  if (kind === 'pages' && turned.pages.length === 0)
    return {
      ...turned,
      pages: [newPage([])],
      variants: everywhere(turned, () => ({ pages: [emptyPage] })),
    }
  const [first] = kind === 'replies' || kind === 'actions' ? buttonsOf[kind] : []
  return first && turned.buttons.length === 0 ? addButton(turned, first) : turned
}

const everywhere = (building: Building, change: (variant: Variant) => Partial<Variant>): Variant[] =>
  building.variants.map((variant) => ({ ...variant, ...change(variant) }))

export const addButton = (building: Building, kind: ButtonKind): Building => ({
  ...building,
  buttons: [...building.buttons, kind],
  variants: everywhere(building, ({ buttons }) => ({ buttons: [...buttons, emptyButton] })),
})

export const removeButton = (building: Building, at: number): Building => ({
  ...building,
  buttons: without(building.buttons, at),
  variants: everywhere(building, ({ buttons }) => ({ buttons: without(buttons, at) })),
})

const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at)

/** A button on every card, in every language. */
export const addCardButton = (building: Building, kind: ButtonKind): Building => ({
  ...building,
  cardButtons: [...building.cardButtons, kind],
  variants: everywhere(building, ({ cards }) => ({
    cards: cards.map((card) => ({ ...card, buttons: [...card.buttons, emptyButton] })),
  })),
})

export const removeCardButton = (building: Building, at: number): Building => ({
  ...building,
  cardButtons: without(building.cardButtons, at),
  variants: everywhere(building, ({ cards }) => ({
    cards: cards.map((card) => ({ ...card, buttons: without(card.buttons, at) })),
  })),
})

/** A line whose id no other has. */
export const newItem = (items: readonly Item[]): Item => ({
  id: `line_${Math.max(0, ...items.map(({ id }) => Number(/^line_(\d+)$/.exec(id)?.[1] ?? 0))) + 1}`,
  title: '',
  description: '',
})

export const newCard = ({ cardButtons }: Building): Card => emptyCard(cardButtons)

/** A further language begins with the words of the first one, to be translated in place. */
export function addLanguage(building: Building, language: string): Building {
  const [first] = building.variants
  return { ...building, variants: [...building.variants, { ...(first ?? emptyVariant('')), language }] }
}

export const removeLanguage = (building: Building, language: string): Building => ({
  ...building,
  variants: building.variants.filter((variant) => variant.language !== language),
})

export const writeVariant = (building: Building, at: number, change: Partial<Variant>): Building => ({
  ...building,
  variants: building.variants.map((variant, index) => (index === at ? { ...variant, ...change } : variant)),
})

/** Every language of a template: those of the same name in the same connector. */
export const languagesOf = ({ name, connectorId }: Template, all: readonly Template[]): Template[] =>
  all.filter((one) => one.name === name && one.connectorId === connectorId)
