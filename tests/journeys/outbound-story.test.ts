import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub, until } from '../hub.ts'
import { type MailServer, startMailServer } from '../mail-server.ts'
import { openBrowserEnd, type PushService, startPushService } from '../push-service.ts'
import { asOwner } from '../rows.ts'
import { password, phones, twilioAccount } from '../world/cast.ts'
import { salesLeads } from '../world/northwind.ts'
import { seedWorld } from '../world/seed.ts'
import { must, type Session, signIn } from '../world/session.ts'
import { patience } from '../patience.ts'
import { seriousFaults } from './serious-faults.ts'

// The sales team's day: the agent proposes, a person looks through the drafts, the campaign goes out, is paused and resumed by somebody who came
// back; one answers at night, one says stop, one window closes too early; the report tells it all. Templates and lists have journeys of their own.

const sender = 'whatsapp:+12025550111'
const name = 'Open proposals in Brazil and Germany'
/** Those of the plan: in the stage, and agreed. Ana and Bruno have phones already. */
const asked = salesLeads.filter(({ stage, agreed, optedOut }) => stage === 'Proposal' && agreed && !optedOut)
const addressOf = (of: string) => `whatsapp:${asked.find(({ name: who }) => who === of)!.phone}`
const answers = asked.find(({ language, owner }) => language === 'pt_BR' && owner === 'nils')!.name
const stops = asked.findLast(({ language }) => language === 'pt_BR')!.name

let hub: Hub
let mail: MailServer
let push: PushService
/** The owner's phone, which is told though no page is open on it. */
let pocket: ReturnType<typeof openBrowserEnd>
let browser: Browser
let session: Session
let context: BrowserContext
let page: Page
beforeAll(async () => {
  mail = await startMailServer()
  push = await startPushService()
  pocket = openBrowserEnd(push, '/push/owner')
  hub = await startHub({ SMTP_URL: mail.url, MAIL_FROM: 'Parley <desk@parley.test>' })
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  await must(session.api.POST('/api/v1/push-subscriptions', { body: pocket.subscription }))
  for (const { name: who, phone } of asked)
    await hub.simulator.addPhone({ address: `whatsapp:${phone}`, profile_name: who.split(' ')[0]! })
  await toHour(14)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  await comeIn()
})
afterAll(async () => {
  await browser?.close()
  for (const each of [hub, mail, push]) await each?.[Symbol.asyncDispose]()
})

const control = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  expect(answer.ok).toBe(true)
  return answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>)
}

/** Moves the clock of both to the next time it is this hour, in UTC: nobody in Brazil and Germany sleeps at 14, and all do at 2. */
async function toHour(hour: number): Promise<void> {
  const now = new Date(String((await control('GET', '/clock'))!['now']))
  const then = new Date(now)
  then.setUTCHours(hour, 0, 0, 0)
  if (then <= now) then.setUTCDate(then.getUTCDate() + 1)
  await hub.simulator.advanceClock((then.getTime() - now.getTime()) / 1000)
}

async function comeIn(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US' })
  const answer = await context.request.post(`${hub.url}/api/auth/sign-in/email`, {
    data: { email: 'owner@northwind.test', password },
    headers: { origin: hub.url },
  })
  expect(answer.ok()).toBe(true)
  page = await context.newPage()
  page.setDefaultTimeout(patience.timeout)
  await page.goto(`${hub.url}/campaigns`)
  await page.getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function look(at: string): Promise<void> {
  expect(await seriousFaults(page)).toEqual([])
  const folder = process.env['PARLEY_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `story-${at}.png`), fullPage: true })
}
const button = (of: string | RegExp) => page.getByRole('button', { name: of })
const tab = (of: string | RegExp) => page.getByRole('tab', { name: of }).click()
const shows = (share: string, count: number) =>
  page.getByRole('row', { name: new RegExp(`^${share} ${count}\\b`) }).waitFor()
const received = async (address: string) =>
  (await hub.simulator.messages(address)).filter(({ direction }) => direction === 'in')
/** Writes to the number that one of them last heard from. */
async function write(who: string, text: string): Promise<void> {
  const last = (await received(addressOf(who))).at(-1)!
  await hub.simulator.write(addressOf(who), last.from, text)
}
const campaign = async () => {
  const { items } = await must(session.api.GET('/api/v1/campaigns'))
  return items.find((one) => one.name === name)!
}

test('the agent proposes what to say', async () => {
  // Ana wrote today, so that she may be told in free words.
  await hub.simulator.write(phones.ana.address, sender, 'Hello, I am still thinking about it')
  await until(
    () => must(session.api.GET('/api/v1/conversations', { params: { query: { search: 'Ana Souza' } } })),
    ({ items }) => items.length > 0,
  )
  await page.getByRole('link', { name: 'Change' }).click()
  await button('Next').click()
  await button('Propose what to say').click()
  await page.getByText('A proposal stands below').waitFor()
  await look('proposal')
  await button('Next').click()
  await button('Save plan').click()
  await button('Launch').waitFor()
})

test('drafts are composed for each contact, in their language; two are edited, one is rejected, the rest approved', async () => {
  await button('Launch').click()
  await tab(/^Review/)
  const waits = asked.length + 2
  await page.getByText(`To review ${waits}`, { exact: true }).waitFor()
  const search = page.getByRole('searchbox', { name: 'Name or number' })
  for (const [language, greets] of [
    ['pt_BR', /^Olá/],
    ['de', /^Guten Tag/],
  ] as const) {
    await search.fill(asked.find((one) => one.language === language)!.name)
    await page.getByText(greets).first().waitFor()
  }
  await look('drafts')
  await search.fill('')
  const boxes = page.getByRole('list', { name: 'Drafts that wait' }).getByRole('checkbox')
  await expect.poll(() => boxes.count(), patience).toBe(waits)
  for (const words of ['Shall we talk on Friday?', 'May I call you on Monday?']) {
    const left = await boxes.count()
    // A key is heard once nobody types any more.
    await page.getByRole('heading', { level: 1, name }).click()
    await page.keyboard.press('e')
    await page.getByRole('textbox', { name: /window is open/ }).fill(words)
    await button('Approve as edited').click()
    await expect.poll(() => boxes.count(), patience).toBe(left - 1)
  }
  // The one who is rejected is none of those whom the story needs.
  await search.fill('Bruno')
  await expect.poll(() => boxes.count(), patience).toBe(1)
  await page.getByRole('heading', { level: 1, name }).click()
  await page.keyboard.press('x')
  await page.getByRole('heading', { name: 'No draft is for a contact like that' }).waitFor()
  await search.fill('')
  await page.getByText(`To review ${waits - 3}`, { exact: true }).waitFor()
})

test('it is paused, the browser is closed, and somebody who comes back resumes it', async () => {
  // Her window closes before the words arrive: Twilio finds out when they are delivered.
  await control('PUT', '/faults', {
    match: {
      method: 'POST',
      path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`,
      to: phones.ana.address,
    },
    effect: { 'async-error': { code: 63016 } },
    times: 1,
  })
  await tab('Overview')
  // The two that were edited are on their way already; what is still going out when it is paused would be counted after it.
  await shows('Delivered', 2)
  await button('Pause').click()
  await page.getByText('Paused', { exact: true }).waitFor()
  const before = (await campaign()).progress
  await tab(/^Review/)
  await page.getByRole('checkbox', { name: 'Choose all shown' }).click()
  await button(/^Approve \d/).click()
  await page.getByRole('heading', { name: 'Nothing to review' }).waitFor()
  await context.close()

  await comeIn()
  await page.getByText('Paused', { exact: true }).waitFor()
  expect((await campaign()).progress.delivered).toBe(before.delivered)
  await button('Resume').click()
  await shows('Delivered', asked.length + 1)
  await look('delivered')

  // Whoever wrote was told in free words, which came too late; the template says the same and arrived. The others got the template at once.
  const [template] = await received(phones.ana.address)
  expect(template!.body).toContain('a nossa proposta')
  const { items: threads } = await must(
    session.api.GET('/api/v1/conversations', { params: { query: { search: 'Ana Souza' } } }),
  )
  const thread = { params: { path: { conversationId: threads[0]!.id } } }
  const { items: said } = await must(
    session.api.GET('/api/v1/conversations/{conversationId}/messages', thread),
  )
  const ours = said.filter(({ direction }) => direction === 'out').map(({ kind, status }) => [kind, status])
  expect(ours).toEqual(
    expect.arrayContaining([
      ['text', 'failed'],
      ['template', 'delivered'],
    ]),
  )
  const german = asked.find(({ language }) => language === 'de')!
  expect(await received(addressOf(german.name))).toHaveLength(1)
})

test('one answers at night: it stands on the lead, the owner is told, the drip ends, the twin drafts', async () => {
  await toHour(2)
  mail.received = []
  push.pushed = []
  await write(answers, 'What photo do you need for planning?')
  await shows('Contacts who answered', 1)
  await button(/Notifications, [1-9]\d* unread/).waitFor()
  // A mail waits a minute for what else may come; the test does not.
  await until(
    async () => {
      await asOwner(hub.databaseUrl, (client) =>
        client.query(
          "update notification_delivery set due_at = now() where way = 'mail' and state = 'waiting'",
        ),
      )
      return mail.received.filter(({ to }) => to.includes('owner@northwind.test'))
    },
    (mails) => mails.some(({ raw }) => raw.replaceAll('=\r\n', '').includes('What photo do you need')),
  )
  const tells = ({ title, body }: { title: string; body: string }) =>
    `${title}\n${body}`.includes(answers.split(' ')[0]!)
  const pushed = await until(
    async () => push.pushed.map((one) => pocket.read(one) as { title: string; body: string; path: string }),
    (told) => told.some(tells),
  )
  expect(pushed.find(tells)!.path).toMatch(/^\/inbox/)
  await page.goto(`${hub.url}/contacts`)
  await page.getByRole('textbox', { name: 'Search name or number' }).fill(answers)
  await page
    .getByRole('link', { name: new RegExp(answers) })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: answers }).waitFor()
  await page.getByText('What photo do you need for planning?').first().waitFor()
  await look('lead')
  await page
    .getByRole('link', { name: /conversation/i })
    .first()
    .click()
  await page.getByText('Twin of Nils Northwind').first().waitFor()
  await page
    .getByText(/photo of the meter cabinet/)
    .first()
    .waitFor()
  await look('twin')
})

test('one says PARAR: opted out at once, told so once, and nothing of any campaign reaches them', async () => {
  await write(stops, 'PARAR')
  await until(
    () => received(addressOf(stops)),
    ({ length }) => length === 2,
  )
  // A week later the second step is due, by day.
  await hub.simulator.advanceClock(7 * 24 * 3600)
  await toHour(14)
  await page.goto(`${hub.url}/campaigns`)
  await page.getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('listitem').filter({ hasText: 'Said stop 1' }).waitFor()
  await tab(/^Review/)
  // Everybody but the one who was rejected, the one who answered and the one who said stop.
  await page.getByText(`To review ${asked.length + 2 - 3}`, { exact: true }).waitFor()
  await expect
    .poll(() => page.getByRole('list', { name: 'Drafts that wait' }).getByRole('checkbox').count())
    .toBe(asked.length + 2 - 3)
  expect(await page.getByText(stops).count()).toBe(0)
  expect(await page.getByText(answers).count()).toBe(0)
  expect((await received(addressOf(stops))).length).toBe(2)
  await look('second-step')
})

test('the report says what became of each, and goes out as CSV, a row for each', async () => {
  await tab('Report')
  await page.getByText('Rejected by a person').first().waitFor()
  await page.getByRole('row', { name: new RegExp(`${stops}.*Said stop`) }).waitFor()
  await look('report')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const lines = (await readFile((await (await download).path())!, 'utf8')).trim().split(/\r?\n/)
  const of = (who: string) => lines.filter((line) => line.includes(who))
  expect(of(answers)).toHaveLength(1)
  expect(of(stops)).toHaveLength(1)
  for (const { name: who } of asked) expect(of(who)).toHaveLength(1)
})
