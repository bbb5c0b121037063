import { crashPoint } from '#platform/crash-point.ts'
import type { Database } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import { type Rounds, type RoundsOptions, startRounds } from '#platform/rounds.ts'
import { recordReports, recordStatuses } from './record-status.ts'
import {
  oldestReports,
  organizationsWithReports,
  type ReportBatch,
  setBackReports,
  takeReports,
} from './report-batch-store.ts'
import type { StatusRow } from './status-store.ts'

/** Reports of one transaction. */
const together = 500
/** Within about half a minute. Whatever else was reported of the message stands, and Twilio is asked about it. */
const triesBeforeGivingUp = 5

/** Takes the reports that were kept, many at once, and shows them on their messages. */
export function startReports(database: Database, log: Log): Rounds {
  const take: RoundsOptions['take'] = async (organizationId, isStopped) => {
    while (!isStopped()) {
      try {
        const taken = await database.withOrganization(
          organizationId,
          async (tx) => {
            const reports = await takeReports(tx, together)
            await recordReports(tx, reports, 'called')
            return reports.length
          },
          { retry: true },
        )
        if (taken === 0) return
        crashPoint('after-reports')
      } catch (error) {
        log.warn({ err: error }, 'Reports of Twilio could not be recorded together; each is tried alone')
        await takeAlone(organizationId, isStopped)
      }
    }
  }

  /** Each report of the oldest batch in a transaction of its own, so that a broken one undoes nothing of its neighbours. */
  const takeAlone = async (organizationId: string, isStopped: () => boolean) => {
    const batch = await database.withOrganization(organizationId, oldestReports)
    if (!batch) return
    const failed: StatusRow[] = []
    for (const report of batch.reports) {
      if (isStopped()) return
      try {
        await recordStatuses(database, [report])
      } catch (error) {
        const { providerSid: sid, status } = report
        const isLast = batch.tries + 1 >= triesBeforeGivingUp
        log.error({ err: error, sid, status, isLast }, 'A report of Twilio could not be recorded')
        failed.push(report)
      }
    }
    await database.withOrganization(organizationId, (tx) =>
      setBackReports(tx, batch, worthAnother(batch, failed)),
    )
  }

  return startRounds({
    find: () => database.acrossOrganizations(organizationsWithReports),
    take,
    onFault: (error) => log.warn({ err: error }, 'Reports of Twilio wait: the database did not answer'),
  })
}

const worthAnother = ({ tries }: ReportBatch, failed: readonly StatusRow[]): readonly StatusRow[] =>
  tries + 1 < triesBeforeGivingUp ? failed : []
