import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBrowser } from '../../scripts/browser.ts'
import { startSimulator, type Simulator } from '../../simulator/app.ts'
import { patience } from '../patience.ts'
import { seriousFaults } from './serious-faults.ts'

// Meta's desk in the simulator: what a business submits is approved or rejected by hand, and the business hears of it.

const account = 'AC00000000000000000000000000000001'
const authorization = `Basic ${Buffer.from(`${account}:00000000000000000000000000000001`).toString('base64')}`
let browser: Browser
let simulator: Simulator
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  simulator = await startSimulator({ port: 0, seed: 'phones' })
})
afterAll(async () => {
  await browser?.close()
  await simulator?.[Symbol.asyncDispose]()
})

async function twilio(method: string, path: string, body?: object) {
  const answer = await fetch(simulator.url + path, {
    method,
    headers: { authorization, host: 'content.twilio.com', 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return (await answer.json()) as { sid: string; whatsapp: { status: string; rejection_reason: string } }
}

async function submit(name: string): Promise<string> {
  const { sid } = await twilio('POST', '/v1/Content', {
    friendly_name: name,
    language: 'en',
    variables: { '1': 'Ana' },
    types: {
      'twilio/quick-reply': {
        body: 'Hello {{1}}, your table is ready. Are you on your way?',
        actions: [{ title: 'On my way', id: 'yes' }],
      },
    },
  })
  await twilio('POST', `/v1/Content/${sid}/ApprovalRequests/whatsapp`, { name, category: 'UTILITY' })
  return sid
}

const approvalOf = async (sid: string) =>
  (await twilio('GET', `/v1/Content/${sid}/ApprovalRequests`)).whatsapp

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(patience.timeout)
  await page.goto(`${simulator.url}/simulator/templates`)
  return page
}

const picture = async (page: Page, name: string) => {
  const folder = process.env['PARLEY_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

test('what is submitted appears by itself, is approved or rejected with a reason, and Twilio tells it', async () => {
  const page = await open({ viewport: { width: 1280, height: 860 }, locale: 'en-GB' })
  await page.getByText('Nothing waits for a verdict').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  const [good, bad] = [await submit('table_ready'), await submit('table_offer')]
  const waiting = page.getByRole('list', { name: 'Waiting' })
  const card = (name: string) => waiting.getByRole('listitem', { name: `${name} en` })
  await card('table_ready').getByText('Hello Ana, your table is ready.').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'desk-waiting')
  await card('table_ready').getByRole('button', { name: 'Approve' }).click()
  await expect.poll(async () => (await approvalOf(good)).status).toBe('approved')
  await card('table_offer').getByRole('button', { name: 'Reject' }).click()
  await card('table_offer').getByLabel('Reason').selectOption('PROMOTIONAL')
  await card('table_offer').getByLabel('What is wrong').fill('Say what the offer is')
  await card('table_offer').getByRole('button', { name: 'Reject' }).click()
  await expect
    .poll(() => approvalOf(bad))
    .toMatchObject({ status: 'rejected', rejection_reason: 'PROMOTIONAL. Say what the offer is' })
  const decided = page.getByRole('list', { name: 'Decided' })
  await decided
    .getByRole('listitem', { name: 'table_ready en' })
    .getByRole('button', { name: 'Pause' })
    .click()
  await expect.poll(async () => (await approvalOf(good)).status).toBe('paused')
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'desk-decided')
  await page.context().close()
})

test('on a phone, in the dark, in Portuguese', async () => {
  const viewport = { width: 390, height: 844 }
  const page = await open({ viewport, colorScheme: 'dark', locale: 'pt-PT' })
  await submit('table_again')
  await page.getByRole('heading', { name: 'Mesa de análise' }).waitFor()
  await page.getByRole('button', { name: 'Aprovar' }).first().waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'desk-phone')
  await page.context().close()
})
