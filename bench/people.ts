import pg from 'pg'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { silentLog } from '../server/platform/log.ts'
import { migrate } from '../server/platform/migrate.ts'
import { newId } from '../server/platform/ids.ts'
import { cpuOfServer } from './cpu.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A migrated PostgreSQL that syncs to the disk, with one organization, a connector, senders and a template; no hub around it. */
export async function startPeople(senders: number) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: silentLog })
  await migrate({ url: postgres.url })
  const owner = new pg.Client({ connectionString: postgres.url })
  owner.on('error', () => undefined)
  await owner.connect()
  const organizationId = newId()
  const connectorId = newId()
  const templateId = newId()
  const senderIds = Array.from({ length: senders }, () => newId())
  await owner.query(
    `insert into connector (organization_id, id, name, account_sid, status, health) values ($1, $2, 'Bench', 'AC00000000000000000000000000000001', 'active', 'connected')`,
    [organizationId, connectorId],
  )
  await owner.query(
    `insert into sender (organization_id, id, connector_id, twilio_sid, address, status, active)
     select $1, id, $2, 'XE' || replace(id::text, '-', ''), 'whatsapp:+1202555' || lpad(n::text, 4, '0'), 'ONLINE', true
     from unnest($3::uuid[]) with ordinality as s (id, n)`,
    [organizationId, connectorId, senderIds],
  )
  await owner.query(
    `insert into template (organization_id, id, connector_id, twilio_sid, name, language, content_type, content, category, status, synced_at, updated_at)
     values ($1, $2, $3, 'HX' || repeat('0', 32), 'news', 'en', 'twilio/text', '{"body":"Our spring catalogue is here."}', 'MARKETING', 'approved', now(), now())`,
    [organizationId, templateId, connectorId],
  )
  return {
    url: postgres.url,
    owner,
    organizationId,
    connectorId,
    templateId,
    senderIds,
    /** Contacts with a number each, who agreed. */
    addPeople: async (count: number) => {
      const given = [organizationId, count]
      await owner.query(
        `insert into contact (organization_id, id, name, language, created_at)
         select $1, gen_random_uuid(), 'Person ' || n, 'en', now() from generate_series(1, $2::int) as n`,
        given,
      )
      await owner.query(
        `insert into contact_identity (organization_id, address, contact_id, kind)
         select $1, 'whatsapp:+4915' || lpad(row_number() over ()::text, 9, '0'), id, 'phone' from contact where organization_id = $1`,
        [organizationId],
      )
      await owner.query(
        `insert into consent (organization_id, id, contact_id, kind, source, wording, at)
         select $1, gen_random_uuid(), id, 'opt_in', 'import', 'Yes', now() - interval '1 day' from contact where organization_id = $1`,
        [organizationId],
      )
      // As they are a while after an import; else the server's own vacuum comes in the middle of what is measured.
      await owner.query('vacuum analyze contact, contact_identity, consent')
    },
    /** Microseconds of CPU of the whole server so far. */
    cpu: () => cpuOfServer(folder),
    async [Symbol.asyncDispose]() {
      await owner.end()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
