import { later } from '#platform/announce.ts'
import type { Jobs } from '#platform/jobs.ts'
import type { SenderRoom } from './load-subject.ts'
import { organizationsWithConnectors } from './store.ts'
import { visitConnectors } from './visit-connectors.ts'

/** Settings at Twilio drift without anyone telling us. */
const roundSeconds = 15 * 60
const visitQueue = 'connectors.visit'

/** The doctor's rounds: a job for each organization, so that trouble in one does not hold up the others. */
export async function connectorJobs(jobs: Jobs, room: SenderRoom) {
  const { database } = room
  await jobs.work(visitQueue, ({ organizationId }) => visitConnectors(room, organizationId), {
    concurrency: 2,
  })
  await jobs.every(roundSeconds, 'connectors.doctor', async () => {
    for (const organizationId of await database.acrossOrganizations(organizationsWithConnectors)) {
      await database.withOrganization(organizationId, (tx) =>
        later(tx, visitQueue, {}, { singletonKey: 'visit' }),
      )
    }
  })
}
