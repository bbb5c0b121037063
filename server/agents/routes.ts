import { agentOperations as operations } from '@parley/contract/agents.ts'
import type { Database, Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import type { Principal } from '#platform/principal.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { archiveAgent, findAgent, insertAgent, listAgents, updateAgentRow } from './store.ts'
import { recutKnowledge } from './write-article.ts'

export interface AgentDoors {
  database: Database
  /** Is a model configured for the model brain? */
  hasModel: boolean
  /** Why an application's address may not be asked; null when it may. */
  checkAddress: (url: string) => Refused | null
}

export function agentRoutes(doors: Doors, { database, hasModel, checkAddress }: AgentDoors) {
  const within = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    database.withOrganization(principal.organizationId, act)
  /** What the settings ask for that is not there. */
  const obstacle = (settings: { brain?: string; applicationUrl?: string | null }) => {
    if (settings.brain === 'model' && !hasModel) return refuse('brain_not_configured')
    return settings.applicationUrl ? checkAddress(settings.applicationUrl) : null
  }
  const missingUrl = refuse('invalid_request', {
    issues: [{ path: 'body.applicationUrl', message: 'The application brain needs an address to ask' }],
  })

  door(doors, operations.listAgents, async ({ principal }) => ({
    items: await within(principal, (tx) => listAgents(tx)),
  }))
  door(
    doors,
    operations.getAgent,
    async ({ principal, params }) =>
      (await within(principal, (tx) => findAgent(tx, params.agentId))) ?? refuse('not_found'),
  )

  door(doors, operations.createAgent, async ({ principal, body }) => {
    const refused = obstacle(body)
    if (refused) return refused
    if (body.brain === 'application' && !body.applicationUrl) return missingUrl
    return await within(principal, async (tx) => {
      const id = newId()
      await insertAgent(tx, id, body)
      publish(tx, { topic: 'agent', subjectId: id })
      return (await findAgent(tx, id)) ?? refuse('not_found')
    })
  })

  door(doors, operations.updateAgent, async ({ principal, params, body }) => {
    const refused = obstacle(body)
    if (refused) return refused
    return await within(principal, async (tx) => {
      const before = await findAgent(tx, params.agentId)
      if (!before) return refuse('not_found')
      const after = { ...before, ...body }
      if (after.brain === 'application' && !after.applicationUrl) return missingUrl
      if (Object.keys(body).length > 0) await updateAgentRow(tx, params.agentId, body)
      if (after.language !== before.language) await recutKnowledge(tx, params.agentId, after.language)
      publish(tx, { topic: 'agent', subjectId: params.agentId })
      return (await findAgent(tx, params.agentId)) ?? refuse('not_found')
    })
  })

  door(
    doors,
    operations.deleteAgent,
    async ({ principal, params }) =>
      await within(principal, async (tx) => {
        if (!(await findAgent(tx, params.agentId))) return refuse('not_found')
        await archiveAgent(tx, params.agentId)
        publish(tx, { topic: 'agent', subjectId: params.agentId })
        return undefined
      }),
  )
}
