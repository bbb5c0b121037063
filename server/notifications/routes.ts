import { notificationOperations as operations } from '@parley/contract/notifications.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { newId } from '#platform/ids.ts'
import type { Principal } from '#platform/principal.ts'
import { refuse } from '#platform/refusal.ts'
import { choose } from './preference.ts'
import { findPreference, savePreference, saveShowsText, showsText } from './preference-store.ts'
import { forgetEndpoint, listDevices, removePushSubscription, savePushSubscription } from './push-store.ts'
import type { NotificationRoom } from './room.ts'
import { sendTest } from './send-test.ts'
import { showPreferences } from './show-preferences.ts'
import { placeOf } from './targets.ts'
import { outgoingWebhookRoutes } from './outgoing-webhook-routes.ts'

export function notificationRoutes(doors: Doors, room: NotificationRoom): void {
  const inside = <T>({ organizationId }: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act)
  preferenceDoors(doors, room, inside)
  pushDoors(doors, room, inside)
  outgoingWebhookRoutes(doors, room)
  door(doors, operations.getNotificationSettings, ({ principal }) =>
    inside(principal, async (tx) => ({ showsText: await showsText(tx) })),
  )
  door(doors, operations.updateNotificationSettings, ({ principal, body }) =>
    inside(principal, async (tx) => {
      await saveShowsText(tx, body.showsText)
      return body
    }),
  )
}

type Inside = <T>(principal: Principal, act: (tx: Tx) => Promise<T>) => Promise<T>
/** A key is nobody who could be told of anything. */
const forPeople = () => refuse('not_permitted', { detail: 'Only a member is told of something.' })

function preferenceDoors(doors: Doors, room: NotificationRoom, inside: Inside): void {
  door(doors, operations.getNotificationPreferences, ({ principal }) =>
    inside(principal, (tx) => showPreferences(room, tx, principal.memberId)),
  )
  door(doors, operations.updateNotificationPreferences, async ({ principal, body }) => {
    const { memberId } = principal
    if (memberId === null) return forPeople()
    return await inside(principal, async (tx) => {
      const before = await findPreference(tx, memberId)
      await savePreference(tx, memberId, {
        language: body.language ?? before.language,
        timeZone: body.timeZone === undefined ? before.timeZone : body.timeZone,
        quiet: body.quietHours === undefined ? before.quiet : body.quietHours,
        choices: choose(before.choices, body.kinds ?? []),
      })
      return await showPreferences(room, tx, memberId)
    })
  })
  door(doors, operations.sendTestNotification, async ({ principal, body }) => {
    const { organizationId, memberId } = principal
    return memberId === null ? forPeople() : await sendTest(room, { organizationId, memberId }, body.way)
  })
}

function pushDoors(doors: Doors, room: NotificationRoom, inside: Inside): void {
  door(doors, operations.addPushSubscription, async ({ principal, body }) => {
    const { memberId } = principal
    if (memberId === null) return forPeople()
    const { endpoint, keys, device } = body
    const refused = room.checkAddress(endpoint)
    if (refused) return refused
    return await inside(principal, async (tx) => {
      const id = newId()
      const authSealed = await room.secrets.seal(tx, placeOf.auth(id), keys.auth)
      await forgetEndpoint(tx, endpoint)
      await savePushSubscription(tx, { id, memberId, endpoint, p256dh: keys.p256dh, authSealed, device })
      const added = (await listDevices(tx, memberId)).find((one) => one.id === id)
      return added ?? refuse('not_found')
    })
  })
  door(doors, operations.removePushSubscription, async ({ principal, params }) => {
    const { memberId } = principal
    const removed =
      memberId !== null &&
      (await inside(principal, (tx) => removePushSubscription(tx, memberId, params.pushSubscriptionId)))
    return removed ? undefined : refuse('not_found')
  })
}
