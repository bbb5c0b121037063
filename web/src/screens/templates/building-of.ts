import type { Template } from '../../api/templates.ts'
import { type Building, type Button, emptyBuilding, emptyVariant, type Variant } from './building.ts'
import { formOf } from './form-of.ts'
import { type ButtonKind, fieldNames, type Kind, kinds, partsOf } from './kinds.ts'

type Fields = Record<string, unknown>
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
const rows = (value: unknown): Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])

/** The builder's picture of a template that is there, to change it or to begin from it; null for types that are not built here. */
export function buildingOf(template: Template): Building | null {
  const kind = (Object.keys(kinds) as Kind[]).find((one) => kinds[one] === template.contentType)
  if (!kind) return null
  const { content } = template
  const form = kind === 'pages' ? formOf(content) : { pages: [], words: [] }
  if (!form) return null
  const cards = rows(content['cards'])
  const minutes = content['code_expiration_minutes']
  return {
    ...emptyBuilding(template.language),
    connectorId: template.connectorId,
    name: template.name,
    kind,
    buttons: kind === 'codes' ? [] : rows(content['actions']).map(kindOfButton),
    cardButtons: rows(cards[0]?.['actions']).map(kindOfButton),
    codes: {
      security: content['add_security_recommendation'] === true,
      minutes: typeof minutes === 'number' ? minutes : null,
    },
    catalogId: kind === 'catalog' ? text(content['id']) : '',
    goods: kind === 'catalog' ? idsOf(content['items']) : '',
    flowId: text(content['flow_id']),
    purpose: kind === 'pages' ? text(content['type']) : emptyBuilding('').purpose,
    pages: form.pages,
    meanings: Object.fromEntries(template.variables.map(({ key, name }) => [key, name])),
    variants: [{ ...variantOf(kind, template), pages: form.words }],
  }
}

const kindOfButton = ({ type }: Fields): ButtonKind => (text(type) || 'QUICK_REPLY') as ButtonKind
const idsOf = (items: unknown): string =>
  rows(items)
    .map(({ id }) => text(id))
    .join('\n')

function variantOf(kind: Kind, { language, content, variables }: Template): Variant {
  const names = fieldNames[kind] ?? {}
  const field = (name: string | undefined) => (name === undefined ? '' : text(content[name]))
  const [action] = rows(content['actions'])
  return {
    ...emptyVariant(language),
    header: field(names.header),
    body: field('body'),
    footer: field(names.footer),
    mediaUrl: mediaOf(content),
    opening: kind === 'codes' ? text(action?.['copy_code_text']) : field(names.opening),
    buttons: partsOf[kind].includes('buttons') ? rows(content['actions']).map(buttonOf) : [],
    items:
      kind === 'list'
        ? rows(content['items']).map(({ id, item, description }) => ({
            id: text(id),
            title: text(item),
            description: text(description),
          }))
        : [],
    cards: rows(content['cards']).map((card) => ({
      title: text(card['title']),
      body: text(card['body']),
      mediaUrl: mediaOf(card),
      buttons: rows(card['actions']).map(buttonOf),
    })),
    place: {
      latitude: field('latitude'),
      longitude: field('longitude'),
      label: field('label'),
      address: field('address'),
    },
    samples: Object.fromEntries(variables.map(({ key, sample }) => [key, sample])),
  }
}

const mediaOf = (fields: Fields): string => text([fields['media'] ?? fields['media_url']].flat()[0])
const buttonOf = (action: Fields): Button => ({
  title: text(action['title']),
  target: text(action['url']) || text(action['phone']) || text(action['code']),
  ...(text(action['id']) === '' ? {} : { id: text(action['id']) }),
  ...(text(action['webview_size']) === '' ? {} : { webviewSize: text(action['webview_size']) }),
})

/** A template in all its languages, to begin a changed one under another name; null for types that are not built here. */
export function copyOf(languages: readonly Template[]): Building | null {
  const found = languages.map(buildingOf).filter((one) => one !== null)
  const [first] = found
  if (!first) return null
  // A language that is made of other parts is another template.
  const shape = ({ kind, buttons, cardButtons, pages }: Building) =>
    [kind, buttons, cardButtons, JSON.stringify(pages)].join(';')
  const alike = found.filter((one) => shape(one) === shape(first))
  return { ...first, name: `${first.name}_2`, variants: alike.flatMap(({ variants }) => variants) }
}
