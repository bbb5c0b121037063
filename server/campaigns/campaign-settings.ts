import { sql } from 'kysely'
import type { QuietHours } from '#platform/quiet-hours.ts'
import type { Tx } from '#platform/db.ts'

/** What holds for all campaigns of an organization. */
export interface CampaignSettings {
  /** Kept by campaigns that set none of their own, by the clock where each contact lives. */
  quiet: QuietHours | null
}

export async function readCampaignSettings(tx: Tx): Promise<CampaignSettings> {
  const row = await tx.db
    .selectFrom('campaignSettings')
    .select(['quietFrom', 'quietUntil'])
    .where('organizationId', '=', tx.organizationId)
    .executeTakeFirst()
  return { quiet: quietOf(row?.quietFrom ?? null, row?.quietUntil ?? null) }
}

export async function saveCampaignSettings(tx: Tx, { quiet }: CampaignSettings): Promise<void> {
  const row = {
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    updatedAt: sql<Date>`now()`,
  }
  await tx.db
    .insertInto('campaignSettings')
    .values({ organizationId: tx.organizationId, ...row })
    .onConflict((conflict) => conflict.column('organizationId').doUpdateSet(row))
    .execute()
}

/** Quiet hours as a row keeps them. */
export const quietOf = (from: number | null, until: number | null): QuietHours | null =>
  from === null || until === null ? null : { from, until }
