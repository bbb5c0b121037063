import { connectorOperations as operations } from '@parley/contract/connectors.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { refuse } from '#platform/refusal.ts'
import { showConnector, showConnectors } from './connector-view.ts'
import { discoverSenders } from './discover-senders.ts'
import { regenerateWebhookUrl } from './regenerate-webhook-url.ts'
import { releaseClaims } from './claim-store.ts'
import type { SenderRoom } from './load-subject.ts'
import { createConnector, type TestCredentials, updateConnector } from './save-connector.ts'
import { listSenders } from './sender-store.ts'
import { deleteConnectorRow, findConnector } from './store.ts'
import { testConnector } from './test-connector.ts'
import { isInUse } from './usage.ts'

export interface ConnectorDoors extends SenderRoom {
  test: TestCredentials
  /** Called when credentials or addresses changed: what was remembered of them is forgotten. */
  forget: () => void
}

export function connectorRoutes(doors: Doors, room: ConnectorDoors) {
  const { database, secrets, publicUrl } = room
  const eyesOf = ({ permissions }: Principal) => ({
    secrets,
    publicUrl,
    mayManage: permissions.has('connectors.manage'),
  })
  const within = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    database.withOrganization(principal.organizationId, act)
  const shown = async (principal: Principal, id: string) =>
    (await within(principal, (tx) => showConnector(tx, id, eyesOf(principal)))) ?? refuse('not_found')
  /** What a saved connector leads to: its senders are found without being asked for. */
  const discover = async (principal: Principal, id: string) => {
    room.forget()
    await discoverSenders(database, principal.organizationId, id, room.twilioOf)
  }

  door(doors, operations.listConnectors, async ({ principal }) => ({
    items: await within(principal, (tx) => showConnectors(tx, eyesOf(principal))),
  }))
  door(
    doors,
    operations.getConnector,
    async ({ principal, params }) => await shown(principal, params.connectorId),
  )

  door(doors, operations.createConnector, async ({ principal, body }) => {
    const id = await createConnector(database, principal.organizationId, body, secrets, room.test)
    await discover(principal, id)
    return await shown(principal, id)
  })

  door(doors, operations.updateConnector, async ({ principal, params, body }) => {
    const { connectorId } = params
    if (!(await updateConnector(database, principal.organizationId, connectorId, body, secrets, room.test)))
      return refuse('not_found')
    await discover(principal, connectorId)
    return await shown(principal, connectorId)
  })

  door(doors, operations.deleteConnector, async ({ principal, params }) => {
    const { connectorId } = params
    const outcome = await within(principal, async (tx) => {
      if (!(await findConnector(tx, connectorId))) return refuse('not_found')
      if (await isInUse(tx, connectorId)) return refuse('connector_in_use')
      await releaseClaims(
        tx,
        (await listSenders(tx, connectorId)).map(({ id }) => id),
      )
      await deleteConnectorRow(tx, connectorId)
      return undefined
    })
    room.forget()
    return outcome
  })

  door(doors, operations.testConnector, async ({ principal, params }) => {
    const tested = await testConnector(room, principal.organizationId, params.connectorId)
    if (!tested) return refuse('not_found')
    await discover(principal, params.connectorId)
    return await shown(principal, params.connectorId)
  })

  door(doors, operations.regenerateWebhookUrl, async ({ principal, params, body }) => {
    const done = await within(principal, (tx) =>
      regenerateWebhookUrl(tx, params.connectorId, body.revokeNow, secrets),
    )
    room.forget()
    return done ? await shown(principal, params.connectorId) : refuse('not_found')
  })
}
