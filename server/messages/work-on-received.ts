import { later } from '#platform/announce.ts'
import type { Database, Tx } from '#platform/db.ts'
import type { Jobs } from '#platform/jobs.ts'

/**
 * Works on a queue that subscribes to `messages.received`: all messages of a piece of news in one transaction. When that fails each is tried in
 * one of its own, and those that fail again become jobs of their own, so that a broken one holds nothing up and is tried again, and in
 * the end set aside, alone.
 * @param after what follows the commit
 */
export async function workOnReceived<R>(
  jobs: Jobs,
  database: Database,
  { queue, concurrency }: { queue: string; concurrency: number },
  act: (tx: Tx, messageIds: readonly string[]) => Promise<R>,
  after: (organizationId: string, result: R) => void = () => undefined,
): Promise<void> {
  const run = async (organizationId: string, messageIds: readonly string[]) =>
    after(organizationId, await database.withOrganization(organizationId, (tx) => act(tx, messageIds)))
  await jobs.work(
    queue,
    async ({ organizationId, facts }) => {
      const messageIds = facts['messageIds'] as readonly string[]
      try {
        return await run(organizationId, messageIds)
      } catch (error) {
        if (messageIds.length === 1) throw error
      }
      for (const messageId of messageIds) {
        try {
          await run(organizationId, [messageId])
        } catch {
          await database.withOrganization(organizationId, (tx) =>
            later(tx, queue, { messageIds: [messageId] }),
          )
        }
      }
    },
    { concurrency },
  )
}
