import { json, type Tx } from '#platform/db.ts'
import type { Language } from './kinds.ts'
import { type Choices, type Preference, unchosen } from './preference.ts'

/** What these members chose; who chose nothing is absent. */
export async function listPreferences(
  tx: Tx,
  memberIds: readonly string[],
): Promise<Map<string, Preference>> {
  if (memberIds.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('notificationPreference')
    .selectAll()
    .where('organizationId', '=', tx.organizationId)
    .where('memberId', 'in', memberIds)
    .execute()
  return new Map(
    rows.map(({ memberId, language, timeZone, quietFrom, quietUntil, choices }) => [
      memberId,
      {
        language: language as Language,
        timeZone,
        quiet: quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil },
        choices: choices as Choices,
      },
    ]),
  )
}

export async function findPreference(tx: Tx, memberId: string): Promise<Preference> {
  return (await listPreferences(tx, [memberId])).get(memberId) ?? unchosen
}

export async function savePreference(tx: Tx, memberId: string, preference: Preference): Promise<void> {
  const { language, timeZone, quiet, choices } = preference
  const values = {
    language,
    timeZone,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    choices: json(choices),
    updatedAt: new Date(),
  }
  await tx.db
    .insertInto('notificationPreference')
    .values({ organizationId: tx.organizationId, memberId, ...values })
    .onConflict((conflict) => conflict.columns(['organizationId', 'memberId']).doUpdateSet(values))
    .execute()
}

/** Whether what is told may carry what the contact wrote. */
export async function showsText(tx: Tx): Promise<boolean> {
  const row = await tx.db
    .selectFrom('notificationSettings')
    .select('showsText')
    .where('organizationId', '=', tx.organizationId)
    .executeTakeFirst()
  return row?.showsText ?? true
}

export async function saveShowsText(tx: Tx, shows: boolean): Promise<void> {
  await tx.db
    .insertInto('notificationSettings')
    .values({ organizationId: tx.organizationId, showsText: shows })
    .onConflict((conflict) => conflict.column('organizationId').doUpdateSet({ showsText: shows }))
    .execute()
}
