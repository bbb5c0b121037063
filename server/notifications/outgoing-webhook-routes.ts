import { notificationOperations as operations } from '@parley/contract/notifications.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import type { Principal } from '#platform/principal.ts'
import { refuse } from '#platform/refusal.ts'
import type { Kind } from './kinds.ts'
import {
  deleteLog,
  dropWaiting,
  findDelivery,
  insertTest,
  listDeliveries,
  replayDelivery,
} from './delivery-store.ts'
import { hintOf, newSecret, shapeWebhook } from './outgoing-webhook.ts'
import {
  changeOutgoingWebhook,
  deleteOutgoingWebhook,
  findOutgoingWebhook,
  insertOutgoingWebhook,
  listOutgoingWebhooks,
} from './outgoing-webhook-store.ts'
import { unchosen } from './preference.ts'
import { findPreference } from './preference-store.ts'
import type { NotificationRoom } from './room.ts'
import { placeOf } from './targets.ts'

export function outgoingWebhookRoutes(doors: Doors, room: NotificationRoom): void {
  const { secrets, checkAddress } = room
  const inside = <T>({ organizationId }: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act)
  const show = async (tx: Tx, id: string) => {
    const row = await findOutgoingWebhook(tx, id)
    return row ? shapeWebhook(row) : refuse('not_found')
  }

  door(doors, operations.listOutgoingWebhooks, ({ principal }) =>
    inside(principal, async (tx) => ({ items: (await listOutgoingWebhooks(tx)).map(shapeWebhook) })),
  )
  door(
    doors,
    operations.createOutgoingWebhook,
    async ({ principal, body: { name, url, kinds, language } }) => {
      const refused = checkAddress(url)
      if (refused) return refused
      const { memberId } = principal
      return await inside(principal, async (tx) => {
        const own = memberId === null ? unchosen : await findPreference(tx, memberId)
        const id = newId()
        const secret = newSecret()
        await insertOutgoingWebhook(tx, id, {
          name,
          kinds: distinct(kinds),
          language: language ?? own.language,
          ...(await sealUrl(room, tx, id, url)),
          secretSealed: await secrets.seal(tx, placeOf.secret(id), secret),
        })
        return await withSecret(tx, id, secret)
      })
    },
  )
  door(doors, operations.updateOutgoingWebhook, async ({ principal, params, body }) => {
    const { outgoingWebhookId: id } = params
    const { url, kinds, name, language, enabled } = body
    return await inside(principal, async (tx) => {
      if (!(await findOutgoingWebhook(tx, id))) return refuse('not_found')
      const refused = url === undefined ? null : checkAddress(url)
      if (refused) return refused
      await changeOutgoingWebhook(tx, id, {
        ...(name === undefined ? {} : { name }),
        ...(kinds === undefined ? {} : { kinds: distinct(kinds) }),
        ...(language === undefined ? {} : { language }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(url === undefined ? {} : await sealUrl(room, tx, id, url)),
      })
      if (enabled === false) await dropWaiting(tx, 'webhook', id, 'switched_off')
      publish(tx, { topic: 'outgoing_webhook', subjectId: id })
      return await show(tx, id)
    })
  })
  door(doors, operations.removeOutgoingWebhook, ({ principal, params: { outgoingWebhookId } }) =>
    inside(principal, async (tx) => {
      if (!(await deleteOutgoingWebhook(tx, outgoingWebhookId))) return refuse('not_found')
      await deleteLog(tx, outgoingWebhookId)
      return undefined
    }),
  )
  door(doors, operations.renewWebhookSecret, ({ principal, params: { outgoingWebhookId: id } }) =>
    inside(principal, async (tx) => {
      if (!(await findOutgoingWebhook(tx, id))) return refuse('not_found')
      const secret = newSecret()
      await changeOutgoingWebhook(tx, id, {
        secretSealed: await secrets.seal(tx, placeOf.secret(id), secret),
      })
      return await withSecret(tx, id, secret)
    }),
  )
  logDoors(doors, inside)
}

const distinct = (kinds: readonly Kind[]): Kind[] => [...new Set(kinds)]

async function withSecret(tx: Tx, id: string, secret: string) {
  const row = await findOutgoingWebhook(tx, id)
  return row ? { ...shapeWebhook(row), secret } : refuse('not_found')
}

const sealUrl = async ({ secrets }: NotificationRoom, tx: Tx, id: string, url: string) => ({
  urlSealed: await secrets.seal(tx, placeOf.url(id), url),
  addressHint: hintOf(url),
})

function logDoors(
  doors: Doors,
  inside: <T>(principal: Principal, act: (tx: Tx) => Promise<T>) => Promise<T>,
): void {
  const shown = async (tx: Tx, webhookId: string, id: string) => {
    const row = await findDelivery(tx, webhookId, id)
    return row ? shapeDelivery(row) : refuse('not_found')
  }
  door(doors, operations.testOutgoingWebhook, ({ principal, params: { outgoingWebhookId: id } }) =>
    inside(principal, async (tx) => {
      if (!(await findOutgoingWebhook(tx, id))) return refuse('not_found')
      return await shown(tx, id, await insertTest(tx, id))
    }),
  )
  door(doors, operations.listWebhookDeliveries, ({ principal, params, query }) =>
    inside(principal, async (tx) => {
      const { outgoingWebhookId: id } = params
      if (!(await findOutgoingWebhook(tx, id))) return refuse('not_found')
      return { items: (await listDeliveries(tx, id, query.limit)).map(shapeDelivery) }
    }),
  )
  door(doors, operations.replayWebhookDelivery, ({ principal, params }) =>
    inside(principal, async (tx) => {
      const { outgoingWebhookId, deliveryId } = params
      if (!(await findOutgoingWebhook(tx, outgoingWebhookId))) return refuse('not_found')
      await replayDelivery(tx, outgoingWebhookId, deliveryId)
      return await shown(tx, outgoingWebhookId, deliveryId)
    }),
  )
}

type Logged = NonNullable<Awaited<ReturnType<typeof findDelivery>>>
type State = 'waiting' | 'sending' | 'sent' | 'skipped' | 'failed'

const shapeDelivery = ({ dueAt, ...row }: Logged) => ({
  ...row,
  kind: row.kind as Kind | null,
  state: row.state as State,
  nextTryAt: row.state === 'waiting' ? dueAt : null,
})
