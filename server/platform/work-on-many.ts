import { later } from './announce.ts'
import type { Database, Tx } from './db.ts'
import type { Jobs } from './jobs.ts'

/**
 * Works on a queue whose jobs tell of many things at once, in the list of facts named `list`: all of a job in one transaction. When
 * that fails each is tried in a transaction of its own, and those that fail again become jobs of their own, so that a broken
 * one holds nothing up and is tried again, and in the end set aside, alone.
 * @param after what follows the commit
 */
export async function workOnMany<T, R>(
  jobs: Jobs,
  database: Database,
  { queue, list, concurrency }: { queue: string; list: string; concurrency: number },
  act: (tx: Tx, many: readonly T[]) => Promise<R>,
  after: (organizationId: string, result: R) => void = () => undefined,
): Promise<void> {
  const run = async (organizationId: string, many: readonly T[]) =>
    after(organizationId, await database.withOrganization(organizationId, (tx) => act(tx, many)))
  await jobs.work(
    queue,
    async ({ organizationId, facts }) => {
      const many = facts[list] as readonly T[]
      try {
        return await run(organizationId, many)
      } catch (error) {
        if (many.length === 1) throw error
      }
      for (const one of many) {
        try {
          await run(organizationId, [one])
        } catch {
          await database.withOrganization(organizationId, (tx) => later(tx, queue, { [list]: [one] }))
        }
      }
    },
    { concurrency },
  )
}
