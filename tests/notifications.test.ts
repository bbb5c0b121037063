import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { notify } from '../server/activities/notify.ts'
import { readNotifications } from '../server/activities/read-notifications.ts'
import type { Way } from '../server/notifications/delivery.ts'
import type { Kind } from '../server/notifications/kinds.ts'
import { noteMail } from '../server/notifications/mail-off.ts'
import { newSecret } from '../server/notifications/outgoing-webhook.ts'
import {
  insertOutgoingWebhook,
  listOutgoingWebhooks,
} from '../server/notifications/outgoing-webhook-store.ts'
import { prepareLetters } from '../server/notifications/prepare-letters.ts'
import { openMailer } from '../server/notifications/post-mail.ts'
import { pushThrough } from '../server/notifications/post-push.ts'
import { webhookThrough } from '../server/notifications/post-webhook.ts'
import { unchosen } from '../server/notifications/preference.ts'
import { savePreference, saveShowsText } from '../server/notifications/preference-store.ts'
import { listPushSubscriptions, savePushSubscription } from '../server/notifications/push-store.ts'
import type { NotificationRoom } from '../server/notifications/room.ts'
import { sendDeliveries } from '../server/notifications/send-deliveries.ts'
import { placeOf } from '../server/notifications/targets.ts'
import { openVapid, rewrapVapid } from '../server/notifications/vapid.ts'
import { openEgress } from '../server/platform/egress.ts'
import { newId } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import type { SecretKeys } from '../server/platform/secret-keys.ts'
import { openSecrets } from '../server/platform/secrets.ts'
import { describeNotifications } from '../server/views/notifications.ts'
import { type AnsweringServer, startAnsweringServer } from './answering-server.ts'
import { ana, bruno, type Desk, type DeskOrganization, minutes, openDesk, type Place } from './desk.ts'
import { decodeQuoted, type MailServer, startMailServer } from './mail-server.ts'
import { openBrowserEnd, type PushService, startPushService, vapidClaims } from './push-service.ts'
import { asOwner } from './rows.ts'

// What is told beside the app, over real SMTP and HTTP, to servers that keep what they were given.

const keys: SecretKeys = [{ id: 'first', key: randomBytes(32) }]
const secrets = openSecrets(keys)
const publicUrl = 'https://desk.parley.test'
let desk: Desk
let mail: MailServer
let push: PushService
let chat: AnsweringServer
let room: NotificationRoom
let log: string[]
const egress = openEgress(['127.0.0.0/8'])
/** Everything of the organization that was told its administrators about a webhook given up. */
let givenUp: { id: string; name: string }[]

beforeAll(async () => {
  desk = await openDesk()
  mail = await startMailServer()
  push = await startPushService()
  chat = await startAnsweringServer()
  const vapid = openVapid(desk.database, keys)
  room = {
    database: desk.database,
    clock: desk.clock,
    log: openLog({ level: 'debug', write: (line) => void log.push(line) }),
    secrets,
    publicUrl,
    mailer: openMailer({ url: mail.url, from: 'Parley <desk@parley.test>', publicUrl }),
    vapid,
    postPush: pushThrough(egress, vapid, publicUrl),
    postWebhook: webhookThrough(egress),
    describe: describeNotifications,
    organizationName: async () => 'Hotel Aurora',
    checkAddress: () => null,
    tellGivenUp: async (_tx, webhook) => void givenUp.push(webhook),
  }
})
afterAll(async () => {
  room.mailer?.close()
  await egress.close()
  for (const each of [mail, push, chat, desk]) await each[Symbol.asyncDispose]()
})

let aurora: DeskOrganization
let place: Place
let nils: string
beforeEach(async () => {
  mail.received = []
  mail.refuseWith = null
  push.pushed = []
  push.status = 201
  chat.asked.length = 0
  chat.answer = () => ({ body: 'ok', type: 'text/plain' })
  log = []
  givenUp = []
  aurora = await desk.newOrganization()
  place = await aurora.hears(ana, 'Ana', 'Is there a sauna?', minutes(1))
  nils = aurora.members.nils
})

const tell = (given: { to?: string[]; kind?: Kind; about?: Place | null } = {}) => {
  const { to = [nils], kind = 'reply', about = place } = given
  return aurora.inside((tx) => notify(tx, { memberIds: to, kind, ...about }))
}
/** Gathering, resting and waiting for the next try are over; quiet hours are not. */
const comeDue = () =>
  asOwner(desk.databaseUrl, (client) =>
    client.query("update notification_delivery set due_at = now() where state = 'waiting'"),
  )
/** The worker that held them is dead for long. */
const leasesEnd = () =>
  asOwner(desk.databaseUrl, (client) =>
    client.query(
      "update notification_delivery set lease_until = now() - interval '1 s' where state = 'sending'",
    ),
  )
const send = (way: Way) => sendDeliveries(room, aurora.organizationId, way)
const sendDue = async (way: Way) => {
  await comeDue()
  return await send(way)
}
const deliveries = (way: Way) =>
  aurora.inside((tx) =>
    tx.db
      .selectFrom('notificationDelivery')
      .select(['id', 'state', 'attempts', 'status', 'detail', 'targetId', 'dueAt'])
      .where('way', '=', way)
      .orderBy('id')
      .execute(),
  )
const prefer = (changes: Partial<typeof unchosen>, memberId = nils) =>
  aurora.inside((tx) => savePreference(tx, memberId, { ...unchosen, ...changes }))

let browsers = 0
async function subscribe(memberId = nils) {
  const browser = openBrowserEnd(push, `/push/${(browsers += 1)}`)
  const { endpoint, keys: own, device } = browser.subscription
  await aurora.inside(async (tx) => {
    const id = newId()
    const authSealed = await secrets.seal(tx, placeOf.auth(id), own.auth)
    await savePushSubscription(tx, { id, memberId, endpoint, p256dh: own.p256dh, authSealed, device })
  })
  return browser
}
async function addWebhook(kinds: Kind[] = ['reply']) {
  const id = newId()
  const secret = newSecret()
  await aurora.inside(async (tx) =>
    insertOutgoingWebhook(tx, id, {
      name: 'Team room',
      kinds,
      urlSealed: await secrets.seal(tx, placeOf.url(id), `${chat.url}/services/T0/secret-path`),
      addressHint: 'x',
      language: 'en',
      secretSealed: await secrets.seal(tx, placeOf.secret(id), secret),
    }),
  )
  return { id, secret }
}
const webhook = () => aurora.inside(async (tx) => (await listOutgoingWebhooks(tx))[0]!)

describe('mail', () => {
  test('waits while a burst gathers, and then is one', async () => {
    for (let n = 0; n < 5; n += 1) await tell()
    expect(await send('mail')).toBe(0)
    expect(await sendDue('mail')).toBe(1)
    expect(mail.received).toHaveLength(1)
    const [one] = mail.received
    expect(one!.header('subject')).toBe('Ana wrote 5 messages · Hotel Aurora')
    expect(one!.header('from')).toBe('Parley <desk@parley.test>')
    expect(one!.header('auto-submitted')).toBe('auto-generated')
    const [delivery] = await deliveries('mail')
    expect(one!.header('message-id')).toBe(`<${delivery!.id}@desk.parley.test>`)
    const text = decodeQuoted(one!.raw)
    expect(text).toContain(`${publicUrl}/inbox/${place.conversationId}`)
    expect(text).toContain('“Is there a sauna?”')
    expect(await deliveries('mail')).toMatchObject([{ state: 'sent', attempts: 1, status: 250 }])
  })

  test('what goes on about the same thing rests a while before the next', async () => {
    await tell()
    await sendDue('mail')
    await tell()
    const [, next] = await deliveries('mail')
    expect(next!.dueAt.getTime() - Date.now()).toBeGreaterThan(14 * 60_000)
  })

  test('several conversations are one mail', async () => {
    const other = await aurora.hears(bruno, 'Bruno', 'Bom dia', minutes(2))
    await tell()
    await tell({ about: other, kind: 'hand_over' })
    expect(await sendDue('mail')).toBe(1)
    expect(mail.received.map((one) => one.header('subject'))).toEqual(['2 things want you · Hotel Aurora'])
    expect(await deliveries('mail')).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
  })

  test('is in the language of each member', async () => {
    await prefer({ language: 'pt' })
    await tell({ to: [nils, aurora.members.marta] })
    expect(await sendDue('mail')).toBe(2)
    expect(mail.received.map((one) => one.header('subject')).sort()).toEqual([
      'Ana escreveu · Hotel Aurora',
      'Ana wrote · Hotel Aurora',
    ])
  })

  test('does not come when it was read in the app', async () => {
    await tell()
    await aurora.inside((tx) => readNotifications(tx, nils, null))
    expect(await sendDue('mail')).toBe(0)
    expect(await deliveries('mail')).toMatchObject([{ state: 'skipped', detail: 'read' }])
  })

  test('comes when there is more after it was read, while the first delivery waits still', async () => {
    await tell()
    await aurora.inside((tx) => readNotifications(tx, nils, null))
    await tell()
    expect(await sendDue('mail')).toBe(1)
    expect(mail.received).toHaveLength(1)
    expect(await deliveries('mail')).toMatchObject([{ state: 'sent' }])
  })

  test('does not come when the member wants none of this kind', async () => {
    await prefer({ choices: { reply: { mail: false, push: true } } })
    await tell()
    expect(await deliveries('mail')).toEqual([])
    await tell({ kind: 'hand_over' })
    expect(await deliveries('mail')).toHaveLength(1)
  })

  test('holds nothing the contact wrote when the organization says so', async () => {
    await aurora.inside((tx) => saveShowsText(tx, false))
    await tell()
    await sendDue('mail')
    expect(mail.received).toHaveLength(1)
    expect(decodeQuoted(mail.received[0]!.raw)).not.toContain('sauna')
  })

  test('waits through the member’s night, and then is one', async () => {
    // The desk's clock says one in the afternoon.
    await prefer({ timeZone: 'UTC', quiet: { from: 12 * 60, until: 14 * 60 } })
    await tell()
    expect(await sendDue('mail')).toBe(0)
    await tell()
    expect(await sendDue('mail')).toBe(0)
    expect(await deliveries('mail')).toMatchObject([{ state: 'waiting', attempts: 0 }])
    desk.clock.advance(3600)
    expect(await sendDue('mail')).toBe(1)
    expect(mail.received[0]!.header('subject')).toBe('Ana wrote 2 messages · Hotel Aurora')
    desk.clock.advance(-3600)
  })

  test('is tried again when the server says later, and not when it says never', async () => {
    mail.refuseWith = 451
    await tell()
    await sendDue('mail')
    expect(await deliveries('mail')).toMatchObject([{ state: 'waiting', attempts: 1, status: 451 }])
    mail.refuseWith = null
    expect(await send('mail')).toBe(0)
    await sendDue('mail')
    expect(await deliveries('mail')).toMatchObject([{ state: 'sent', attempts: 2 }])

    mail.refuseWith = 550
    await tell({ kind: 'hand_over' })
    await sendDue('mail')
    expect((await deliveries('mail'))[1]).toMatchObject({ state: 'failed', status: 550 })
  })

  test('ends after ten tries', async () => {
    mail.refuseWith = 451
    await tell()
    for (let n = 0; n < 12; n += 1) await sendDue('mail')
    expect(await deliveries('mail')).toMatchObject([{ state: 'failed', attempts: 10 }])
  })

  test('a worker that dies between sending and recording tells twice, never endlessly, under one mark', async () => {
    await tell()
    for (let n = 0; n < 12; n += 1) {
      await comeDue()
      await leasesEnd()
      // The server has it, and nobody writes down that it has.
      const letters = await aurora.inside((tx) => prepareLetters(room, tx, 'mail'))
      for (const letter of letters) expect(await letter.post()).toMatchObject({ how: 'sent' })
    }
    await leasesEnd()
    await send('mail')
    const marks = new Set(mail.received.map((one) => one.header('message-id')))
    expect([mail.received.length, marks.size]).toEqual([10, 1])
    expect(await deliveries('mail')).toMatchObject([{ state: 'skipped', detail: 'tried_too_often' }])
  })

  test('is not written where those who send have no mail server, and again once they have', async () => {
    await noteMail(desk.database, false)
    await tell()
    expect(await deliveries('mail')).toEqual([])
    await noteMail(desk.database, true)
    await tell()
    expect(await deliveries('mail')).toMatchObject([{ state: 'waiting' }])
  })

  test('what waits when the mail server is taken away is not tried', async () => {
    await tell()
    await comeDue()
    expect(await sendDeliveries({ ...room, mailer: null }, aurora.organizationId, 'mail')).toBe(0)
    expect(await deliveries('mail')).toMatchObject([{ state: 'skipped', detail: 'not_reachable' }])
  })
})

describe('push', () => {
  test('reaches the browser, which alone can read it, under our own signature', async () => {
    const browser = await subscribe()
    await tell()
    await tell()
    expect(await sendDue('push')).toBe(1)
    expect(push.pushed).toHaveLength(1)
    const [one] = push.pushed
    expect(one!.path).toBe(new URL(browser.subscription.endpoint).pathname)
    expect(one!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '43200' })
    expect(one!.body.toString('latin1')).not.toContain('sauna')
    expect(browser.read(one!)).toEqual({
      title: 'Ana wrote 2 messages',
      body: 'Is there a sauna?',
      path: `/inbox/${place.conversationId}`,
      tag: `reply:${place.conversationId}`,
    })
    const { claims, key } = vapidClaims(one!)
    expect(claims).toMatchObject({ aud: push.url, sub: publicUrl })
    expect(Number(claims['exp'])).toBeGreaterThan(Date.now() / 1000)
    expect(key).toBe((await room.vapid()).publicKey)
    expect(await deliveries('push')).toMatchObject([{ state: 'sent', status: 201 }])
  })

  test('reaches every browser of a member, and nobody else', async () => {
    await subscribe()
    await subscribe()
    await subscribe(aurora.members.marta)
    await tell()
    expect(await sendDue('push')).toBe(2)
  })

  test.each([404, 410])('a browser that is no more (%i) is forgotten', async (status) => {
    await subscribe()
    push.status = status
    await tell()
    await tell({ kind: 'hand_over' })
    await sendDue('push')
    expect(push.pushed).toHaveLength(1)
    expect(await aurora.inside((tx) => listPushSubscriptions(tx, { memberIds: [nils] }))).toEqual([])
    push.status = 201
    await tell({ kind: 'assigned' })
    expect(await sendDue('push')).toBe(0)
    expect(push.pushed).toHaveLength(1)
  })

  test('a push service that is overloaded is asked again, a few times', async () => {
    await subscribe()
    push.status = 503
    await tell()
    for (let n = 0; n < 7; n += 1) await sendDue('push')
    expect(push.pushed).toHaveLength(5)
    expect(await deliveries('push')).toMatchObject([{ state: 'failed', attempts: 5, status: 503 }])
  })

  test('keeps quiet at night', async () => {
    await subscribe()
    await prefer({ quiet: { from: 12 * 60, until: 14 * 60 } })
    await tell()
    expect(await sendDue('push')).toBe(0)
    expect(push.pushed).toEqual([])
  })

  test('who we are is made once, survives a restart and a rotation, and is sealed', async () => {
    const [first, again] = await Promise.all([room.vapid(), openVapid(desk.database, keys)()])
    expect(again).toEqual(first)
    const stored = () =>
      asOwner(desk.databaseUrl, async (client) => {
        const { rows } = await client.query<{ sealed: Buffer }>(
          'select private_sealed as sealed from push_identity',
        )
        return rows.map(({ sealed }) => sealed.toString('latin1'))
      })
    expect(await stored()).toHaveLength(1)
    expect((await stored())[0]).not.toContain(first.privateKey)
    const rotated: SecretKeys = [{ id: 'second', key: randomBytes(32) }, ...keys]
    expect(await rewrapVapid(desk.database, rotated)).toBe(true)
    expect(await openVapid(desk.database, [rotated[0]])()).toEqual(first)
    expect(await rewrapVapid(desk.database, [keys[0], rotated[0]])).toBe(true)
  })
})

describe('an outgoing webhook', () => {
  test('gets one line for a burst, however many members are told, signed', async () => {
    const { secret } = await addWebhook()
    for (let n = 0; n < 3; n += 1) await tell({ to: [nils, aurora.members.marta] })
    expect(await sendDue('webhook')).toBe(1)
    expect(chat.asked).toHaveLength(1)
    const [{ path, headers, body }] = chat.asked as [(typeof chat.asked)[number]]
    expect(path).toBe('/services/T0/secret-path')
    expect(JSON.parse(body)).toEqual({
      text: `Ana wrote 3 messages: “Is there a sauna?”\n${publicUrl}/inbox/${place.conversationId}`,
    })
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeTruthy()
    expect(() => new Webhook(newSecret()).verify(body, headers as Record<string, string>)).toThrow()
    expect(headers['webhook-id']).toBe((await deliveries('webhook'))[0]!.id)
  })

  test('gets only the kinds it was made for', async () => {
    await addWebhook(['hand_over'])
    await tell()
    expect(await sendDue('webhook')).toBe(0)
  })

  test('is told though the member has read it or sleeps', async () => {
    await addWebhook()
    await prefer({ quiet: { from: 12 * 60, until: 14 * 60 } })
    await tell()
    await aurora.inside((tx) => readNotifications(tx, nils, null))
    expect(await sendDue('webhook')).toBe(1)
  })

  test('is asked again under the same id, and what failed is forgotten once it works', async () => {
    await addWebhook()
    chat.answer = () => ({ status: 500, body: 'oops' })
    await tell()
    await sendDue('webhook')
    expect((await webhook()).failingSince).not.toBeNull()
    expect(await deliveries('webhook')).toMatchObject([
      { state: 'waiting', status: 500, detail: 'It answered 500' },
    ])
    chat.answer = () => ({ body: 'ok' })
    await sendDue('webhook')
    expect(chat.asked[1]!.headers['webhook-id']).toBe(chat.asked[0]!.headers['webhook-id'])
    expect((await webhook()).failingSince).toBeNull()
    expect(await deliveries('webhook')).toMatchObject([{ state: 'sent', attempts: 2 }])
  })

  test('that fails for three days is switched off, and administrators are told once', async () => {
    const { id } = await addWebhook()
    chat.answer = () => ({ status: 500, body: 'oops' })
    await tell()
    await sendDue('webhook')
    expect(await webhook()).toMatchObject({ enabled: true, gaveUpAt: null })
    await asOwner(desk.databaseUrl, (client) =>
      client.query("update outgoing_webhook set failing_since = now() - interval '3 days' where id = $1", [
        id,
      ]),
    )
    await sendDue('webhook')
    expect(await webhook()).toMatchObject({ enabled: false, gaveUpAt: expect.any(Date) })
    expect(givenUp).toEqual([{ id, name: 'Team room' }])
    expect(await deliveries('webhook')).toMatchObject([{ state: 'skipped', detail: 'switched_off' }])
    await tell({ kind: 'reply' })
    expect(await sendDue('webhook')).toBe(0)
  })

  test('that says it is gone is switched off at once', async () => {
    const { id } = await addWebhook()
    chat.answer = () => ({ status: 410, body: '' })
    await tell()
    await sendDue('webhook')
    expect(givenUp).toEqual([{ id, name: 'Team room' }])
    expect(await deliveries('webhook')).toMatchObject([{ state: 'failed', status: 410 }])
  })

  test('inside our network is not reached', async () => {
    await addWebhook()
    const guarded = openEgress([])
    await tell()
    await comeDue()
    await sendDeliveries({ ...room, postWebhook: webhookThrough(guarded) }, aurora.organizationId, 'webhook')
    expect(chat.asked).toEqual([])
    expect(await deliveries('webhook')).toMatchObject([
      { state: 'failed', detail: 'Its address is not allowed' },
    ])
    await guarded.close()
  })
})

test('no log line and no row holds a secret', async () => {
  const { secret } = await addWebhook()
  const browser = await subscribe()
  chat.answer = () => ({ status: 500, body: 'oops' })
  push.status = 503
  mail.refuseWith = 451
  await tell()
  for (const way of ['mail', 'push', 'webhook'] as const) await sendDue(way)
  expect(log.length).toBeGreaterThan(2)
  const rows = await asOwner(desk.databaseUrl, async (client) => {
    const { rows: found } = await client.query<{ text: string }>(
      `select d::text as text from notification_delivery d union all select w::text from outgoing_webhook w union all select s::text from push_subscription s`,
    )
    return found.map(({ text }) => text)
  })
  expect(rows.length).toBeGreaterThan(2)
  const said = [...log, ...rows].join('\n')
  const { auth } = browser.subscription.keys
  for (const hidden of ['p@ss word', 'p%40ss', 'secret-path', secret, secret.slice(6), auth]) {
    expect(said.includes(hidden), hidden).toBe(false)
    // Bytes are shown in hex.
    expect(said.includes(Buffer.from(hidden).toString('hex')), hidden).toBe(false)
  }
})
