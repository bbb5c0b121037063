import type { Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { patience } from '../patience.ts'
import { housekeeping, InboxDesk } from './inbox-desk.ts'

// What a person relies on who answers all day: nothing written is lost, nothing jumps away, everything is at hand.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

test('a filter, a search and a number stay while conversations are opened', async () => {
  const inga = await desk.guest('Inga Filter', housekeeping)
  await inga.write({ body: 'Is there a helipad on the roof?' })
  await desk.openInbox()
  await desk.list().getByText(inga.name).waitFor()
  await desk.page.getByRole('button', { name: /^Waiting/ }).click()
  await desk.openThread(inga)
  const waiting = desk.page.getByRole('button', { name: /^Waiting/ })
  await expect.poll(() => waiting.getAttribute('aria-pressed')).toBe('true')

  await desk.page.getByRole('button', { name: /^All/ }).click()
  await desk.list().getByText('Bruno Keller').waitFor()
  await desk.page.getByRole('combobox', { name: 'Number' }).click()
  await desk.page.getByRole('option', { name: /\+12025550102/ }).click()
  await desk.list().getByText('Bruno Keller').waitFor({ state: 'hidden' })
  await desk.list().getByText(inga.name).waitFor()
})

test('arrows walk through the list and Enter opens; t takes over, r writes, n notes, ? helps', async () => {
  const one = await desk.guest('Keyed One')
  const two = await desk.guest('Keyed Two')
  for (const each of [one, two]) {
    await each.write({ body: 'When is breakfast?' })
    await expect.poll(() => desk.hub.simulator.messages(each.address), patience).toHaveLength(2)
  }
  await desk.openInbox()
  await desk.list().getByRole('listitem').first().getByText(two.name).waitFor()
  await desk.page.getByRole('textbox', { name: 'Search name, number or word' }).focus()
  await desk.page.keyboard.press('ArrowDown')
  await desk.page.keyboard.press('ArrowDown')
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('heading', { level: 1, name: one.name }).waitFor()
  await desk.page.keyboard.press('k')
  await desk.page.getByRole('heading', { level: 1, name: two.name }).waitFor()
  await desk.page.keyboard.press('t')
  await desk.page.getByText('You answer').waitFor()
  await desk.page.keyboard.press('n')
  await desk.page.keyboard.type('Paid in cash')
  await desk.page.keyboard.press('Enter')
  await desk.bubble('Paid in cash').getByText('Note by Marta Aurora').waitFor()
  await desk.page.keyboard.press('Escape')
  await desk.page.keyboard.press('r')
  await desk.page.keyboard.type('Right behind the house.')
  await expect.poll(() => desk.field().inputValue()).toBe('Right behind the house.')
  await desk.field().blur()
  await desk.page.keyboard.press('Shift+?')
  await desk.page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
})

test('while the agent answers nobody sends by accident; what was written stays for later', async () => {
  const inga = await desk.guest('Inga Held')
  const other = await desk.guest('Otto Other')
  await inga.write({ body: 'When is breakfast?' })
  await other.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  await desk.page.getByText('Take over to answer').waitFor()
  await desk.field().fill('At seven.')
  await desk.field().press('Enter')
  await expect.poll(() => desk.send().isDisabled()).toBe(true)
  await desk.openThread(other)
  await expect.poll(() => desk.field().inputValue()).toBe('')
  await desk.page.reload()
  await desk.openThread(inga)
  await expect.poll(() => desk.field().inputValue()).toBe('At seven.')
  await desk.takeOver()
  await desk.field().press('Enter')
  await desk.ticks('At seven.', /Sent|Delivered/).waitFor()
  await expect.poll(() => desk.field().inputValue()).toBe('')
})

test('a message is shown at once; what did not get through is given back, and goes out once', async () => {
  const inga = await desk.guest('Inga Lost')
  await inga.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  await desk.takeOver()
  const keys: string[] = []
  let way: 'hold' | 'lose' | 'pass' = 'hold'
  let letGo: () => void = () => undefined
  const held = new Promise<void>((done) => (letGo = done))
  await desk.page.route('**/api/v1/messages', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (way === 'hold') await held
    if (way === 'lose') {
      await route.fetch()
      return await route.abort()
    }
    await route.continue()
  })
  await desk.field().fill('From seven to ten.')
  await desk.field().press('Enter')
  await desk.bubble('From seven to ten.').getByRole('img', { name: 'Queued' }).waitFor()
  await expect.poll(() => desk.field().inputValue()).toBe('')
  way = 'pass'
  letGo()
  await desk.ticks('From seven to ten.', /Sent|Delivered/).waitFor()
  await expect.poll(() => desk.bubble('From seven to ten.').count()).toBe(1)

  // The server has it, the answer is lost on the way back.
  way = 'lose'
  await desk.page.locator('input[type=file]').setInputFiles({
    name: 'plan.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
  })
  await desk.field().fill('Here is the plan.')
  await desk.send().click()
  await desk.page.getByRole('alert').waitFor()
  await expect.poll(() => desk.field().inputValue()).toBe('Here is the plan.')
  way = 'pass'
  await desk.send().click()
  await desk.page.getByRole('alert').waitFor({ state: 'hidden' })
  await desk.ticks('Here is the plan.', /Sent|Delivered/).waitFor()
  expect(keys[2]).toBe(keys[1])
  // The tick of "sent" comes before the phone has it.
  const received = async () =>
    (await desk.hub.simulator.messages(inga.address)).filter(({ body }) => body === 'Here is the plan.')
      .length
  await expect.poll(received, patience).toBe(1)
})

test('what happens while the news are not heard yet is on the page once they are', async () => {
  await desk.openInbox()
  let letGo: () => void = () => undefined
  const held = new Promise<void>((done) => (letGo = done))
  await desk.page.route('**/api/v1/live', async (route) => {
    await held
    await route.continue()
  })
  await desk.page.reload()
  await desk.list().getByText('Bruno Keller').waitFor()
  const inga = await desk.guest('Inga Between')
  await inga.write({ body: 'When is breakfast?' })
  const answered = async () =>
    (await desk.hub.simulator.messages(inga.address)).map(({ direction, status }) => `${direction} ${status}`)
  await expect.poll(answered, patience).toContain('in delivered')
  expect(await desk.list().getByText(inga.name).count()).toBe(0)
  letGo()
  await desk.list().getByText(inga.name).waitFor()
})

test('a refused message comes back with its reason and can be sent once that is gone', async () => {
  const inga = await desk.guest('Inga Stop')
  await inga.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  const asked = new Set<Request>()
  desk.page.on('request', (request) => asked.add(request))
  desk.page.on('requestfinished', (request) => asked.delete(request))
  desk.page.on('requestfailed', (request) => asked.delete(request))
  await desk.takeOver()
  // The page does not hear of the STOP in time, nor from an answer that is still on its way.
  let deaf = true
  await desk.page.route('**/api/v1/conversations/**', (route) => (deaf ? route.abort() : route.continue()))
  const ofThreads = () => [...asked].filter((request) => request.url().includes('/api/v1/conversations/'))
  await expect.poll(() => ofThreads().length, patience).toBe(0)
  await inga.write({ body: 'STOP' })
  await expect.poll(async () => (await desk.conversationOf(inga))?.optedOut, patience).toBe(true)
  await desk.field().fill('See you at seven.')
  await desk.send().click()
  await desk.page
    .getByRole('alert')
    .getByText(/opted out/i)
    .first()
    .waitFor()
  await expect.poll(() => desk.field().inputValue()).toBe('See you at seven.')
  await expect.poll(() => desk.bubble('See you at seven.').count()).toBe(0)
  deaf = false
  await inga.write({ body: 'START' })
  await desk.bubble('START').last().waitFor()
  await desk.send().click()
  await desk.ticks('See you at seven.', /Sent|Delivered/).waitFor()
})

test('a thread opens at its end, stays there, and keeps still for those who read further up', async () => {
  const inga = await desk.guest('Inga Long')
  for (let n = 1; n <= 70; n += 1) await inga.write({ body: `Line ${n} of a long story` })
  // All of them are in, so that the page begins with the last fifty.
  await expect
    .poll(async () => {
      const conversationId = (await desk.conversationOf(inga))?.id
      if (conversationId === undefined) return []
      const params = { path: { conversationId } }
      const { data } = await desk.session.api.GET('/api/v1/conversations/{conversationId}/messages', {
        params,
      })
      return data!.items.map(({ body }) => body)
    })
    .toContain('Line 70 of a long story')
  await desk.openInbox({ viewport: { width: 1400, height: 600 } })
  await desk.openThread(inga)
  await desk.bubble('Line 70 of').waitFor()
  const inView = (text: string) =>
    expect.poll(async () => {
      const box = await desk.bubble(text).first().boundingBox()
      return box !== null && box.y + box.height > 110 && box.y < 480
    }, patience)
  await inView('Line 70 of').toBe(true)
  // On a phone the composer is higher, and comes when the messages are there already.
  await desk.page.setViewportSize({ width: 390, height: 844 })
  await desk.page.reload()
  await desk.bubble('Line 70 of').waitFor()
  await desk.page.waitForLoadState('networkidle')
  expect(await desk.page.evaluate(toItsEnd)).toBeLessThan(2)
  await desk.page.setViewportSize({ width: 1400, height: 600 })
  await inga.write({ body: `Tall ${'\n.'.repeat(18)} end` })
  await desk.bubble('Tall').waitFor()
  const bottom = async () => {
    // The agent's answer may have come below it.
    const last = await desk.log().getByRole('listitem').last().boundingBox()
    const composer = await desk.field().boundingBox()
    return Math.abs((composer?.y ?? 0) - (last?.y ?? 0) - (last?.height ?? 0))
  }
  await expect.poll(bottom, patience).toBeLessThan(120)

  const older = desk.page.getByRole('button', { name: 'Older messages' })
  await older.scrollIntoViewIfNeeded()
  const before = await desk.bubble('Line 40 of').boundingBox()
  expect(before).not.toBe(null)
  await older.click()
  await desk.bubble('Line 1 of a').waitFor({ state: 'attached' })
  await expect
    .poll(async () => {
      const after = await desk.bubble('Line 40 of').boundingBox()
      return Math.abs((after?.y ?? 0) - (before?.y ?? 0))
    })
    .toBeLessThan(60)

  await inga.write({ body: 'The newest of all' })
  await desk.page.getByRole('button', { name: 'New messages' }).click()
  await inView('The newest of all').toBe(true)
})

test('everything WhatsApp carries is shown: cards, places, choices, ads, forwards, quotes, pictures', async () => {
  const inga = await desk.guest('Inga Rich')
  const first = await inga.write({ body: 'The very first message' })
  for (let n = 1; n <= 25; n += 1) await inga.write({ body: `Filling ${n}` })
  await inga.write({ contacts: [{ name: 'Doctor Who', phone: '+12025550999' }] })
  const place = await inga.write({ location: { latitude: 38.7, longitude: -9.1, label: 'Airport' } })
  await inga.write({ body: 'Seen your ad', referral: { headline: 'Summer offer', source_type: 'ad' } })
  await inga.write({ body: 'Passed on', forwarded: true })
  await inga.write({ list: { id: 'row-7', title: 'Late checkout' } })
  await inga.write({ media: { content_type: 'image/png', base64: pixel } })
  await inga.write({ body: 'Meet me there', reply_to: place.sid })
  await inga.write({ body: 'About this one', reply_to: first.sid })
  await desk.openInbox()
  await desk.openThread(inga)
  await desk.bubble('Doctor Who').getByRole('link', { name: '+12025550999' }).waitFor()
  await desk.bubble('Airport').first().waitFor()
  await desk.bubble('Summer offer').waitFor()
  await desk.bubble('Passed on').getByText('Forwarded').waitFor()
  await desk.bubble('row-7').waitFor()
  await desk
    .bubble('Meet me there')
    .getByRole('button', { name: 'Go to the quoted message: Airport' })
    .waitFor()
  await desk.log().getByRole('button', { name: 'Picture' }).focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('dialog').getByRole('img', { name: 'Picture' }).waitFor()
  await desk.page.keyboard.press('Escape')
  await desk.bubble('About this one').getByRole('button', { name: /Go to/ }).click()
  const target = desk
    .log()
    .getByRole('listitem')
    .filter({ hasText: /^The very first message/ })
  await expect
    .poll(async () => {
      const box = await target.first().boundingBox()
      return box !== null && box.y > 60 && box.y < 860
    })
    .toBe(true)
  expect(await desk.seriousFaults()).toEqual([])
})

/** How far the thread is from its end, in pixels. */
const toItsEnd = `(() => {
  const thread = document.querySelector('[role=log]').closest('[tabindex="0"]')
  return thread.scrollHeight - thread.scrollTop - thread.clientHeight
})()`

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

test('the panel tells what happens while it happens, and names the owner', async () => {
  const inga = await desk.guest('Inga Panel')
  await inga.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  const panel = desk.page.getByRole('complementary', { name: 'Contact' })
  await panel.getByText('First contact').waitFor()
  await desk.takeOver()
  await panel.getByText('Marta Aurora took over').waitFor()
  await panel.getByRole('combobox', { name: 'Owner' }).click()
  await desk.page.getByRole('option', { name: 'Marta Aurora' }).click()
  await panel.getByText('Marta Aurora changed the owner').waitFor()
  await panel.getByRole('link', { name: 'Whole record' }).click()
  // What comes in above the form pushes it down, away from a list that is open.
  for (const name of ['Consent', 'Leads', 'Digital twin'])
    await desk.page.getByRole('heading', { name, exact: true }).waitFor()
  await desk.page.getByRole('combobox', { name: 'Language' }).fill('Turk')
  await desk.page.getByRole('option', { name: 'Turkish' }).click()
  await desk.page.getByRole('button', { name: 'Save' }).click()
  await desk.page
    .getByRole('definition')
    .filter({ hasText: /^Turkish$/ })
    .waitFor()
  expect(await desk.seriousFaults()).toEqual([])
})
