import type { Template, TemplateDraft } from '../../api/templates.ts'

/** What the builder offers, by the type of content that it makes. */
export const kinds = {
  text: 'twilio/text',
  replies: 'twilio/quick-reply',
  actions: 'twilio/call-to-action',
  media: 'twilio/media',
  card: 'whatsapp/card',
} as const
export type Kind = keyof typeof kinds
export type ButtonKind = 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE'

/** The field of a button that holds where it leads. */
const targets = { QUICK_REPLY: null, URL: 'url', PHONE_NUMBER: 'phone', COPY_CODE: 'code' } as const
export const targetOf = (kind: ButtonKind): 'url' | 'phone' | 'code' | null => targets[kind]

/** The texts of one language. `buttons` stand in the order of the template's own. */
export interface Variant {
  language: string
  header: string
  body: string
  footer: string
  mediaUrl: string
  buttons: { title: string; target: string }[]
  samples: Record<string, string>
}

/** A template in the making: what it is made of is the same in every language, the words are not. */
export interface Building {
  connectorId: string
  name: string
  kind: Kind
  buttons: ButtonKind[]
  /** What each variable means. */
  meanings: Record<string, string>
  variants: Variant[]
}

const emptyVariant = (language: string): Variant => ({
  language,
  header: '',
  body: '',
  footer: '',
  mediaUrl: '',
  buttons: [],
  samples: {},
})

export const emptyBuilding = (language: string): Building => ({
  connectorId: '',
  name: '',
  kind: 'text',
  buttons: [],
  meanings: {},
  variants: [emptyVariant(language)],
})

/** Which buttons a kind takes. */
export const buttonsOf: Record<Kind, readonly ButtonKind[]> = {
  text: [],
  replies: ['QUICK_REPLY'],
  actions: ['URL', 'PHONE_NUMBER', 'COPY_CODE'],
  media: [],
  card: ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE'],
}

/** Another kind of template: texts stay, buttons it cannot have go, and one it needs comes. */
export function turnInto(building: Building, kind: Kind): Building {
  const kept = building.buttons.flatMap((button, at) => (buttonsOf[kind].includes(button) ? [at] : []))
  const turned: Building = {
    ...building,
    kind,
    buttons: kept.map((at) => building.buttons[at]!),
    variants: building.variants.map((variant) => ({
      ...variant,
      buttons: kept.map((at) => variant.buttons[at] ?? { title: '', target: '' }),
    })),
  }
  const first = kind === 'card' ? undefined : buttonsOf[kind][0]
  return first && turned.buttons.length === 0 ? addButton(turned, first) : turned
}

export const addButton = (building: Building, kind: ButtonKind): Building => ({
  ...building,
  buttons: [...building.buttons, kind],
  variants: building.variants.map((variant) => ({
    ...variant,
    buttons: [...variant.buttons, { title: '', target: '' }],
  })),
})

export const removeButton = (building: Building, at: number): Building => ({
  ...building,
  buttons: building.buttons.filter((_, index) => index !== at),
  variants: building.variants.map((variant) => ({
    ...variant,
    buttons: variant.buttons.filter((_, index) => index !== at),
  })),
})

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

/** What Twilio would be given for one language. Fields that are empty are left out. */
export function draftOf({ name, kind, buttons }: Building, variant: Variant): TemplateDraft {
  const { language, body, header, footer, mediaUrl, samples } = variant
  const actions = buttons.map((button, at) => {
    const { title = '', target = '' } = variant.buttons[at] ?? {}
    const field = targetOf(button)
    return {
      type: button,
      title,
      ...(field === null ? { id: `button_${at + 1}` } : { [field]: target.trim() }),
    }
  })
  const media = mediaUrl.trim() ? { media: [mediaUrl.trim()] } : {}
  const content = {
    text: { body },
    replies: { body, actions },
    actions: { body, actions },
    media: { ...(body.trim() ? { body } : {}), ...media },
    card: {
      body,
      ...(header.trim() ? { header_text: header } : {}),
      ...(footer.trim() ? { footer } : {}),
      ...media,
      ...(actions.length > 0 ? { actions } : {}),
    },
  }[kind]
  const asked = variablesIn(JSON.stringify(content))
  const variables = Object.fromEntries(asked.map((key) => [key, samples[key] ?? '']))
  return { name, language, category: '', contentType: kinds[kind], content, variables }
}

/** The keys of the variables of a text, in their order. */
export const variablesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{\s*(\w{1,16})\s*\}\}/g)].map((match) => match[1] ?? '')),
]

/** The number of the next variable. */
export function nextVariable(building: Building, variant: Variant): string {
  const used = variablesIn(JSON.stringify(draftOf(building, variant).content))
    .map(Number)
    .filter(Number.isInteger)
  return String(Math.max(0, ...used) + 1)
}

/** Every language of a template: those of the same name in the same connector. */
export const languagesOf = ({ name, connectorId }: Template, all: readonly Template[]): Template[] =>
  all.filter((one) => one.name === name && one.connectorId === connectorId)

/** A template in all its languages, to begin a changed one under another name; null for types that are not built here. */
export function copyOf(languages: readonly Template[]): Building | null {
  const found = languages.map(buildingOf).filter((one) => one !== null)
  const [first] = found
  if (!first) return null
  // A language that is made of other parts is another template.
  const alike = found.filter(
    ({ kind, buttons }) => kind === first.kind && buttons.join() === first.buttons.join(),
  )
  return { ...first, name: `${first.name}_2`, variants: alike.flatMap(({ variants }) => variants) }
}

/** The builder's picture of a template that is there, to add a language or to begin a changed one; null for other types. */
export function buildingOf(template: Template): Building | null {
  const kind = (Object.keys(kinds) as Kind[]).find((one) => kinds[one] === template.contentType)
  if (!kind) return null
  const { content } = template
  const text = (field: string) => (typeof content[field] === 'string' ? content[field] : '')
  const actions = (Array.isArray(content['actions']) ? content['actions'] : []) as Record<
    string,
    string | null
  >[]
  const media = Array.isArray(content['media']) ? (content['media'][0] as string | undefined) : undefined
  const types = actions.map(({ type }) => (type ?? 'QUICK_REPLY') as ButtonKind)
  return {
    connectorId: template.connectorId,
    name: template.name,
    kind,
    buttons: types,
    meanings: Object.fromEntries(template.variables.map(({ key, name }) => [key, name])),
    variants: [
      {
        language: template.language,
        header: text('header_text'),
        body: text('body'),
        footer: text('footer'),
        mediaUrl: media ?? '',
        buttons: actions.map((action) => ({
          title: action['title'] ?? '',
          target: action['url'] ?? action['phone'] ?? action['code'] ?? '',
        })),
        samples: Object.fromEntries(template.variables.map(({ key, sample }) => [key, sample])),
      },
    ],
  }
}
