import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow, HoldReason } from './campaign.ts'

/** A template a campaign depends on and that may not be sent now. */
export interface Unsendable {
  templateId: string
  name: string
  reason: HoldReason
}

/** Twilio: what comes back when Meta refused (63040), paused (63041) or disabled (63042) a template, or its content breaks a rule (63013). */
const templateErrors = [63_013, 63_040, 63_041, 63_042]
/** So many of them within so many seconds are no accident of one contact's values. */
const failures = 5
const withinSeconds = 60

/** The first template of the campaign's steps that Meta stopped, or that just failed again and again. */
export async function findUnsendable(
  tx: Tx,
  { permitId, steps }: Pick<CampaignRow, 'permitId' | 'steps'>,
): Promise<Unsendable | undefined> {
  const chosen = steps.flatMap(({ templateId }) => templateId ?? [])
  const { rows } = await sql<Unsendable>`
    (select id as template_id, name, 'template_' || status as reason from template
      where organization_id = ${tx.organizationId} and id = any(${chosen}::uuid[]) and status in ('paused', 'disabled', 'rejected') limit 1)
    union all
    (select template.id, template.name, 'template_failing' from message
      join template on template.organization_id = message.organization_id and template.id = message.template_id
      where message.organization_id = ${tx.organizationId} and message.permit_id = ${permitId} and message.error_code = any(${templateErrors}::int[])
        -- As the index has it, word for word.
        and message.permit_id is not null and message.error_code in (63013, 63040, 63041, 63042)
        and message.updated_at > now() - ${withinSeconds} * interval '1 s'
      group by template.id, template.name having count(*) >= ${failures} limit 1)`.execute(tx.db)
  return rows[0]
}

/** Whether the template that holds a campaign is approved, as read after the campaign was held. */
export async function isSendableAgain(
  tx: Tx,
  { holdTemplateId, holdReason, heldAt }: Pick<CampaignRow, 'holdTemplateId' | 'holdReason' | 'heldAt'>,
): Promise<boolean> {
  const { rows } = await sql<{ again: boolean }>`
    select status = 'approved' and (${holdReason} <> 'template_failing' or synced_at > ${heldAt}) as again from template
    where organization_id = ${tx.organizationId} and id = ${holdTemplateId}`.execute(tx.db)
  // A template that is gone holds nobody: what needs it is held touch by touch.
  return rows[0]?.again ?? true
}
