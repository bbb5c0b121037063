import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Hub, startHub } from '../hub.ts'
import { patience } from '../patience.ts'
import { password } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { type Session, signIn } from '../world/session.ts'
import { seriousFaults } from './serious-faults.ts'

export const frontDesk = 'whatsapp:+12025550101'
export const housekeeping = 'whatsapp:+12025550102'

export interface Guest {
  name: string
  address: string
  write(wish: object): Promise<{ sid: string }>
}

/** A hub with the demo world, a browser, and the inbox of Hotel Aurora's owner in it. */
export class InboxDesk {
  readonly hub: Hub
  readonly session: Session
  readonly #browser: Browser
  #page: Page | null = null
  #guests = 0

  private constructor(hub: Hub, session: Session, browser: Browser) {
    this.hub = hub
    this.session = session
    this.#browser = browser
  }

  static async open(): Promise<InboxDesk> {
    const hub = await startHub()
    await seedWorld(hub.url, hub.simulatorUrl)
    const session = await signIn(hub.url, 'owner@aurora.test', password)
    if (!session) throw new Error('The owner of the demo world could not sign in')
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    })
    return new InboxDesk(hub, session, browser)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.hub[Symbol.asyncDispose]()
  }

  /** The page of the journey that is under way. */
  get page(): Page {
    if (!this.#page) throw new Error('No page is open')
    return this.#page
  }

  async openInbox(options: BrowserContextOptions = {}): Promise<void> {
    const viewport = { width: 1400, height: 860 }
    // Signed in through the API, so that a page in any language needs no words to get in.
    const context = await this.#browser.newContext({ viewport, locale: 'en-US', ...options })
    const answer = await context.request.post(`${this.hub.url}/api/auth/sign-in/email`, {
      data: { email: 'owner@aurora.test', password },
      headers: { origin: this.hub.url },
    })
    expect(answer.ok()).toBe(true)
    this.#page = await context.newPage()
    this.#page.setDefaultTimeout(patience.timeout)
    await this.#page.goto(`${this.hub.url}/inbox`)
  }

  /** After each journey: no fault of Twilio, no page left. */
  async leave(): Promise<void> {
    await this.control('DELETE', '/faults')
    await this.#page?.context().close()
    this.#page = null
  }

  async control(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.hub.simulatorUrl}/simulator/api${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : await answer.json()
  }

  /** Someone nobody has heard of yet, with a phone. */
  async guest(name: string, to = frontDesk): Promise<Guest> {
    this.#guests += 1
    const address = `whatsapp:+4915770000${String(this.#guests).padStart(3, '0')}`
    await this.hub.simulator.addPhone({ address, profile_name: name })
    const at = `/phones/${encodeURIComponent(address)}/messages`
    const write = async (wish: object) => (await this.control('POST', at, { to, ...wish })) as { sid: string }
    return { name, address, write }
  }

  /** The guest's conversation as the API tells it; undefined before the first message is in. */
  async conversationOf({ address }: Guest) {
    const query = { search: address.replace('whatsapp:', '') }
    const { data } = await this.session.api.GET('/api/v1/conversations', { params: { query } })
    return data?.items[0]
  }

  list = () => this.page.getByRole('list', { name: 'Conversations' })
  log = () => this.page.getByRole('log', { name: 'Messages' })
  bubble = (text: string) => this.log().getByRole('listitem').filter({ hasText: text })
  field = () => this.page.getByRole('textbox', { name: 'Message', exact: true })
  send = () => this.page.getByRole('button', { name: 'Send', exact: true })
  /** Where a message of ours stands, as the words behind its ticks. */
  ticks = (text: string, status: RegExp) => this.bubble(text).getByRole('img', { name: status })

  async openThread({ name }: Guest): Promise<void> {
    await this.list().getByText(name).first().click()
    await this.page.getByRole('heading', { level: 1, name }).waitFor()
  }

  async takeOver(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take over' }).click()
    await this.page.getByText('You answer').waitFor()
  }

  seriousFaults = () => seriousFaults(this.page)
  /** With PARLEY_PICTURES=<folder>, what is on screen is kept to be looked at. */
  picture = async (name: string) => {
    const folder = process.env['PARLEY_PICTURES']
    if (folder)
      await this.page.screenshot({ path: join(folder, `${name}-${this.page.viewportSize()?.width}.png`) })
  }
}
