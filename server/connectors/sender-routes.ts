import { connectorOperations as operations } from '@parley/contract/connectors.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { activateSenders } from './activate-senders.ts'
import { discoverSenders } from './discover-senders.ts'
import { examineSender } from './examine-sender.ts'
import type { SenderRoom } from './load-subject.ts'
import { showSender, showSenders } from './sender-view.ts'
import { setPace } from './note-refusals.ts'
import { setAllWebhooks } from './set-all-webhooks.ts'
import { repairSender, setWebhook } from './set-webhook.ts'
import { findConnector } from './store.ts'
import { updateSenderProfile } from './update-sender-profile.ts'

const mayManage = ({ permissions }: Principal) => permissions.has('connectors.manage')

/** Which numbers there are, and which are active. */
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

  door(
    doors,
    operations.listConnectorSenders,
    async ({ principal, params }) => await shownAll(principal, params.connectorId),
  )
  door(doors, operations.listSenders, async ({ principal }) => ({
    items: await within(principal, (tx) => showSenders(tx, null, mayManage(principal))),
  }))
  door(
    doors,
    operations.getSender,
    async ({ principal, params }) =>
      (await within(principal, (tx) => showSender(tx, params.senderId, mayManage(principal)))) ??
      refuse('not_found'),
  )
  door(doors, operations.refreshSenders, async ({ principal, params }) => {
    const { organizationId } = principal
    const exists = await within(principal, (tx) => findConnector(tx, params.connectorId))
    if (!exists) return refuse('not_found')
    const refused = await discoverSenders(database, organizationId, params.connectorId, room.twilioOf)
    return refused ?? (await shownAll(principal, params.connectorId))
  })
  door(doors, operations.updateSender, async ({ principal, params, body }) =>
    within(
      principal,
      async (tx) =>
        ((await setPace(tx, params.senderId, body.pace)) && (await showSender(tx, params.senderId, true))) ||
        refuse('not_found'),
    ),
  )
  door(doors, operations.activateSenders, async ({ principal, params, body }) => {
    const { organizationId } = principal
    const refused = await activateSenders(database, organizationId, params.connectorId, body.active)
    return refused ?? (await shownAll(principal, params.connectorId))
  })
}

/** What is written at Twilio for a number, and what the doctor finds there. */
export function webhookRoutes(doors: Doors, room: SenderRoom) {
  const shown = async (principal: Principal, senderId: string, outcome: unknown) => {
    if (isRefusal(outcome)) return outcome
    const show = (tx: Tx) => showSender(tx, senderId, mayManage(principal))
    return (await room.database.withOrganization(principal.organizationId, show)) ?? refuse('not_found')
  }

  door(doors, operations.setWebhook, async ({ principal, params }) => {
    const outcome = await setWebhook(room, principal.organizationId, params.senderId)
    return await shown(principal, params.senderId, outcome)
  })
  door(doors, operations.checkSender, async ({ principal, params }) => {
    const outcome = await examineSender(room, principal.organizationId, params.senderId)
    return await shown(principal, params.senderId, outcome)
  })
  door(doors, operations.repairSender, async ({ principal, params }) => {
    const outcome = await repairSender(room, principal.organizationId, params.senderId)
    return await shown(principal, params.senderId, outcome)
  })
  door(doors, operations.updateSenderProfile, async ({ principal, params, body }) => {
    const outcome = await updateSenderProfile(room, principal.organizationId, params.senderId, body)
    return await shown(principal, params.senderId, outcome)
  })
  door(doors, operations.setAllWebhooks, async ({ principal, params }) => {
    const items = await setAllWebhooks(room, principal.organizationId, params.connectorId)
    return isRefusal(items) ? items : { items }
  })
}
