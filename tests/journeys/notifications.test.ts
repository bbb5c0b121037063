import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnsweringServer, startAnsweringServer } from '../answering-server.ts'
import { type Hub, startHub, until } from '../hub.ts'
import { type MailServer, startMailServer } from '../mail-server.ts'
import { password } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { seriousFaults } from './serious-faults.ts'

// A member chooses how they are told, on a desk and on a phone; an owner has a chat room told. Mail and webhooks arrive for real.

let hub: Hub
let mail: MailServer
let room: AnsweringServer
let browser: Browser
beforeAll(async () => {
  mail = await startMailServer()
  room = await startAnsweringServer()
  room.answer = () => ({ body: 'ok', type: 'text/plain' })
  hub = await startHub({ SMTP_URL: mail.url, MAIL_FROM: 'Parley <desk@parley.test>' })
  await seedWorld(hub.url, hub.simulatorUrl)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
})
afterAll(async () => {
  await browser?.close()
  for (const each of [hub, mail, room]) await each?.[Symbol.asyncDispose]()
})

const desk = { viewport: { width: 1400, height: 900 }, locale: 'en-US' }
const phone = { viewport: { width: 390, height: 844 }, locale: 'en-US', hasTouch: true, isMobile: true }

async function enter(look: object): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(look)
  const answer = await context.request.post(`${hub.url}/api/auth/sign-in/email`, {
    data: { email: 'owner@aurora.test', password },
    headers: { origin: hub.url },
  })
  expect(answer.ok()).toBe(true)
  return { context, page: await context.newPage() }
}

interface Saved {
  kinds: { kind: string; mail: boolean }[]
  quietHours: { from: number } | null
}

/** Kept as a picture where PARLEY_PICTURES names a folder, to be looked at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PARLEY_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

test.each([
  ['a desk', desk],
  ['a phone', phone],
])('on %s a member chooses what they are told, and tries it', async (name, look) => {
  const { context, page } = await enter(look)
  await page.goto(`${hub.url}/settings?tab=notifications`)
  const saved = () =>
    context.request
      .get(`${hub.url}/api/v1/notification-preferences`)
      .then((answer) => answer.json() as Promise<Saved>)
  const byMail = page.getByRole('checkbox', { name: 'An agent asks for a person: E-mail' })
  const before = await byMail.isChecked()
  await byMail.click()
  await until(saved, ({ kinds }) => kinds.some((one) => one.kind === 'hand_over' && one.mail !== before))
  const atNight = page.getByRole('switch', { name: 'Keep quiet at night' })
  await atNight.click()
  await page.getByLabel('From', { exact: true }).fill('21:30')
  await page.getByLabel('From', { exact: true }).blur()
  await until(saved, ({ quietHours }) => quietHours?.from === 21 * 60 + 30)

  await page.reload()
  await byMail.waitFor()
  await expect.poll(() => byMail.isChecked()).toBe(!before)
  await expect.poll(() => page.getByLabel('From', { exact: true }).inputValue()).toBe('21:30')
  expect(await seriousFaults(page)).toEqual([])

  mail.received = []
  await page.getByRole('button', { name: 'Send a test by e-mail' }).click()
  await page.getByText('Sent. Look whether it arrived.').waitFor()
  // What guests of the demo world want may be told meanwhile.
  const tests = mail.received.filter((one) => one.header('subject').startsWith('A test'))
  expect(tests.map((one) => [one.to, one.header('subject')])).toEqual([
    [['owner@aurora.test'], 'A test from Parley · Hotel Aurora'],
  ])
  await picture(page, `notifications-${name.slice(2)}`)
  await atNight.click()
  await until(saved, ({ quietHours }) => quietHours === null)
  await context.close()
})

test('an owner has a chat room told, sees what was sent, and sends it again', async () => {
  const { context, page } = await enter(desk)
  await page.goto(`${hub.url}/settings?tab=webhooks`)
  await page.getByRole('button', { name: 'New outgoing webhook' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Front desk room')
  await dialog.getByLabel('Address').fill(`${room.url}/services/T0/B0/abcdefWXYZ`)
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('whsec_').waitFor()
  const card = page.getByRole('article', { name: 'Front desk room' })
  expect(await card.textContent()).not.toContain('services')
  await card.getByRole('button', { name: 'Send a test' }).click()
  await card.getByText('Sent · Test').waitFor()
  expect(room.asked.map(({ path }) => path)).toEqual(['/services/T0/B0/abcdefWXYZ'])
  await card.getByRole('button', { name: /Send again/ }).click()
  await until(
    async () => room.asked.length,
    (asked) => asked === 2,
  )
  expect(room.asked[1]!.headers['webhook-id']).toBe(room.asked[0]!.headers['webhook-id'])
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'webhooks-desk')
  await page.setViewportSize(phone.viewport)
  // The page is laid out anew some time after the window was made small.
  await expect
    .poll(async () => Number(await page.evaluate('document.documentElement.scrollWidth')))
    .toBeLessThanOrEqual(390)
  await picture(page, 'webhooks-phone')
  await context.close()
})

test('a guest who needs a person is told to the room', async () => {
  const guest = { address: 'whatsapp:+4915155550001', profile_name: 'Greta' }
  await hub.simulator.addPhone(guest)
  await hub.simulator.write(guest.address, 'whatsapp:+12025550101', 'Do you have a helicopter pad?')
  const told = await until(
    async () => room.asked.map(({ body }) => (JSON.parse(body) as { text: string }).text),
    (texts) => texts.some((text) => text.startsWith('Greta')),
  )
  expect(told.find((text) => text.startsWith('Greta'))).toMatch(
    /^Greta needs a person: “Do you have a helicopter pad\?”\nhttp:\/\/127\.0\.0\.1:\d+\/inbox\//,
  )
})

test('what is pushed is shown by the browser though no page asks for it', async () => {
  const { context, page } = await enter(desk)
  await context.grantPermissions(['notifications'], { origin: hub.url })
  await page.goto(`${hub.url}/settings?tab=notifications`)
  const devtools = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated')
      if (active) resolve(active.registrationId)
    }),
  )
  await devtools.send('ServiceWorker.enable')
  await page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => undefined)")
  const registrationId = await registered
  const data = JSON.stringify({ title: 'Ana wrote', body: 'Hello', path: '/inbox', tag: 'reply:1' })
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: hub.url, registrationId, data })
  const ask = `navigator.serviceWorker.ready.then((it) => it.getNotifications())
    .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, data })))`
  const shown = await until(
    async () => (await page.evaluate(ask)) as object[],
    (all) => all.length > 0,
  )
  expect(shown).toEqual([{ title: 'Ana wrote', body: 'Hello', tag: 'reply:1', data: { path: '/inbox' } }])
  await context.close()
})
