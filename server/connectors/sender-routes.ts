import { connectorOperations as operations } from '@parley/contract/connectors.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { activateSenders } from './activate-senders.ts'
import { discoverSenders } from './discover-senders.ts'
import { examineSender } from './examine-sender.ts'
import { loadSubject, type SenderRoom } from './load-subject.ts'
import { readPools } from './read-pools.ts'
import { listSenders } from './sender-store.ts'
import { showSender, showSenders } from './sender-view.ts'
import { repairSender, setWebhook } from './set-webhook.ts'
import { findConnector } from './store.ts'
import { tellRefusal } from './tell-refusal.ts'

const mayManage = ({ permissions }: Principal) => permissions.has('connectors.manage')

export function senderRoutes(doors: Doors, room: SenderRoom) {
  const { database } = room
  const within = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) =>
    database.withOrganization(principal.organizationId, act)
  const shownAll = async (principal: Principal, connectorId: string) =>
    await within(principal, async (tx) =>
      (await findConnector(tx, connectorId))
        ? { items: await showSenders(tx, connectorId, mayManage(principal)) }
        : refuse('not_found'),
    )
  const shown = async (principal: Principal, id: string) =>
    (await within(principal, (tx) => showSender(tx, id, mayManage(principal)))) ?? refuse('not_found')
  const after = async (principal: Principal, id: string, outcome: unknown) =>
    isRefusal(outcome) ? outcome : await shown(principal, id)

  door(
    doors,
    operations.listConnectorSenders,
    async ({ principal, params }) => await shownAll(principal, params.connectorId),
  )
  door(doors, operations.listSenders, async ({ principal }) => ({
    items: await within(principal, (tx) => showSenders(tx, null, mayManage(principal))),
  }))
  door(doors, operations.getSender, async ({ principal, params }) => await shown(principal, params.senderId))

  door(doors, operations.refreshSenders, async ({ principal, params }) => {
    const { organizationId } = principal
    const exists = await within(principal, (tx) => findConnector(tx, params.connectorId))
    if (!exists) return refuse('not_found')
    const refused = await discoverSenders(database, organizationId, params.connectorId, room.twilioOf)
    return refused ?? (await shownAll(principal, params.connectorId))
  })

  door(doors, operations.activateSenders, async ({ principal, params, body }) => {
    const { organizationId } = principal
    const refused = await activateSenders(database, organizationId, params.connectorId, body.active)
    return refused ?? (await shownAll(principal, params.connectorId))
  })

  door(
    doors,
    operations.setWebhook,
    async ({ principal, params }) =>
      await after(
        principal,
        params.senderId,
        await setWebhook(room, principal.organizationId, params.senderId),
      ),
  )
  door(
    doors,
    operations.checkSender,
    async ({ principal, params }) =>
      await after(
        principal,
        params.senderId,
        await examineSender(room, principal.organizationId, params.senderId),
      ),
  )
  door(
    doors,
    operations.repairSender,
    async ({ principal, params }) =>
      await after(
        principal,
        params.senderId,
        await repairSender(room, principal.organizationId, params.senderId),
      ),
  )

  door(doors, operations.setAllWebhooks, async ({ principal, params }) => {
    const active = await within(principal, async (tx) =>
      (await findConnector(tx, params.connectorId))
        ? (await listSenders(tx, params.connectorId)).filter((one) => one.active)
        : undefined,
    )
    if (!active) return refuse('not_found')
    const client = await room.twilioOf(principal.organizationId, params.connectorId)
    const pools = client && (await readPools(client))
    if (!pools) return refuse('connector_not_connected')
    if (isTwilioRefusal(pools)) return tellRefusal(pools)
    const items = []
    for (const { id, address } of active) {
      const outcome = await setWebhook(room, principal.organizationId, id, pools)
      const refused: Refused | null = isRefusal(outcome) ? outcome : null
      items.push({
        senderId: id,
        address,
        ok: refused === null,
        refused: refused?.refused ?? null,
        detail: null,
      })
    }
    return { items }
  })

  door(doors, operations.updateSenderProfile, async ({ principal, params, body }) => {
    const subject = await within(principal, (tx) => loadSubject(room, tx, params.senderId))
    if (!subject) return refuse('not_found')
    const client = await room.twilioOf(principal.organizationId, subject.connector.id)
    if (!client) return refuse('connector_not_connected')
    const refused = await client.updateSenderProfile(subject.sender.twilioSid, body)
    if (refused) return tellRefusal(refused)
    return await after(
      principal,
      params.senderId,
      await examineSender(room, principal.organizationId, params.senderId),
    )
  })
}
