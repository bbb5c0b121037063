import type { FormParameters } from '#twilio/parse-form.ts'
import type { InboundOrigin } from './journal-inbound.ts'

/** What the journal keeps of a webhook, as it is needed to make a message of it. */
export interface Journaled {
  parameters: FormParameters
  origin: InboundOrigin
  /** Since it came. */
  ageSeconds: number
}

/** Webhooks that came to this process a moment ago, by their ids in the journal: whoever makes messages of them need not read them there. */
export interface RecentWebhooks {
  keep(id: string, webhook: Omit<Journaled, 'ageSeconds'>): void
  /** Gives it and forgets it; undefined for what came to another process, or long ago. */
  take(id: string): Journaled | undefined
}

/** @param limit how many are kept; beyond it the longest kept goes */
export function recentWebhooks(limit = 2000): RecentWebhooks {
  const kept = new Map<string, { webhook: Omit<Journaled, 'ageSeconds'>; at: number }>()
  return {
    keep(id, webhook) {
      kept.set(id, { webhook, at: performance.now() })
      if (kept.size <= limit) return
      const [longest] = kept.keys()
      kept.delete(longest!)
    },
    take(id) {
      const found = kept.get(id)
      if (!found) return undefined
      kept.delete(id)
      return { ...found.webhook, ageSeconds: (performance.now() - found.at) / 1000 }
    },
  }
}
