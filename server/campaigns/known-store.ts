import { sql } from 'kysely'
import { plain } from '#agents/plain-text.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import type { Known } from './fact.ts'

interface Row {
  id: string
  name: string
  language: string | null
  ownerId: string | null
  tags: string[]
  fields: Record<string, unknown>
  title: string | null
  value: number | null
  currency: string
  stage: string
  pipeline: string
}

/** What is known of these contacts, by id: with the lead that is open and youngest, else the youngest. */
export async function loadKnown(tx: Tx, contactIds: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await sql<Row>`
    select contact.id, coalesce(nullif(contact.name, ''), contact.profile_name) as name, contact.language, contact.owner_id,
      contact.tags, contact.fields,
      lead.title, lead.value, lead.currency, lead.stage, lead.pipeline
    from contact left join lateral (
      select title, value, currency, stage.name as stage, pipeline.name as pipeline
      from lead join stage on stage.organization_id = lead.organization_id and stage.id = lead.stage_id
      join pipeline on pipeline.organization_id = lead.organization_id and pipeline.id = lead.pipeline_id
      where lead.organization_id = ${tx.organizationId} and lead.contact_id = contact.id
      order by stage.kind = 'open' desc, lead.created_at desc, lead.id desc limit 1
    ) as lead on true
    where contact.organization_id = ${tx.organizationId} and contact.id = any(${[...contactIds]}::uuid[])`.execute(
    tx.db,
  )
  const [members, names] = [await memberNames(tx), await fieldNames(tx)]
  return new Map(
    rows.map(({ id, name, language, ownerId, tags, fields, title, value, currency, stage, pipeline }) => [
      id,
      {
        name,
        language,
        owner: ownerId ? (members.get(ownerId) ?? null) : null,
        tags,
        fields: namedFields(fields, names),
        lead: title === null ? null : { title, value, currency, stage, pipeline },
      },
    ]),
  )
}

/** Fields of the organization's own, as a text names them: `Roof area` is `roof_area`. */
async function fieldNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('contactField')
    .select(['id', 'name'])
    .where('organizationId', '=', tx.organizationId)
    .where('removedAt', 'is', null)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, plain(name).replaceAll(/[^a-z0-9]+/gu, '_')]))
}

function namedFields(
  fields: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([id, value]) => {
      const name = names.get(id)
      return name === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : String(value)]]
    }),
  )
}
