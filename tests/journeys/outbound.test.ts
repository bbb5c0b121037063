import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub } from '../hub.ts'
import { password, phones } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { must, signIn } from '../world/session.ts'
import { patience } from '../patience.ts'
import { seriousFaults } from './serious-faults.ts'

// The sales team: a voice that words what campaigns say, twins that answer for their members, and a Messaging Service that picks the number.

let hub: Hub
let browser: Browser
let context: BrowserContext | null = null
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
})
afterAll(async () => {
  await browser?.close()
  await hub?.[Symbol.asyncDispose]()
})
afterEach(async () => {
  await context?.close()
  context = null
})

async function enter(email: string, path: string, options: object = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US', ...options })
  const answer = await context.request.post(`${hub.url}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: hub.url },
  })
  expect(answer.ok()).toBe(true)
  const page = await context.newPage()
  page.setDefaultTimeout(patience.timeout)
  await page.goto(hub.url + path)
  return page
}
const keep = async (page: Page, name: string) => {
  if (process.env['PARLEY_PICTURES'])
    await page.screenshot({ path: `${process.env['PARLEY_PICTURES']}/sales-${name}.png`, fullPage: true })
}

test('the outbound agent learns a fact, and says it to one contact before anything is sent', async () => {
  const page = await enter('owner@northwind.test', '/agents')
  await page.getByRole('link', { name: /Northwind outbound/ }).waitFor()
  await keep(page, 'agents')
  await page.getByRole('link', { name: /Northwind outbound/ }).click()
  await page.getByRole('tab', { name: 'Facts' }).click()
  await page.getByRole('button', { name: 'Add a fact' }).click()
  await page.getByLabel('Name').last().fill('service')
  await page.getByLabel('What may be said').last().fill('a service visit every year')
  await page.getByLabel('Where it is from').last().fill('Contract')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').first().waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'facts')
  await page.getByRole('tab', { name: 'Try it' }).click()
  await page.getByRole('combobox', { name: 'Contact' }).click()
  await page.getByRole('combobox', { name: 'Contact' }).fill('Anke')
  await page.getByRole('option', { name: /Anke/ }).click()
  await page.getByLabel('Text', { exact: true }).fill('{{first_name}}: {{lead.title}}, {{org.service}}')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('Anke: Solardach, a service visit every year').waitFor()
  await page.getByRole('region', { name: 'Facts in it' }).getByText('Contract').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'try')
})

test('the agent proposes what a campaign says, and each draft shows its facts and where they are from', async () => {
  const page = await enter('owner@northwind.test', '/campaigns')
  await page.getByRole('link', { name: /Open proposals in Brazil and Germany/ }).click()
  await page.getByRole('link', { name: 'Change' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Propose what to say' }).click()
  await page.getByText('A proposal stands below').waitFor()
  const proposed = page.getByRole('textbox', { name: /^Text for those/ }).first()
  await expect.poll(() => proposed.inputValue()).toContain('your proposal for {{lead.title|your project}}')
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'propose')
  await page.getByRole('link', { name: 'Open proposals in Brazil and Germany' }).click()
  await page.getByRole('button', { name: 'Launch' }).click()
  await page.getByRole('tab', { name: /Review/ }).click()
  const used = page.getByRole('region', { name: 'Facts in it' })
  await used.getByText('from the lead').first().waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'review')
})

test('a member sets up what their twin leaves to them, and asks it', async () => {
  const page = await enter('nora@northwind.test', '/agents/twin')
  await page.getByRole('tab', { name: 'What goes to you' }).click()
  await page
    .getByRole('combobox', { name: 'Words of your own' })
    .or(page.getByLabel('Words of your own'))
    .first()
    .fill('Krause')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').first().waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'twin-topics')
  await page.getByRole('tab', { name: 'Try it' }).click()
  const question = page.getByLabel('Question')
  await question.fill('Which clients do you visit in São Paulo?')
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByText('I visit clients in São Paulo').waitFor()
  await question.fill('Does Krause come, too?')
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByText('It would leave this to you').waitFor()
  await keep(page, 'twin-try')
})

/** From the list, which shows the rows in sight only. */
async function openContact(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search name or number' }).fill(name)
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click()
}

test('the twin of the owner drafts an answer, a card in the thread that says whose it is', async () => {
  const page = await enter('owner@northwind.test', '/contacts')
  await hub.simulator.write(
    phones.ana.address,
    'whatsapp:+12025550111',
    'What photo do you need for planning?',
  )
  await openContact(page, 'Ana Souza')
  const card = page.getByRole('region', { name: 'Digital twin' })
  await card.getByText('The twin of Nils Northwind writes drafts for this contact.').waitFor()
  await keep(page, 'contact')
  expect(await seriousFaults(page)).toEqual([])
  await page
    .getByRole('link', { name: /conversation/i })
    .first()
    .click()
  await page.getByText('Twin of Nils Northwind').waitFor()
  await page.getByText('The twin of Nils Northwind answers').waitFor()
  await page
    .getByText(/photo of the meter cabinet/)
    .first()
    .waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'thread')
  await page.getByRole('button', { name: 'Approve' }).first().click()
  await expect
    .poll(
      async () => (await hub.simulator.messages(phones.ana.address)).map(({ body }) => body).join(),
      patience,
    )
    .toContain('photo of the meter cabinet')
})

test('on a phone the contact’s twin is switched off, and who is no owner may only do that', async () => {
  const page = await enter('owner@northwind.test', '/contacts', {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  })
  await openContact(page, 'Ana Souza')
  const card = page.getByRole('region', { name: 'Digital twin' })
  await card.getByText('Off', { exact: true }).click()
  await card.getByText('The twin of Nils Northwind does not answer this contact.').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  expect(await seriousFaults(page)).toEqual([])
  await card.scrollIntoViewIfNeeded()
  await keep(page, 'phone-contact')
})

test('the connector shows its Messaging Service, and says what is wrong when a number of the pool is not active', async () => {
  const page = await enter('owner@northwind.test', '/connectors')
  await page.getByRole('link', { name: /Northwind Sales/ }).click()
  const pool = page.getByRole('region', { name: 'Messaging Service' })
  await pool.getByText('Up to 160 messages a second together').waitFor()
  await pool.getByText(/\+12025550112/).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await pool.scrollIntoViewIfNeeded()
  await keep(page, 'service')
  const tick = page.getByRole('group', { name: '+12025550112' }).getByRole('checkbox')
  await tick.click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await pool.getByText('Not every number of its pool is active here').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, 'service-inactive')
  await page.goto(`${hub.url}/campaigns/new`)
  const service = page.getByRole('radio', { name: /^The Messaging Service/ })
  await service.waitFor()
  await expect.poll(() => service.isDisabled()).toBe(true)
  await page.getByRole('link', { name: 'See why' }).click()
  await tick.click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await pool.getByText('Up to 160 messages a second together').waitFor()
})

test.each([
  { name: 'desk', viewport: { width: 1400, height: 900 }, locale: 'en-US', colorScheme: 'light' },
  { name: 'phone', viewport: { width: 390, height: 844 }, locale: 'pt-BR', colorScheme: 'dark' },
])('a campaign is planned to go out through the Messaging Service, on a $name', async ({ name, ...look }) => {
  const words =
    name === 'desk' ? { plan: 'Name', goes: /^Goes out through/ } : { plan: 'Nome', goes: /^Sai pelo/ }
  const page = await enter('owner@northwind.test', '/campaigns/new', look)
  await page.getByRole('textbox', { name: words.plan }).fill('Spring')
  const service = page.getByRole('radio', { name: /Messaging Service/ })
  await service.check()
  expect(await seriousFaults(page)).toEqual([])
  expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(
    look.viewport.width,
  )
  await keep(page, `service-plan-${name}`)
  const { connectorId, templateId } = await planParts()
  const campaign = await must(
    (await signIn(hub.url, 'owner@northwind.test', password))!.api.POST('/api/v1/campaigns', {
      body: {
        name: `Through the service, ${name}`,
        kind: 'one_shot',
        connectorId,
        throughService: true,
        audience: { all: [] },
        steps: [{ text: '', waitSeconds: 0, templateId, variables: { '1': 'x', '2': 'y' } }],
      },
    }),
  )
  await page.goto(`${hub.url}/campaigns/${campaign.id}`)
  await page.getByText(words.goes).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, `service-campaign-${name}`)
  await page.goto(`${hub.url}/connectors/${connectorId}`)
  await page.getByRole('region', { name: 'Messaging Service' }).scrollIntoViewIfNeeded()
  expect(await seriousFaults(page)).toEqual([])
  await keep(page, `service-connector-${name}`)
})

async function planParts(): Promise<{ connectorId: string; templateId: string }> {
  const { api } = (await signIn(hub.url, 'owner@northwind.test', password))!
  const { items } = await must(api.GET('/api/v1/templates'))
  const { id: templateId, connectorId } = items.find(
    (one) => one.name === 'proposal_sent' && one.language === 'en',
  )!
  return { templateId, connectorId }
}
