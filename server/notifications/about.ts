import type { Tx } from '#platform/db.ts'
import { type Kind, kinds, type Language } from './kinds.ts'

/** What is told: a notification as it stands when it is sent. */
export interface About {
  id: string
  kind: Kind
  count: number
  read: boolean
  contactName: string | null
  conversationId: string | null
  /** What the contact wrote last; null where it is about no conversation. */
  text: string | null
  facts: Record<string, unknown>
}

/** Loads notifications by id; what is gone is absent. Given from above, because it reads contacts and messages. */
export type Describe = (tx: Tx, ids: readonly string[]) => Promise<Map<string, About>>

export const sentenceOf = ({ kind, contactName, count, facts }: About, language: Language): string =>
  kinds[kind].says[language]({ name: contactName ?? '', count, facts })

/** The page that shows it. */
export function pathOf({ conversationId, facts }: Pick<About, 'conversationId' | 'facts'>): string {
  if (conversationId !== null) return `/inbox/${conversationId}`
  for (const [fact, place] of places) {
    const id = facts[fact]
    if (typeof id === 'string') return place(encodeURIComponent(id))
  }
  return '/'
}

const places: readonly [string, (id: string) => string][] = [
  ['outgoingWebhookId', () => '/settings?tab=webhooks'],
  ['campaignId', (id) => `/campaigns/${id}`],
  ['templateId', (id) => `/templates/${id}`],
  ['connectorId', (id) => `/connectors/${id}`],
]

const longest = 300

/** The text as it is quoted: one paragraph, cut where it is long. */
export function quoteOf(text: string | null): string {
  const line = (text ?? '').replaceAll(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}
