import type { ReceivedMessage } from '@parley/contract/news.ts'
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
  act: (tx: Tx, received: readonly ReceivedMessage[]) => Promise<R>,
  after: (organizationId: string, result: R) => void = () => undefined,
): Promise<void> {
  const run = async (organizationId: string, received: readonly ReceivedMessage[]) =>
    after(organizationId, await database.withOrganization(organizationId, (tx) => act(tx, received)))
  await jobs.work(
    queue,
    async ({ organizationId, facts }) => {
      const messages = facts['messages'] as readonly ReceivedMessage[]
      try {
        return await run(organizationId, messages)
      } catch (error) {
        if (messages.length === 1) throw error
      }
      for (const message of messages) {
        try {
          await run(organizationId, [message])
        } catch {
          await database.withOrganization(organizationId, (tx) => later(tx, queue, { messages: [message] }))
        }
      }
    },
    { concurrency },
  )
}
