import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBrowser } from '../../scripts/browser.ts'
import { startSimulator, type Simulator } from '../../simulator/app.ts'
import { patience } from '../patience.ts'
import { seriousFaults } from './serious-faults.ts'

// What Meta allows a sender is set on the simulator's page of senders.

let browser: Browser
let simulator: Simulator
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  simulator = await startSimulator({ port: 0, seed: 'senders' })
})
afterAll(async () => {
  await browser?.close()
  await simulator?.[Symbol.asyncDispose]()
})

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(patience.timeout)
  await page.goto(`${simulator.url}/simulator/senders`)
  return page
}

async function keep(page: Page, name: string) {
  const folder = process.env['PARLEY_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `simulator-senders-${name}.png`), fullPage: true })
}

async function frontDesk() {
  const answer = await fetch(`${simulator.url}/simulator/api/senders`)
  return ((await answer.json()) as { senders: Record<string, unknown>[] }).senders[0]
}

test('a sender is given another pace and another messaging limit', async () => {
  const page = await open({ viewport: { width: 1280, height: 900 } })
  const card = page.getByRole('listitem').filter({ hasText: 'Hotel Aurora Front Desk' })
  await expect.poll(() => card.getByLabel('Messages a second').inputValue()).toBe('80')
  expect(await card.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await card.getByLabel('Messages a second').fill('5')
  await card.getByLabel('Messaging limit').selectOption('250 Customers/24hr')
  await keep(page, 'changing')
  expect(await seriousFaults(page)).toEqual([])
  await card.getByRole('button', { name: 'Save' }).click()
  await card.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
  await expect
    .poll(frontDesk)
    .toMatchObject({ messages_per_second: 5, messaging_limit: '250 Customers/24hr' })
})

test('on a phone, in the dark and in Portuguese it fits', async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'pt-BR' })
  await page.getByLabel('Mensagens por segundo').first().waitFor()
  await keep(page, 'phone')
  expect(await seriousFaults(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
})
