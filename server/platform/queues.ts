import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { type Db, type JobInsert, PgBoss } from 'pg-boss'
import type { Log } from './log.ts'

/** The schema in which pg-boss keeps its tables. */
export const schema = 'pgboss'

/** The channel on which pg-boss 12 listens for the names of queues with work: it hashes its schema's name. */
export const workChannel = `pgboss_${createHash('sha224').update(schema).digest('hex').slice(0, 24)}`

const year = 365 * 24 * 3600
const deadLetterOf = (queue: string) => `${queue}.dead`

/** Creates the job tables when they are missing, and lets the application role write jobs but not read them. */
export async function installQueues(url: string, owner: Client): Promise<void> {
  const { rows } = await owner.query<{ there: boolean }>(
    `select to_regclass('${schema}.version') is not null as there`,
  )
  if (!rows[0]?.there) {
    const boss = new PgBoss({ connectionString: url, schema, max: 1, supervise: false, schedule: false })
    boss.on('error', () => undefined)
    await boss.start()
    await boss.stop({ graceful: false })
  }
  await owner.query(`
    grant usage on schema ${schema} to parley_app;
    grant insert on ${schema}.job, ${schema}.job_common to parley_app;
    grant select on ${schema}.queue to parley_app`)
}

/**
 * Creates the queue and its dead letter queue when they are missing. Jobs run side by side and keep no order; a second
 * waiting job with the same key is dropped.
 */
export async function ensureQueue(boss: PgBoss, queue: string): Promise<void> {
  if ((await boss.getQueue(queue)) !== null) return
  await boss.createQueue(deadLetterOf(queue), { retentionSeconds: year, retryLimit: 0 })
  await boss.createQueue(queue, {
    policy: 'short',
    deadLetter: deadLetterOf(queue),
    retryLimit: 8,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: 900,
    heartbeatSeconds: 20,
    retentionSeconds: year,
    deleteAfterSeconds: 3600,
  })
}

/** Writes jobs inside the caller's transaction, through the caller's own connection. */
export interface QueueWriter {
  insert(queue: string, jobs: readonly JobInsert[], through: Db): Promise<void>
  close(): Promise<void>
}

/** Connects at the first job. Queues are created outside the caller's transaction, as the owner of the tables. */
export function openQueueWriter(url: string, log: Log): QueueWriter {
  let started: Promise<PgBoss> | null = null
  const ready = new Map<string, Promise<void>>()
  const start = async () => {
    const boss = new PgBoss({ connectionString: url, schema, max: 2, supervise: false, schedule: false })
    boss.on('error', (error) =>
      log.warn({ err: error }, 'The writer of jobs lost its connection; it connects again'),
    )
    await boss.start()
    return boss
  }
  const ensure = async (boss: PgBoss, queue: string) => {
    const running = ready.get(queue) ?? ensureQueue(boss, queue)
    ready.set(queue, running)
    await running.catch((error: unknown) => {
      ready.delete(queue)
      throw error
    })
  }
  return {
    async insert(queue, jobs, through) {
      started ??= start().catch((error: unknown) => {
        started = null
        throw error
      })
      const boss = await started
      await ensure(boss, queue)
      await boss.insert(queue, [...jobs], { db: through, returnId: false })
    },
    async close() {
      const boss = await started?.catch(() => null)
      await boss?.stop({ graceful: false })
    },
  }
}
