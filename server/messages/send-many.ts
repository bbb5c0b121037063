import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import type { Refused } from '#platform/refusal.ts'
import { type CampaignDraft, fillDrafts } from './campaign-draft.ts'
import { decideMany } from './decide-many.ts'
import { loadFacts } from './facts-of-many.ts'
import { writeMany } from './write-many.ts'

export type Sent = { messageId: string; conversationId: string; held: Refused | null } | Refused

/**
 * What `sendMessage` does, for a batch of a campaign: facts are loaded and locked in sets, the same gate decides each, and what may go
 * is written at once. What only has to wait for another hour or day is refused for now: whoever asked tries it again then. Answers in the
 * order of the drafts.
 */
export async function sendMany(tx: Tx, drafts: readonly CampaignDraft[], clock: Clock): Promise<Sent[]> {
  if (drafts.length === 0) return []
  const at = clock.now()
  const wanted = await fillDrafts(tx, drafts)
  const facts = await loadFacts(tx, wanted, at)
  const decided = decideMany(wanted, facts, at)
  const passed = decided.flatMap((one) => ('refused' in one ? [] : [one]))
  await writeMany(tx, passed, facts, at)
  return decided.map((one) =>
    'refused' in one
      ? one
      : { messageId: one.id, conversationId: one.thread.id, held: one.asked.reasons[0] ?? null },
  )
}
