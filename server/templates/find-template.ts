import type { Tx } from '#platform/db.ts'

export interface TemplateFound {
  id: string
  connectorId: string
  twilioSid: string
  name: string
  language: string
  contentType: string
  content: Record<string, unknown>
  /** Samples by key. */
  variables: Record<string, string>
  category: string
  /** Where its approval stands. */
  status: string
}

/** A template as it was last read from Twilio, or undefined. */
export async function findTemplate(tx: Tx, id: string): Promise<TemplateFound | undefined> {
  const row = await tx.db
    .selectFrom('template')
    .select([
      'id',
      'connectorId',
      'twilioSid',
      'name',
      'language',
      'contentType',
      'content',
      'variables',
      'category',
      'status',
    ])
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as TemplateFound | undefined
}
