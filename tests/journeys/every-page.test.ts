import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub, until } from '../hub.ts'
import { password } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { type Session, signIn } from '../world/session.ts'
import { seriousFaults } from './serious-faults.ts'

// Every page, on a desk and on a phone, in light and dark: accessible, no wider than the screen, and silent in the console.
// With PARLEY_PICTURES=<folder> each is kept as a picture, to be looked at.

let hub: Hub
let browser: Browser
let session: Session
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
})
afterAll(async () => {
  await browser?.close()
  await hub?.[Symbol.asyncDispose]()
})

const outside = ['/sign-in', '/sign-up', '/nothing-here']

/** An outbound agent with a fact and a language; the twin is set up, too. */
async function outboundAgent(): Promise<{ id: string }> {
  await session.api.PUT('/api/v1/twin', { body: { mode: 'off' } })
  const { data: known } = await session.api.GET('/api/v1/outbound-agents')
  const body = {
    name: 'Letters',
    brief: 'Hotel Aurora lies at the lake.',
    facts: [{ name: 'pool', value: 'The pool is open all year', source: 'House rules' }],
    tones: [{ language: 'pt', tone: '', greeting: 'Olá {{first_name}},', closing: 'Hotel Aurora' }],
  }
  return known?.items[0] ?? (await session.api.POST('/api/v1/outbound-agents', { body })).data!
}

/** Pages by address, with the things of the demo world in them. */
async function inside(): Promise<string[]> {
  const { data: agents } = await session.api.GET('/api/v1/agents')
  const { data: templates } = await session.api.POST('/api/v1/templates/sync')
  const { data: connectors } = await session.api.GET('/api/v1/connectors')
  const listed = await until(
    async () => (await session.api.GET('/api/v1/conversations', { params: { query: {} } })).data?.items,
    (items) => items?.[1] !== undefined,
  )
  const conversation = listed![0]!
  const agent = `/agents/${agents!.items[0]!.id}`
  const outbound = `/agents/outbound/${(await outboundAgent()).id}`
  return [
    '/',
    '/inbox',
    `/inbox/${conversation.id}`,
    '/inbox?filter=waiting',
    '/contacts',
    '/contacts/import',
    '/campaigns',
    '/campaigns/new',
    `/contacts/${conversation.contact.id}`,
    `/contacts/${conversation.contact.id}/merge/${listed![1]!.contact.id}`,
    '/agents',
    '/agents?create=true',
    agent,
    `${agent}?tab=try`,
    `${agent}?tab=channels`,
    `${agent}?tab=settings`,
    outbound,
    `${outbound}?tab=facts`,
    `${outbound}?tab=tones`,
    `${outbound}?tab=try`,
    '/agents/twin',
    '/agents/twin?tab=topics',
    '/agents/twin?tab=knowledge',
    '/agents/twin?tab=try',
    '/templates',
    '/templates/new',
    `/templates/${templates!.items[0]!.id}`,
    '/connectors',
    '/connectors/new',
    '/connectors/new?kind=twilio',
    `/connectors/${connectors!.items[0]!.id}`,
    '/settings',
    '/settings?tab=organization',
    '/settings?tab=fields',
    '/settings?tab=keys',
    '/settings?tab=consent',
    '/settings?tab=sending',
    '/settings?tab=notifications',
    '/settings?tab=webhooks',
    '/leads',
  ]
}

const looks = [
  { name: 'desk-light', viewport: { width: 1400, height: 900 }, colorScheme: 'light', locale: 'en-US' },
  { name: 'desk-dark', viewport: { width: 1400, height: 900 }, colorScheme: 'dark', locale: 'pt-BR' },
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light', locale: 'pt-BR' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US' },
] as const

async function faultsOf(page: Page, path: string, keepAs: string): Promise<string[]> {
  const said: string[] = []
  page.removeAllListeners('console')
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
  await page.goto(hub.url + path)
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  await page.waitForLoadState('load')
  const serious = await seriousFaults(page)
  if (process.env['PARLEY_PICTURES'])
    await page.screenshot({ path: join(process.env['PARLEY_PICTURES'], `${keepAs}.png`) })
  const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
  const wide = width > page.viewportSize()!.width ? [`${path} is ${width} wide`] : []
  return [
    ...serious.map((fault) => `${path} ${fault}`),
    ...wide,
    ...said.map((text) => `${path} said ${text}`),
  ]
}

describe.each(looks)('$name', ({ name, ...look }) => {
  let context: BrowserContext
  beforeAll(async () => {
    context = await browser.newContext(look)
  })
  afterAll(() => context?.close())

  test('those who are not signed in', async () => {
    const page = await context.newPage()
    const faults: string[] = []
    for (const [at, path] of outside.entries())
      faults.push(...(await faultsOf(page, path, `${name}-outside-${at}`)))
    // Who is signed in is asked first, and the honest answer is 401.
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
  })

  test('those who are', async () => {
    const answer = await context.request.post(`${hub.url}/api/auth/sign-in/email`, {
      data: { email: 'owner@aurora.test', password },
      headers: { origin: hub.url },
    })
    expect(answer.ok()).toBe(true)
    const page = await context.newPage()
    const faults: string[] = []
    for (const [at, path] of (await inside()).entries())
      faults.push(...(await faultsOf(page, path, `${name}-${String(at).padStart(2, '0')}`)))
    expect(faults).toEqual([])
  })
})
