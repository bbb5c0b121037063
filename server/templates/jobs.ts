import { later } from '#platform/announce.ts'
import type { Jobs } from '#platform/jobs.ts'
import { syncTemplates, type TemplateRoom } from './sync-templates.ts'

/** Twilio tells no approval by itself: it is asked for. */
const roundSeconds = 5 * 60
const syncQueue = 'templates.sync'

export async function templateJobs(
  jobs: Jobs,
  room: TemplateRoom,
  everyOrganization: () => Promise<string[]>,
) {
  await jobs.work(
    syncQueue,
    async ({ organizationId }) => {
      // A refusal is the connector's trouble, and told there.
      await syncTemplates(room, organizationId)
    },
    { concurrency: 2 },
  )
  await jobs.every(roundSeconds, 'templates.round', async () => {
    for (const organizationId of await everyOrganization())
      await room.database.withOrganization(organizationId, (tx) =>
        later(tx, syncQueue, {}, { singletonKey: 'sync' }),
      )
  })
}
