import { sql } from 'kysely'

/** What the first file of a `message` is, like `image/jpeg`; null without one. For queries over messages. */
export const firstMediaType = sql`(
  select coalesce(file.media_type, file.declared_type) from media file
  where file.organization_id = message.organization_id and file.message_id = message.id order by file.position limit 1)`
