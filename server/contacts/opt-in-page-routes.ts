import { consentOperations as operations } from '@parley/contract/consent.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import type { OptInQuestion } from './opt-in-question.ts'
import { listPages } from './opt-in-page-store.ts'
import { type AddressOfPage, createOptInPage, updateOptInPage } from './save-opt-in-page.ts'

interface PageRoom {
  clock: Clock
  addressOf: AddressOfPage
  question: OptInQuestion
}

export function optInPageRoutes(doors: Doors, { clock, addressOf, question }: PageRoom): void {
  const list = async (tx: Tx) => {
    const shown = []
    for (const { publicId, code: _, ...page } of await listPages(tx)) {
      const obstacle = page.asksNumber ? await question.obstacle(tx, page) : null
      const numberObstacle = obstacle === 'missing' ? 'no_template' : obstacle
      shown.push({ ...page, numberObstacle, url: addressOf(publicId) })
    }
    return shown
  }
  const show = async (tx: Tx, pageId: string) =>
    (await list(tx)).find(({ id }) => id === pageId) ?? refuse('not_found')

  door(doors, operations.listOptInPages, ({ principal }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => ({ items: await list(tx) })),
  )
  door(doors, operations.createOptInPage, ({ principal, body }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const created = await createOptInPage(tx, body, clock.now(), addressOf, question)
      return isRefusal(created) ? created : await show(tx, created)
    }),
  )
  door(doors, operations.updateOptInPage, ({ principal, params: { optInPageId }, body }) =>
    doors.db.withOrganization(
      principal.organizationId,
      async (tx) =>
        (await updateOptInPage(tx, optInPageId, body, clock.now(), addressOf, question)) ??
        (await show(tx, optInPageId)),
    ),
  )
}
