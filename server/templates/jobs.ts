import { z } from 'zod'
import { later } from '#platform/announce.ts'
import type { Jobs } from '#platform/jobs.ts'
import { approvalQueue, askApprovalAnew, doubtQueue, followApproval } from './follow-approval.ts'
import { syncTemplates } from './sync-templates.ts'
import type { TemplateRoom } from './template-room.ts'

/** For what nobody here did: templates made in Twilio's console, paused ones, changed categories. */
const roundSeconds = 30 * 60
const syncQueue = 'templates.sync'
const Look = z.object({ templateId: z.string(), round: z.number() })

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
  await jobs.work(
    approvalQueue,
    async ({ organizationId, facts }) => {
      const { templateId, round } = Look.parse(facts)
      await followApproval(room, organizationId, templateId, round)
    },
    { concurrency: 4 },
  )
  await jobs.work(
    doubtQueue,
    async ({ organizationId, facts }) => {
      await askApprovalAnew(room, organizationId, String(facts['templateId']))
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
