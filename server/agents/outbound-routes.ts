import { outboundOperations as operations } from '@parley/contract/outbound.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import type { Principal } from '#platform/principal.ts'
import { refuse } from '#platform/refusal.ts'
import { findOutboundAgent } from './find-outbound-agent.ts'
import { insertOutboundAgent, listOutboundAgents, saveOutboundAgent } from './outbound-store.ts'
import { archiveAgent } from './store.ts'

/** @param hasModel whether a model is configured for the model brain */
export function outboundRoutes(doors: Doors, hasModel: boolean) {
  const within = <T>({ organizationId }: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act)
  const lacksModel = ({ brain }: { brain?: string | undefined }) => brain === 'model' && !hasModel
  const show = async (tx: Tx, id: string) => (await findOutboundAgent(tx, id)) ?? refuse('not_found')

  door(doors, operations.listOutboundAgents, ({ principal }) =>
    within(principal, async (tx) => ({ items: await listOutboundAgents(tx) })),
  )
  door(doors, operations.getOutboundAgent, ({ principal, params }) =>
    within(principal, (tx) => show(tx, params.outboundAgentId)),
  )
  door(doors, operations.createOutboundAgent, async ({ principal, body }) => {
    if (lacksModel(body)) return refuse('brain_not_configured')
    return await within(principal, async (tx) => {
      const id = newId()
      await insertOutboundAgent(tx, id, body)
      publish(tx, { topic: 'agent', subjectId: id })
      return await show(tx, id)
    })
  })
  door(doors, operations.updateOutboundAgent, async ({ principal, params, body }) => {
    if (lacksModel(body)) return refuse('brain_not_configured')
    return await within(principal, async (tx) => {
      const before = await findOutboundAgent(tx, params.outboundAgentId)
      if (!before) return refuse('not_found')
      await saveOutboundAgent(tx, before.id, { ...before, ...body })
      publish(tx, { topic: 'agent', subjectId: before.id })
      return await show(tx, before.id)
    })
  })
  door(doors, operations.deleteOutboundAgent, ({ principal, params }) =>
    within(principal, async (tx) => {
      if (!(await findOutboundAgent(tx, params.outboundAgentId))) return refuse('not_found')
      await archiveAgent(tx, params.outboundAgentId)
      publish(tx, { topic: 'agent', subjectId: params.outboundAgentId })
      return undefined
    }),
  )
}
