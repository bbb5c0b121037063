import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub } from '../hub.ts'
import { password } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { type Session, signIn } from '../world/session.ts'

// What a person relies on who answers all day: nothing written is lost, nothing jumps away, everything is at hand.

const frontDesk = 'whatsapp:+12025550101'
const housekeeping = 'whatsapp:+12025550102'

let hub: Hub
let browser: Browser
let context: BrowserContext
let page: Page
let session: Session
let guests = 0

beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hub?.[Symbol.asyncDispose]()
})
afterEach(async () => {
  await control('DELETE', '/faults')
  await context?.close()
})

const list = () => page.getByRole('list', { name: 'Conversations' })
const log = () => page.getByRole('log', { name: 'Messages' })
const field = () => page.getByRole('textbox', { name: 'Message', exact: true })
const send = () => page.getByRole('button', { name: 'Send', exact: true })

async function openInbox(size = { width: 1400, height: 860 }) {
  context = await browser.newContext({ viewport: size, locale: 'en-US' })
  page = await context.newPage()
  page.setDefaultTimeout(8000)
  await page.goto(hub.url)
  await page.getByRole('textbox', { name: 'E-mail' }).fill('owner@aurora.test')
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${hub.url}/`)
  await page.goto(`${hub.url}/inbox`)
}

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : await answer.json()
}

interface Guest {
  name: string
  address: string
  write(wish: object): Promise<{ sid: string }>
}

/** Someone nobody has heard of yet, with a phone. */
async function guest(name: string, to = frontDesk): Promise<Guest> {
  guests += 1
  const address = `whatsapp:+4915770000${String(guests).padStart(3, '0')}`
  await hub.simulator.addPhone({ address, profile_name: name })
  const at = `/phones/${encodeURIComponent(address)}/messages`
  return {
    name,
    address,
    write: async (wish) => (await control('POST', at, { to, ...wish })) as { sid: string },
  }
}

const conversationOf = async ({ address }: Guest) =>
  expect.poll(
    async () => {
      const { data } = await session.api.GET('/api/v1/conversations', {
        params: { query: { search: address.slice(9) } },
      })
      return data?.items[0]?.id ?? null
    },
    { timeout: 8000 },
  )

/** The guest's thread, open in the browser. */
async function openThread({ name }: Guest) {
  await list().getByText(name).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function takeOver() {
  await page.getByRole('button', { name: 'Take over' }).click()
  await page.getByText('You answer').waitFor()
}

const bubble = (text: string) => log().getByRole('listitem').filter({ hasText: text })

const seriousFaults = async () =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)

test('a filter, a search and a number stay while conversations are opened', async () => {
  const inga = await guest('Inga Filter', housekeeping)
  await inga.write({ body: 'Is there a helipad on the roof?' })
  await openInbox()
  await list().getByText(inga.name).waitFor()
  await page.getByRole('button', { name: /^Waiting/ }).click()
  await openThread(inga)
  expect(await page.getByRole('button', { name: /^Waiting/ }).getAttribute('aria-pressed')).toBe('true')

  await page.getByRole('button', { name: /^All/ }).click()
  await list().getByText('Bruno Keller').waitFor()
  await page.getByRole('combobox', { name: 'Number' }).click()
  await page.getByRole('option', { name: /\+12025550102/ }).click()
  await list().getByText('Bruno Keller').waitFor({ state: 'hidden' })
  await list().getByText(inga.name).waitFor()
})

test('arrows walk through the list and Enter opens; t takes over, r writes, n notes, ? helps', async () => {
  const one = await guest('Keyed One')
  const two = await guest('Keyed Two')
  for (const each of [one, two]) {
    await each.write({ body: 'When is breakfast?' })
    await expect.poll(() => hub.simulator.messages(each.address), { timeout: 8000 }).toHaveLength(2)
  }
  await openInbox()
  await list().getByRole('listitem').first().getByText(two.name).waitFor()
  await page.getByRole('textbox', { name: 'Search name, number or word' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: one.name }).waitFor()
  await page.keyboard.press('k')
  await page.getByRole('heading', { level: 1, name: two.name }).waitFor()
  await page.keyboard.press('t')
  await page.getByText('You answer').waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('Paid in cash')
  await page.keyboard.press('Enter')
  await bubble('Paid in cash').getByText('Note by Marta Aurora').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await page.keyboard.type('Right behind the house.')
  expect(await field().inputValue()).toBe('Right behind the house.')
  await field().blur()
  await page.keyboard.press('Shift+?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  expect(await seriousFaults()).toEqual([])
})

test('while the agent answers nobody sends by accident; what was written stays for later', async () => {
  const inga = await guest('Inga Held')
  const other = await guest('Otto Other')
  await inga.write({ body: 'When is breakfast?' })
  await other.write({ body: 'When is breakfast?' })
  await openInbox()
  await openThread(inga)
  await page.getByText('Take over to answer').waitFor()
  await field().fill('At seven.')
  await field().press('Enter')
  expect(await send().isDisabled()).toBe(true)
  await openThread(other)
  expect(await field().inputValue()).toBe('')
  await page.reload()
  await openThread(inga)
  expect(await field().inputValue()).toBe('At seven.')
  await takeOver()
  await field().press('Enter')
  await bubble('At seven.')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor()
  expect(await field().inputValue()).toBe('')
})

test('a message is shown at once; what did not get through is given back, and goes out once', async () => {
  const inga = await guest('Inga Lost')
  await inga.write({ body: 'When is breakfast?' })
  await openInbox()
  await openThread(inga)
  await takeOver()
  const keys: string[] = []
  let way: 'hold' | 'lose' | 'pass' = 'hold'
  let letGo: () => void = () => undefined
  const held = new Promise<void>((done) => (letGo = done))
  await page.route('**/api/v1/messages', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (way === 'hold') await held
    if (way === 'lose') {
      await route.fetch()
      return await route.abort()
    }
    await route.continue()
  })
  await field().fill('From seven to ten.')
  await field().press('Enter')
  await bubble('From seven to ten.').getByRole('img', { name: 'Queued' }).waitFor()
  expect(await field().inputValue()).toBe('')
  way = 'pass'
  letGo()
  await bubble('From seven to ten.')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor()
  expect(await bubble('From seven to ten.').count()).toBe(1)

  // The server has it, the answer is lost on the way back.
  way = 'lose'
  await page.locator('input[type=file]').setInputFiles({
    name: 'plan.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
  })
  await field().fill('Here is the plan.')
  await send().click()
  await page.getByRole('alert').waitFor()
  expect(await field().inputValue()).toBe('Here is the plan.')
  way = 'pass'
  await send().click()
  await page.getByRole('alert').waitFor({ state: 'hidden' })
  await bubble('Here is the plan.')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor()
  expect(keys[2]).toBe(keys[1])
  const received = await hub.simulator.messages(inga.address)
  expect(received.filter(({ body }) => body === 'Here is the plan.').length).toBe(1)
})

test('a refused message comes back with its reason and can be sent once that is gone', async () => {
  const inga = await guest('Inga Stop')
  await inga.write({ body: 'When is breakfast?' })
  await openInbox()
  await openThread(inga)
  await takeOver()
  // The page does not hear of the STOP in time.
  let deaf = true
  await page.route('**/api/v1/conversations/*', (route) => (deaf ? route.abort() : route.continue()))
  await inga.write({ body: 'STOP' })
  await expect
    .poll(
      async () => {
        const { data } = await session.api.GET('/api/v1/conversations', {
          params: { query: { search: inga.address.slice(9) } },
        })
        return data?.items[0]?.optedOut
      },
      { timeout: 8000 },
    )
    .toBe(true)
  await field().fill('See you at seven.')
  await send().click()
  await page
    .getByRole('alert')
    .getByText(/opted out/i)
    .first()
    .waitFor()
  expect(await field().inputValue()).toBe('See you at seven.')
  expect(await bubble('See you at seven.').count()).toBe(0)
  deaf = false
  await inga.write({ body: 'START' })
  await bubble('START').waitFor()
  await send().click()
  await bubble('See you at seven.')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor()
})

test('a thread opens at its end, stays there, and keeps still for those who read further up', async () => {
  const inga = await guest('Inga Long')
  for (let n = 1; n <= 70; n += 1) await inga.write({ body: `Line ${n} of a long story` })
  await (await conversationOf(inga)).not.toBe(null)
  await openInbox({ width: 1400, height: 600 })
  await openThread(inga)
  await bubble('Line 70 of').waitFor()
  const inView = (text: string) =>
    expect.poll(
      async () => {
        const box = await bubble(text).first().boundingBox()
        return box !== null && box.y + box.height > 110 && box.y < 480
      },
      { timeout: 8000 },
    )
  await inView('Line 70 of').toBe(true)
  await inga.write({ body: `Tall ${'\n.'.repeat(18)} end` })
  await bubble('Tall').waitFor()
  const bottom = async () => {
    const [last, composer] = [await bubble('Tall').boundingBox(), await field().boundingBox()]
    return Math.abs((composer?.y ?? 0) - (last?.y ?? 0) - (last?.height ?? 0))
  }
  await expect.poll(bottom, { timeout: 8000 }).toBeLessThan(120)

  const older = page.getByRole('button', { name: 'Older messages' })
  await older.scrollIntoViewIfNeeded()
  const before = await bubble('Line 40 of').boundingBox()
  expect(before).not.toBe(null)
  await older.click()
  await bubble('Line 1 of a').waitFor({ state: 'attached' })
  const after = await bubble('Line 40 of').boundingBox()
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(60)

  await inga.write({ body: 'The newest of all' })
  await page.getByRole('button', { name: 'New messages' }).click()
  await inView('The newest of all').toBe(true)
})

test('everything WhatsApp carries is shown: cards, places, choices, ads, forwards, quotes, pictures', async () => {
  const inga = await guest('Inga Rich')
  const first = await inga.write({ body: 'The very first message' })
  for (let n = 1; n <= 25; n += 1) await inga.write({ body: `Filling ${n}` })
  await inga.write({ contacts: [{ name: 'Doctor Who', phone: '+12025550999' }] })
  await inga.write({ location: { latitude: 38.7, longitude: -9.1, label: 'Airport' } })
  await inga.write({ body: 'Seen your ad', referral: { headline: 'Summer offer', source_type: 'ad' } })
  await inga.write({ body: 'Passed on', forwarded: true })
  await inga.write({ list: { id: 'row-7', title: 'Late checkout' } })
  await inga.write({ media: { content_type: 'image/png', base64: pixel } })
  await inga.write({ body: 'About this one', reply_to: first.sid })
  await openInbox()
  await openThread(inga)
  await bubble('Doctor Who').getByRole('link', { name: '+12025550999' }).waitFor()
  await bubble('Airport').waitFor()
  await bubble('Summer offer').waitFor()
  await bubble('Passed on').getByText('Forwarded').waitFor()
  await bubble('row-7').waitFor()
  await log().getByRole('button', { name: 'Picture' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('img', { name: 'Picture' }).waitFor()
  await page.keyboard.press('Escape')
  await bubble('About this one').getByRole('button', { name: /Go to/ }).click()
  const target = log()
    .getByRole('listitem')
    .filter({ hasText: /^The very first message/ })
  await expect
    .poll(async () => {
      const box = await target.first().boundingBox()
      return box !== null && box.y > 60 && box.y < 860
    })
    .toBe(true)
  expect(await seriousFaults()).toEqual([])
})

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

test('what went wrong says why and what to do; many at once are settled at once', async () => {
  const inga = await guest('Inga Failed')
  await inga.write({ body: 'When is breakfast?' })
  await openInbox()
  await openThread(inga)
  await takeOver()
  await control('PUT', '/faults', {
    match: { method: 'POST', path: '/Messages', to: inga.address },
    effect: { 'async-error': { code: 63003 } },
    times: 2,
  })
  for (const text of ['First try', 'Second try']) {
    await field().fill(text)
    await field().press('Enter')
    await bubble(text)
      .getByRole('img', { name: /Failed|Not delivered/ })
      .waitFor()
    await bubble(text).getByRole('button', { name: 'Send again' }).waitFor()
  }
  await page.getByRole('button', { name: /^Needs attention/ }).click()
  await list().getByText(inga.name).waitFor()
  await page.getByRole('button', { name: 'Send all again' }).click()
  await page.getByText(/sent again/).waitFor()
  await bubble('First try')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor()
  await bubble('Second try')
    .getByRole('img', { name: /Sent|Delivered/ })
    .waitFor()
  await list().getByText(inga.name).waitFor({ state: 'hidden' })
})

test('the panel tells what happens while it happens, and names the owner', async () => {
  const inga = await guest('Inga Panel')
  await inga.write({ body: 'When is breakfast?' })
  await openInbox()
  await openThread(inga)
  const panel = page.getByRole('complementary', { name: 'Contact' })
  await panel.getByText('First contact').waitFor()
  await takeOver()
  await panel.getByText('Marta Aurora took over').waitFor()
  await panel.getByRole('combobox', { name: 'Owner' }).click()
  await page.getByRole('option', { name: 'Marta Aurora' }).click()
  await panel.getByText('Marta Aurora changed the owner').waitFor()
  await panel.getByRole('link', { name: 'Whole record' }).click()
  await page.getByRole('combobox', { name: 'Language' }).fill('Germ')
  await page.getByRole('option', { name: 'German' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByRole('definition')
    .filter({ hasText: /^German$/ })
    .waitFor()
  expect(await seriousFaults()).toEqual([])
})

test('the composer locks by itself when the window closes', async () => {
  const inga = await guest('Inga Late')
  await inga.write({ body: 'When is breakfast?' })
  await openInbox()
  await openThread(inga)
  await takeOver()
  await hub.simulator.advanceClock(25 * 3600)
  await page.getByText('The 24-hour window is closed').waitFor({ timeout: 25_000 })
  expect(await field().isDisabled()).toBe(true)
  await inga.write({ body: 'Still there?' })
  await page.getByText('The 24-hour window is closed').waitFor({ state: 'hidden' })
  await page.getByText(/(23 h 59|24 h 0) min left/).waitFor()
}, 60_000)
