import { moveActivities } from '#activities/move-activities.ts'
import { moveTwinChoices } from '#agents/move-twin-choices.ts'
import { holdTouches, moveRecipients } from '#campaigns/move-recipients.ts'
import {
  beginMerge,
  holdPairsOf,
  lockForMerge,
  mergeContact,
  refuseUnknownFields,
} from '#contacts/merge-contacts.ts'
import type { MergeWhole } from '#contacts/merge-routes.ts'
import { joinThreads, planThreads } from '#conversations/join-threads.ts'
import { moveLeads } from '#leads/move-leads.ts'
import { joinMessages } from '#messages/join-messages.ts'
import { joinTurns } from '#replies/join-turns.ts'

/**
 * Two contacts become one, with everything that every room keeps of them, in one transaction. Each room moves what is its own; the order is that in
 * which everybody takes locks (see `contacts/merge-contacts.ts`).
 */
export const mergeWhole: MergeWhole = async (tx, { merge, choice, by, at }) => {
  const refused = (await beginMerge(tx, merge)) ?? (await refuseUnknownFields(tx, choice))
  if (refused) return refused
  await holdTouches(tx, merge)
  const moving = await planThreads(tx, merge)
  await holdPairsOf(tx, merge)
  await moveRecipients(tx, merge)
  await joinTurns(tx, moving.joins)
  await joinMessages(tx, merge, moving)
  const locked = await lockForMerge(tx, merge)
  await joinThreads(tx, merge, moving)
  await moveLeads(tx, merge)
  await moveTwinChoices(tx, merge)
  const { keptId: toContactId, otherId: fromContactId } = merge
  await moveActivities(tx, { fromContactId, toContactId, conversations: moving.joins })
  await mergeContact(tx, { merge, locked, choice, by, at })
  return undefined
}
