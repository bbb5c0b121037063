import type { TemplateDraft } from '../../api/templates.ts'
import type { Building, Button, Variant } from './building.ts'
import { pagesOf } from './form-draft.ts'
import { type ButtonKind, fieldNames, isForm, kinds, partsOf, targetOf } from './kinds.ts'

/** What a one-time code looks like to whoever reviews it. */
const sampleCode = '123456'

/** What Twilio would be given for one language. Fields that are empty are left out. */
export function draftOf(building: Building, variant: Variant): TemplateDraft {
  const { name, kind } = building
  const content = contentOf(building, variant)
  const asked = variablesIn(JSON.stringify(content))
  const variables =
    kind === 'codes'
      ? { '1': sampleCode }
      : Object.fromEntries(asked.map((key) => [key, variant.samples[key] ?? '']))
  return { name, language: variant.language, category: '', contentType: kinds[kind], content, variables }
}

function contentOf(building: Building, variant: Variant): Record<string, unknown> {
  const { kind, buttons } = building
  const parts = partsOf[kind]
  const names = fieldNames[kind] ?? {}
  const media = variant.mediaUrl.trim()
  const actions = actionsOf(buttons, variant.buttons)
  const content: Record<string, unknown> = { ...settingsOf(building, variant) }
  const add = (field: string | undefined, text: string, needed = false) => {
    if (field !== undefined && (needed || text.trim() !== '')) content[field] = text
  }
  if (parts.includes('body')) add('body', variant.body, kind !== 'media' && kind !== 'titled')
  if (parts.includes('header')) add(names.header, variant.header, kind === 'titled')
  if (parts.includes('footer')) add(names.footer, variant.footer)
  if (parts.includes('opening')) add(names.opening, variant.opening, true)
  if (parts.includes('media') && media !== '')
    Object.assign(content, isForm(kind) ? { media_url: media } : { media: [media] })
  if (parts.includes('buttons') && (actions.length > 0 || kind === 'replies' || kind === 'actions'))
    content['actions'] = actions
  return content
}

/** What only some kinds have. */
function settingsOf(building: Building, variant: Variant): Record<string, unknown> {
  const { kind, cardButtons, codes, catalogId, goods, flowId } = building
  if (kind === 'list')
    return {
      items: variant.items.map(({ id, title, description }) => ({
        id,
        item: title,
        ...(description.trim() === '' ? {} : { description }),
      })),
    }
  if (kind === 'carousel')
    return {
      cards: variant.cards.map(({ title, body, mediaUrl, buttons }) => ({
        ...(title.trim() === '' ? {} : { title }),
        body,
        media: mediaUrl.trim(),
        actions: actionsOf(cardButtons, buttons),
      })),
    }
  if (kind === 'location') return placeOf(variant.place)
  if (kind === 'codes')
    return {
      add_security_recommendation: codes.security,
      ...(codes.minutes === null ? {} : { code_expiration_minutes: codes.minutes }),
      actions: [{ type: 'COPY_CODE', copy_code_text: variant.opening }],
    }
  if (kind === 'catalog') {
    const ids = goods.split('\n').flatMap((line) => line.trim() || [])
    return {
      ...(catalogId.trim() === '' ? {} : { id: catalogId.trim() }),
      ...(ids.length === 0 ? {} : { items: ids.map((id) => ({ id })) }),
    }
  }
  if (kind === 'pages') return { type: building.purpose, pages: pagesOf(building, variant.pages) }
  return kind === 'form' ? { flow_id: flowId.trim() } : {}
}

const actionsOf = (kinds: readonly ButtonKind[], buttons: readonly Button[]): Record<string, string>[] =>
  kinds.map((kind, at) => {
    const { title = '', target = '', id = `button_${at + 1}`, webviewSize } = buttons[at] ?? {}
    const field = targetOf(kind)
    const action: Record<string, string> = { type: kind, title }
    if (kind === 'QUICK_REPLY') action['id'] = id
    if (field !== null) action[field] = target.trim()
    if (webviewSize !== undefined) action['webview_size'] = webviewSize
    return action
  })

function placeOf({ latitude, longitude, label, address }: Variant['place']): Record<string, unknown> {
  const degrees = (typed: string) => {
    const number = Number(typed.trim().replace(',', '.'))
    return Number.isNaN(number) ? typed : number
  }
  return {
    ...(latitude.trim() === '' ? {} : { latitude: degrees(latitude) }),
    ...(longitude.trim() === '' ? {} : { longitude: degrees(longitude) }),
    ...(label.trim() === '' ? {} : { label }),
    ...(address.trim() === '' ? {} : { address }),
  }
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
