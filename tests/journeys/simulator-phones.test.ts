import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBrowser } from '../../scripts/browser.ts'
import { buildWhatChanged } from '../../scripts/build.ts'
import { startSimulator, type Simulator } from '../../simulator/app.ts'
import { patience } from '../patience.ts'
import { seriousFaults } from './serious-faults.ts'

const account = 'AC00000000000000000000000000000001'
const token = '00000000000000000000000000000001'
const desk = 'whatsapp:+12025550101'
const pace = { sent: 1, delivered: 1 }
const ana = 'whatsapp:+351912345678'

let browser: Browser
let simulator: Simulator
let receiver: Server
let context: BrowserContext
let page: Page
let faultsOfThePage: string[]

beforeAll(async () => {
  buildWhatChanged('simulator/phone')
  browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  simulator = await startSimulator({ port: 0, seed: 'phones', pace })
  receiver = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>')
  })
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready))
})

afterAll(async () => {
  await browser.close()
  await simulator[Symbol.asyncDispose]()
  receiver.closeAllConnections()
  receiver.close()
})

beforeEach(async () => {
  await control('POST', '/reset', {})
  const { port } = receiver.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/`
  await control('PUT', `/senders/${encodeURIComponent(desk)}`, {
    webhook: { callback_url: `${url}in`, status_callback_url: `${url}status` },
  })
  await openPage({ viewport: { width: 1280, height: 860 }, locale: 'en-GB' })
})

afterEach(async () => {
  await context.close()
  expect(faultsOfThePage).toEqual([])
})

test('a guest added by hand writes first, is answered, and taps a button', async () => {
  await page.getByRole('button', { name: 'Add a phone' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add a phone' })
  await dialog.getByLabel('Name', { exact: true }).fill('Ana Ribeiro')
  await dialog.getByRole('textbox', { name: 'Phone number' }).fill('+351 912 345 678')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()

  const phone = page.getByRole('region', { name: 'Phone of Ana Ribeiro' })
  await phone.getByRole('button', { name: 'New chat' }).click()
  await phone.getByRole('button', { name: /Hotel Aurora Front Desk/ }).click()
  await phone.getByRole('textbox', { name: 'Message' }).fill('Is *breakfast* included?')
  await page.keyboard.press('Enter')
  await bubble(phone, 'Is breakfast included?').getByRole('img', { name: 'Delivered' }).waitFor()

  await putContent({ type: 'twilio/quick-reply', body: 'It is. A table for two?', actions: yesAndNo })
  const { sid } = await sendToAna({ ContentSid: content })
  await phone.getByRole('button', { name: 'Yes, please' }).click()
  const answer = bubble(phone, 'It is. A table for two?').filter({ hasText: 'Yes, please' })
  await answer.getByRole('blockquote').waitFor()
  await expect.poll(() => statusOf(sid)).toBe('read')
  expect(await webhookParameters('Yes, please')).toMatchObject({ ButtonPayload: 'yes', From: ana })
})

test('a person without a number is added, gets another name and is removed', async () => {
  await page.getByRole('button', { name: 'Add a phone' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add a phone' })
  await dialog.getByRole('radio', { name: 'User name, no number' }).check()
  await dialog.getByLabel('Name', { exact: true }).fill('Cleo')
  await dialog.getByLabel('User id').fill('no id')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('User id').fill('PT.4f9a01')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()

  const phone = page.getByRole('region', { name: /^Phone of Cleo/ })
  await phone.getByText('PT.4f9a01').waitFor()
  await phone.getByRole('button', { name: 'Options of this phone' }).click()
  await phone.getByRole('menuitem', { name: 'Settings' }).click()
  await phone.getByLabel('Profile name').fill('Cleo Martins')
  await phone.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Phone of Cleo Martins' }).waitFor()
  await phone.getByRole('button', { name: 'Remove phone' }).click()
  await phone
    .getByRole('group', { name: 'Remove phone' })
    .getByRole('button', { name: 'Remove phone' })
    .click()
  await page.getByText('No phone yet').waitFor()
})

test('messages are unread until the chat is open, and no receipt goes out when receipts are off', async () => {
  const phone = await addAna()
  const first = await sendToAna({ Body: 'Your room is ready' })
  await phone.getByText('1 unread').waitFor({ state: 'attached' })
  await expect.poll(() => statusOf(first.sid)).toBe('delivered')

  await phone.getByRole('button', { name: 'Options of this phone' }).click()
  await phone.getByRole('menuitemcheckbox', { name: 'Read receipts' }).click()
  await expect.poll(async () => (await phoneOfAna()).read_receipts).toBe(false)
  await page.keyboard.press('Escape')
  await openChat(phone)
  await expect.poll(async () => (await phoneOfAna()).unread).toBe(0)
  expect(await statusOf(first.sid)).toBe('delivered')
})

test('an offline phone gets nothing until it is back, and a blocked sender never arrives', async () => {
  const phone = await addAna()
  await openChat(phone)
  await control('PUT', `/phones/${encodeURIComponent(ana)}`, { online: false })
  await phone.getByText(/messages wait at one tick/).waitFor()
  const waiting = await sendToAna({ Body: 'Are you there?' })
  await expect.poll(() => statusOf(waiting.sid)).toBe('sent')
  await phone.getByRole('button', { name: 'Go online' }).click()
  await bubble(phone, 'Are you there?').waitFor()

  await phone.getByRole('button', { name: 'Options of this chat' }).click()
  await phone.getByRole('menuitem', { name: 'Block' }).click()
  await phone.getByText(/You blocked Hotel Aurora Front Desk/).waitFor()
  const blocked = await sendToAna({ Body: 'Hello again' })
  await expect.poll(() => statusOf(blocked.sid)).toBe('sent')
  await phone.getByRole('textbox', { name: 'Message' }).fill('Can you hear me?')
  await phone.getByRole('button', { name: 'Send' }).click()
  await phone.getByRole('alert').waitFor()
  await expect
    .poll(() => phone.getByRole('textbox', { name: 'Message' }).inputValue())
    .toBe('Can you hear me?')
})

test('typing, a quoted reply, a file, a place and a contact', async () => {
  const phone = await addAna()
  await openChat(phone)
  const question = await sendFromAna({ to: desk, body: 'When is check-out?' })
  await twilio('/v2/Indicators/Typing.json', { messageId: question.sid, channel: 'whatsapp' })
  await phone.getByText('typing…').waitFor()
  await bubble(phone, 'When is check-out?').getByRole('img', { name: 'Read' }).waitFor()
  await sendToAna({ Body: 'At noon.' })
  await phone.getByText('typing…').waitFor({ state: 'detached' })

  await bubble(phone, 'At noon.').getByRole('button', { name: 'Reply' }).click()
  const field = phone.getByRole('textbox', { name: 'Message' })
  await expect.poll(() => field.evaluate((it) => it.ownerDocument.activeElement === it)).toBe(true)
  await page.keyboard.type('Could it be later?')
  await page.keyboard.press('Enter')
  await bubble(phone, 'Could it be later?').getByRole('blockquote').filter({ hasText: 'At noon.' }).waitFor()

  await phone
    .locator('input[type=file]')
    .setInputFiles({ name: 'ticket.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') })
  await phone.getByRole('textbox', { name: 'Message' }).fill('My ticket')
  await phone.getByRole('button', { name: 'Send' }).click()
  await phone.getByRole('link', { name: 'Open ticket.pdf' }).waitFor()

  for (const [what, seen] of [
    ['Location', 'Castelo de São Jorge'],
    ['Contact', '+1'],
  ] as const) {
    await phone.getByRole('button', { name: 'Attach' }).click()
    await phone.getByRole('menuitem', { name: what }).click()
    await phone.getByRole('dialog', { name: what }).getByRole('button', { name: 'Send' }).click()
    await bubble(phone, seen).last().waitFor()
  }
  expect((await webhookParameters('My ticket'))['MediaContentType0']).toBe('application/pdf')
})

test('a row of a list is chosen on the phone', async () => {
  const phone = await addAna()
  await openChat(phone)
  await sendFromAna({ to: desk, body: 'Hello' })
  const items = [
    { id: 'spa', item: 'Spa', description: 'until nine' },
    { id: 'taxi', item: 'Taxi' },
  ]
  await putContent({ type: 'twilio/list-picker', body: 'How can we help?', button: 'Services', items })
  await sendToAna({ ContentSid: content })
  await phone.getByRole('button', { name: 'Services' }).click()
  await phone.getByRole('radio', { name: 'Spa until nine' }).check()
  await phone.getByRole('dialog', { name: 'Services' }).getByRole('button', { name: 'Send' }).click()
  await expect.poll(async () => (await webhookParameters('Spa'))['ListId']).toBe('spa')
})

test('the request log shows a webhook with its parameters and sends it again', async () => {
  await addAna()
  await sendFromAna({ to: desk, body: 'Find me in the log' })
  await page.getByRole('link', { name: 'Request log' }).click()
  await page.getByRole('searchbox', { name: 'Search' }).fill('Find me')
  const entries = page.getByRole('list', { name: 'Request log' }).getByRole('button', { name: /Find me/ })
  await entries.first().click()
  await page.getByText('I-Twilio-Idempotency-Token').waitFor()
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => entries.count()).toBe(2)
})

test('time is moved on the clock page and a fault is switched on and cleared', async () => {
  await page.getByRole('link', { name: 'Clock' }).click()
  await page.getByText('Same as real time').waitFor()
  await page.getByRole('button', { name: /25 hours on/ }).click()
  await page.getByText('1 day, 1 hour ahead of real time').waitFor()

  await page.getByRole('link', { name: 'Faults' }).click()
  await page.getByRole('radio', { name: /The call is refused/ }).check()
  await page.getByRole('spinbutton', { name: 'HTTP status' }).fill('503')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByRole('region', { name: 'Switched on' }).getByText('http 503').waitFor()
  const refused = await fetch(`${simulator.url}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ From: desk, To: ana, Body: 'x' }),
  })
  expect(refused.status).toBe(503)
  await page.getByText('struck 1×').waitFor()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByText('No fault is on').waitFor()
})

test('the page speaks Portuguese and shows one phone at a time on a narrow screen', async () => {
  await addAna()
  await control('POST', '/phones', { address: '+15551230000', profile_name: 'Bruno Costa' })
  await context.close()
  await openPage({ viewport: { width: 390, height: 800 }, locale: 'pt-PT' })
  await page.getByRole('region', { name: 'Telefone de Ana Ribeiro' }).waitFor()
  await page.getByRole('button', { name: 'Bruno Costa' }).waitFor()
  expect(await page.getByRole('region', { name: 'Telefone de Bruno Costa' }).isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Bruno Costa' }).click()
  await page.getByRole('region', { name: 'Telefone de Bruno Costa' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
})

test('the page says when the simulator is away and goes on when it is back', async () => {
  await addAna()
  const { port } = simulator
  await simulator[Symbol.asyncDispose]()
  await page.getByText('Reconnecting…').waitFor()
  simulator = await startSimulator({ port, seed: 'phones', pace })
  await control('POST', '/phones', { address: '+15551230001', profile_name: 'Clara Dias' })
  await page.getByRole('region', { name: 'Phone of Clara Dias' }).waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
})

test.each(['light', 'dark'] as const)(
  'no page has a serious accessibility fault in %s',
  async (colorScheme) => {
    await sendSamples()
    await context.close()
    await openPage({
      viewport: { width: 1280, height: 860 },
      locale: 'en-GB',
      colorScheme,
      reducedMotion: 'reduce',
    })
    const phone = page.getByRole('region', { name: 'Phone of Ana Ribeiro' })
    await phone.getByRole('list', { name: 'Chats' }).waitFor()
    await expectNoSeriousFault('chats')
    await openChat(phone)
    await bubble(phone, 'See you').waitFor()
    await expectNoSeriousFault('chat')
    for (const name of ['Request log', 'Clock', 'Faults', 'Senders']) {
      await page.getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 2, name }).waitFor()
      if (name === 'Request log') await page.locator('.request-line').first().click()
      await expectNoSeriousFault(name)
    }
  },
)

const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
const content = 'HX00000000000000000000000000000077'
const yesAndNo = [
  { title: 'Yes, please', id: 'yes' },
  { title: 'No', id: 'no' },
]

async function openPage(options: Parameters<Browser['newContext']>[0]): Promise<void> {
  context = await browser.newContext(options)
  context.setDefaultTimeout(patience.timeout)
  page = await context.newPage()
  faultsOfThePage = []
  page.on('pageerror', (error) => faultsOfThePage.push(error.message))
  await page.goto(`${simulator.url}/simulator/`)
}

async function addAna(): Promise<Locator> {
  await control('POST', '/phones', { address: ana, profile_name: 'Ana Ribeiro' })
  await sendFromAna({ to: desk, body: 'Good morning' })
  return page.getByRole('region', { name: 'Phone of Ana Ribeiro' })
}

async function openChat(phone: Locator): Promise<void> {
  await phone.getByRole('button', { name: /Hotel Aurora Front Desk/ }).click()
  await phone.getByRole('log', { name: 'Messages' }).waitFor()
}

function bubble(phone: Locator, text: string): Locator {
  return phone.getByRole('log', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text })
}

async function sendSamples(): Promise<void> {
  await addAna()
  const location = { latitude: 38.71, longitude: -9.13, label: 'Castle' }
  await sendFromAna({ to: desk, location })
  await sendFromAna({ to: desk, contacts: [{ name: 'Rosa', phone: '+351910000111' }] })
  await putContent({ type: 'twilio/quick-reply', body: 'A table for two?', actions: yesAndNo })
  await sendToAna({ ContentSid: content })
  await sendToAna({ Body: 'See you' })
  await sendFromAna({ to: desk, body: 'Until then' })
  await control('PUT', '/faults', { match: { path: '/nowhere' }, effect: 'garble', times: 3 })
}

async function expectNoSeriousFault(where: string): Promise<void> {
  expect((await seriousFaults(page)).map((fault) => `${where}: ${fault}`)).toEqual([])
}

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${simulator.url}/simulator/api${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`)
  return (text ? JSON.parse(text) : undefined) as T
}

async function twilio<T>(path: string, form: Record<string, string>): Promise<T> {
  const answer = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(form),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${path} answers ${answer.status}: ${text}`)
  return JSON.parse(text) as T
}

function sendToAna(form: Record<string, string>): Promise<{ sid: string }> {
  return twilio(`/2010-04-01/Accounts/${account}/Messages.json`, { From: desk, To: ana, ...form })
}

function sendFromAna(message: unknown): Promise<{ sid: string }> {
  return control('POST', `/phones/${encodeURIComponent(ana)}/messages`, message)
}

function phoneOfAna(): Promise<{ unread: number; read_receipts: boolean }> {
  return control('GET', `/phones/${encodeURIComponent(ana)}`)
}

async function statusOf(sid: string): Promise<string> {
  const answer = await fetch(`${simulator.url}/2010-04-01/Accounts/${account}/Messages/${sid}.json`, {
    headers: { authorization },
  })
  return ((await answer.json()) as { status: string }).status
}

async function putContent({ type, ...fields }: { type: string; [field: string]: unknown }): Promise<void> {
  await control('PUT', `/contents/${content}`, { language: 'en', types: { [type]: fields } })
}

/** The parameters of the inbound webhook with this text, once it has been sent. */
async function webhookParameters(body: string): Promise<Record<string, string>> {
  let found: Record<string, string> | undefined
  const look = async () => {
    const { requests } = await control<{ requests: { params: Record<string, string> }[] }>(
      'GET',
      '/requests?kind=webhook',
    )
    found = requests.find(({ params }) => params['Body'] === body)?.params
    return found
  }
  await expect.poll(look).toBeDefined()
  return found ?? {}
}
