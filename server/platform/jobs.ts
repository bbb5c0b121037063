import { type Job, type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { JobData } from './announce.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { ensureQueue, schema } from './queues.ts'
import { openTimers } from './timers.ts'

/** One piece of work, found by its organization. `tries` counts from 1. */
export interface WaitingJob {
  id: string
  organizationId: string
  facts: Record<string, unknown>
  tries: number
}

export interface WorkOptions {
  /** How many jobs of this queue run at once in this process. */
  concurrency: number
}

export interface Jobs extends AsyncDisposable {
  /**
   * Starts working on the queue. A handler that throws is tried again after 1, 2, 4 … 300 s, nine times in all; then the
   * job is set aside in `<queue>.dead` and told in the log. A job may run twice (a worker died): handlers load the present
   * and act on what is still to be done.
   */
  work(queue: string, handler: (job: WaitingJob) => Promise<void>, options: WorkOptions): Promise<void>
  /**
   * Runs the handler again and again, in one process at a time: every so many seconds, or by a cron expression
   * (UTC, minutes at the finest). It has no organization of its own.
   */
  every(when: number | string, name: string, handler: () => Promise<void>): Promise<void>
  /** Takes no more work, waits up to 30 s for what is in flight, and closes. */
  stop(): Promise<void>
}

type BossJob = JobWithMetadata<JobData>

function runnerOf(
  queue: string,
  handler: (job: WaitingJob) => Promise<void>,
  { log, metrics }: { log: Log; metrics: Metrics | null },
) {
  return async (job: BossJob): Promise<JobResult> => {
    const { organizationId, facts } = job.data
    const finish = metrics?.jobSeconds.startTimer({ queue })
    try {
      await handler({ id: job.id, organizationId, facts, tries: job.retryCount + 1 })
      finish?.({ outcome: 'done' })
      return { id: job.id, status: 'completed' }
    } catch (error) {
      finish?.({ outcome: 'failed' })
      const dead = job.retryCount >= job.retryLimit
      const about = { err: error, queue, jobId: job.id, organizationId, tries: job.retryCount + 1 }
      if (dead) {
        metrics?.deadJobs.inc({ queue })
        log.error(about, 'A job failed at every try and was set aside')
      } else {
        log.warn(about, 'A job failed and will be tried again')
      }
      return {
        id: job.id,
        status: 'failed',
        output: { message: error instanceof Error ? error.message : 'failed' },
      }
    }
  }
}

const settings = {
  burstWhenBatchFull: true,
  perJobResults: true,
  includeMetadata: true,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1,
  heartbeatRefreshSeconds: 5,
} as const

/** Opens this process's share of the work. `url` is a direct connection of the tables' owner. */
export async function openJobs(options: { url: string; log: Log; metrics?: Metrics }): Promise<Jobs> {
  const { url, log, metrics = null } = options
  const boss = new PgBoss({
    connectionString: url,
    schema,
    max: 6,
    useListenNotify: true,
    // A worker that died is noticed by its missing heartbeat within half a minute.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'The job queue met an error; it goes on'))
  boss.on('warning', ({ message }) => log.warn({ detail: message }, 'The job queue gave a warning'))
  await boss.start()
  const timers = openTimers(url, log)

  const work: Jobs['work'] = async (queue, handler, { concurrency }) => {
    await ensureQueue(boss, queue)
    const run = runnerOf(queue, handler, { log, metrics })
    // Batches of one would wait for the next poll after each job, so the smallest batch is two.
    const batchSize = Math.max(2, Math.min(4, concurrency))
    await boss.work<JobData, unknown, typeof settings & { batchSize: number; localConcurrency: number }>(
      queue,
      { ...settings, batchSize, localConcurrency: Math.ceil(concurrency / batchSize) },
      async (jobs) => {
        if (concurrency > 1) return await Promise.all(jobs.map(run))
        const results: JobResult[] = []
        for (const job of jobs) results.push(await run(job))
        return results
      },
    )
  }

  const every: Jobs['every'] = async (when, name, handler) => {
    if (typeof when === 'number') return timers.every(when, name, handler)
    await ensureQueue(boss, name)
    await boss.schedule(name, when, {}, { tz: 'UTC', retryLimit: 2 })
    await boss.work(name, { pollingIntervalSeconds: 5 }, async (ticks: Job[]) => {
      if (ticks.length > 0) await handler()
    })
  }

  const stop = async () => {
    await timers.stop()
    await boss.stop({ graceful: true, timeout: 30_000 })
  }
  return { work, every, stop, [Symbol.asyncDispose]: stop }
}
