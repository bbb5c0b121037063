import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub } from '../hub.ts'
import { password, phones } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { seriousFaults } from './serious-faults.ts'

// A guest writes, the agent answers, a person sees it and takes over: through real pages in a real browser.

let hub: Hub
let browser: Browser
const frontDesk = 'whatsapp:+12025550101'

beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hub?.[Symbol.asyncDispose]()
})

const sizes = { desktop: { width: 1400, height: 860 }, phone: { width: 390, height: 844 } } as const

async function open(
  size: keyof typeof sizes,
  scheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: sizes[size], locale: 'en-US', colorScheme: scheme })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return { page, context }
}

async function signIn(page: Page, email: string) {
  await page.goto(hub.url)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${hub.url}/`)
}

/** A simulator's phone in its own page, beside the hub. */
async function openPhone(context: BrowserContext, name: string, address: string) {
  await hub.simulator.addPhone({ address, profile_name: name })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${hub.simulatorUrl}/simulator`)
  return page.getByRole('region', { name: `Phone of ${name}` })
}

describe('the main job', () => {
  test('question → answer with its source → blue ticks → hand-over → a person → hand back → locked composer', async () => {
    const { page, context } = await open('desktop')
    await signIn(page, 'owner@aurora.test')
    await page.goto(`${hub.url}/inbox`)
    await page.getByRole('list', { name: 'Conversations' }).getByText('Bruno Keller').waitFor()

    // The inbox is open; nobody reloads it from here on.
    const { ana } = phones
    await hub.simulator.write(ana.address, frontDesk, 'What time is breakfast?')
    const line = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').first()
    await line.getByText('Ana Souza').waitFor()
    await line.getByRole('button').click()
    const log = page.getByRole('log', { name: 'Messages' })
    await log.getByText('What time is breakfast?').waitFor()
    const answer = log.getByRole('listitem').filter({ hasText: 'Breakfast is served from 7:00' })
    await answer.getByRole('button', { name: 'Sources' }).click()
    await page.getByRole('dialog').getByText('Breakfast', { exact: true }).waitFor()
    await page.keyboard.press('Escape')

    // The guest opens the chat, so the ticks turn blue.
    const phone = await openPhone(context, ana.profile_name, ana.address)
    await phone.getByText('Hotel Aurora Front Desk').first().click()
    await phone.getByText('Breakfast is served from 7:00').first().waitFor()
    await answer.getByRole('img', { name: 'Read' }).waitFor()

    // What the knowledge lacks is handed over, and the owner is told live.
    await phone.getByRole('textbox', { name: 'Message' }).fill('Do you have a helicopter pad?')
    await phone.getByRole('button', { name: 'Send' }).click()
    await page.getByText('The agent did not know the answer').waitFor()
    await log.getByText('I have asked a colleague').waitFor()
    await page.getByRole('button', { name: /Notifications, \d+ unread/ }).waitFor()

    // The owner takes over and writes; the agent is silent.
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByText('You answer').waitFor()
    await page.getByRole('textbox', { name: 'Message' }).fill('Not yet, but a taxi is here in ten minutes.')
    await page.keyboard.press('Enter')
    await phone.getByText('Not yet, but a taxi').first().waitFor()
    await phone.getByRole('textbox', { name: 'Message' }).fill('And what time is breakfast?')
    await phone.getByRole('button', { name: 'Send' }).click()
    await log.getByText('And what time is breakfast?').waitFor()
    await page.getByRole('button', { name: 'Hand back' }).click()
    await page.getByText('Front desk answers').waitFor()
    expect(await log.getByText('Breakfast is served from 7:00').count()).toBe(1)
    expect(await seriousFaults(page)).toEqual([])

    // A day and an hour later the window is closed, and the composer says so.
    await hub.simulator.advanceClock(25 * 3600)
    await page.waitForTimeout(700)
    await page.reload()
    await page.getByText('The 24-hour window is closed').waitFor()
    expect(await page.getByRole('textbox', { name: 'Message' }).isDisabled()).toBe(true)
    await context.close()
  })

  test('on a phone: list, thread and panel one after the other, in the dark', async () => {
    const { page, context } = await open('phone', 'dark')
    await signIn(page, 'owner@aurora.test')
    await page.getByRole('link', { name: 'Inbox' }).click()
    await page.getByRole('list', { name: 'Conversations' }).getByText('Bruno Keller').click()
    await page.getByRole('log', { name: 'Messages' }).getByText('Do you have parking?').waitFor()
    expect(await page.getByRole('list', { name: 'Conversations' }).isVisible()).toBe(false)
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Show the contact' }).click()
    await page.getByText('First contact').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await page.getByRole('list', { name: 'Conversations' }).waitFor()
    await context.close()
  })
})

describe('from zero', () => {
  test('sign up → wrong token → corrected → number → webhook → agent → channel → first answer', async () => {
    const { page, context } = await open('desktop')
    await page.goto(`${hub.url}/sign-up`)
    await page.getByRole('textbox', { name: 'Your name' }).fill('Nora New')
    await page.getByRole('textbox', { name: 'E-mail' }).fill('nora@new.test')
    await page.getByRole('textbox', { name: 'Password' }).fill('long enough')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('textbox', { name: 'Name of the organization' }).fill('New Inn')
    await page.getByRole('button', { name: 'Create organization' }).click()
    await page.getByText('Six steps from an empty desk').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'Go on' }).click()

    // An account of its own, with one number, so that nobody else has claimed it.
    const sid = 'AC000000000000000000000000000000aa'
    const token = '000000000000000000000000000000bb'
    await addAccount(sid, token, 'whatsapp:+12025550177')
    await page.getByRole('textbox', { name: 'Name' }).fill('Front Desk Line')
    await page.getByRole('textbox', { name: 'Account SID' }).fill(sid)
    await page.getByRole('textbox', { name: 'Auth Token' }).fill('not the right token')
    await page.getByRole('button', { name: 'Create connector' }).click()
    await page.getByText('Error', { exact: true }).waitFor()
    await page.getByText('Nothing is lost: edit the connector').waitFor()

    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Auth Token' }).fill(token)
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByText('Active', { exact: true }).waitFor()
    await page.getByText('Connected', { exact: true }).waitFor()

    const number = page.getByRole('group', { name: '+12025550177' })
    expect(await number.getByRole('button', { name: 'Set webhook' }).isDisabled()).toBe(true)
    await number.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await number.getByRole('button', { name: 'Set webhook' }).click()
    await number.getByText('Webhook configured').waitFor()
    expect(await seriousFaults(page)).toEqual([])

    await page.getByRole('link', { name: 'Agents' }).first().click()
    await page.getByRole('button', { name: 'New agent' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Reception')
    await page.getByRole('button', { name: 'Create agent' }).click()
    await page.getByRole('button', { name: 'New article' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Sauna')
    await page.getByRole('textbox', { name: 'Text' }).fill('The sauna is open from 14:00 to 22:00.')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('tab', { name: 'Try it' }).click()
    await page.getByRole('textbox', { name: 'Question' }).fill('When is the sauna open?')
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByText('The sauna is open from 14:00 to 22:00.').waitFor()

    await page.getByRole('tab', { name: 'Channels' }).click()
    await page.getByRole('button', { name: 'Add channel' }).click()
    await page.getByRole('radio', { name: '+12025550177' }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Add channel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Add channel' }).click()
    await page.getByText('Already bound to Reception').waitFor()
    await page.keyboard.press('Escape')

    await hub.simulator.write(phones.carla.address, 'whatsapp:+12025550177', 'When is the sauna open?')
    await page.getByRole('link', { name: 'Inbox' }).first().click()
    await page.getByRole('list', { name: 'Conversations' }).getByText('Carla Reis').click()
    await page.getByRole('log', { name: 'Messages' }).getByText('The sauna is open from 14:00').waitFor()
    await context.close()
  })
})

async function addAccount(sid: string, token: string, address: string) {
  const post = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }
  await post('POST', '/accounts', { sid, auth_token: token })
  await post('PUT', `/senders/${encodeURIComponent(address)}`, {
    account_sid: sid,
    status: 'ONLINE',
    profile: { name: 'New Inn' },
  })
}
