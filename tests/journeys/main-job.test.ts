import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../hub.ts'
import { patience } from '../patience.ts'
import { asOwner } from '../rows.ts'
import { must } from '../world/session.ts'
import { type Guest, InboxDesk } from './inbox-desk.ts'

// A guest writes, the agent answers, a person sees it and takes over: the hub and the guest's phone beside each other, in
// a real browser. Nobody reloads a page.

let desk: InboxDesk
/** How long the agent waits for what else may come, in milliseconds: longer than anything here takes. The test ends the wait itself. */
const debounceMs = 30_000

beforeAll(async () => {
  desk = await InboxDesk.open()
  const { items } = await must(desk.session.api.GET('/api/v1/agents'))
  const agentId = items.find(({ name }) => name === 'Front desk')!.id
  await must(
    desk.session.api.PATCH('/api/v1/agents/{agentId}', {
      params: { path: { agentId } },
      body: { debounceMs },
    }),
  )
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const looks = [
  { width: 'a desk', viewport: { width: 1400, height: 860 }, colorScheme: 'light' },
  { width: 'a phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const

/** The guest's phone in a page of its own, at its list of chats. */
async function openPhone({ name }: Guest): Promise<Locator> {
  const page = await desk.page.context().newPage()
  page.setDefaultTimeout(patience.timeout)
  await page.goto(`${desk.hub.simulatorUrl}/simulator`)
  // A narrow page shows one phone at a time.
  if (page.viewportSize()!.width < 1000) await page.getByRole('button', { name }).click()
  return page.getByRole('region', { name: `Phone of ${name}` })
}

const chat = (phone: Locator) => phone.getByText('Hotel Aurora Front Desk').first()

async function writeOn(phone: Locator, text: string): Promise<void> {
  await phone.getByRole('textbox', { name: 'Message' }).fill(text)
  await phone.getByRole('button', { name: 'Send' }).click()
}

/** The guest will write nothing more: who answers begins now. */
const nothingElseComes = ({ address }: Guest) =>
  asOwner(desk.hub.databaseUrl, (client) =>
    client.query(
      `update turn set due_at = now() from conversation
       where conversation.id = turn.conversation_id and contact_address = $1 and turn.state = 'waiting'`,
      [address],
    ),
  )

/** How many turns of the agent are open in the guest's conversation. */
const turnsOf = ({ address }: Guest) =>
  asOwner(desk.hub.databaseUrl, async (client) => {
    const { rowCount } = await client.query(
      `select from turn join conversation on conversation.id = turn.conversation_id
       where contact_address = $1 and turn.state in ('waiting', 'thinking')`,
      [address],
    )
    return rowCount
  })

/** Once the agent means to answer, it need not wait any more. */
async function agentAnswers(guest: Guest): Promise<void> {
  await expect.poll(() => turnsOf(guest)).toBe(1)
  await nothingElseComes(guest)
}

const receivedBy = async ({ address }: Guest) =>
  (await desk.hub.simulator.messages(address)).filter(({ direction }) => direction === 'in')

const unread = async () =>
  Number(
    /\d+/.exec((await desk.page.getByRole('button', { name: /^Notifications/ }).getAttribute('aria-label'))!),
  )

describe.each(looks)('the main job at the width of $width', ({ width, ...look }) => {
  let guest: Guest
  let phone: Locator

  test('question → answer → blue ticks → hand-over → a person → hand back → locked', async () => {
    await desk.openInbox(look)
    await desk.page.evaluate('window.neverReloaded = true')
    guest = await desk.guest(`Paula of ${width}`)
    await guest.write({ body: 'Good morning!' })
    await agentAnswers(guest)
    await until(
      () => receivedBy(guest),
      (messages) => messages.length === 1,
    )
    const other = await desk.guest(`Quim of ${width}`)
    await other.write({ body: 'Hello' })
    const top = desk.list().getByRole('listitem').first()
    await top.getByText(other.name).waitFor()
    expect(await desk.seriousFaults()).toEqual([])
    phone = await openPhone(guest)
    await chat(phone).click()
    await writeOn(phone, 'What time is breakfast?')
    // Back at the list of chats, so that the answer arrives and is not read yet.
    await phone.getByRole('button', { name: 'Back' }).click()
    await phone.getByText('typing…').waitFor()
    await top.getByText(guest.name).waitFor()
    await agentAnswers(guest)
    await asksAndIsAnswered()
    await asksForMoreThanIsKnown()
    await aPersonAnswers()
    await theWindowCloses()
    expect(await desk.page.evaluate('window.neverReloaded')).toBe(true)
  }, 600_000)

  async function asksAndIsAnswered(): Promise<void> {
    await desk.openThread(guest)
    await expect.poll(() => desk.list().isVisible()).toBe(look.viewport.width > 1000)
    await desk.bubble('What time is breakfast?').waitFor()
    const answer = desk.bubble('Breakfast is served from 7:00')
    await answer.getByRole('img', { name: 'Delivered' }).waitFor()
    await answer.getByRole('button', { name: 'Sources' }).click()
    await desk.page.getByRole('dialog').getByText('Breakfast', { exact: true }).waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await chat(phone).click()
    await phone.getByText('Breakfast is served from 7:00').first().waitFor()
    await answer.getByRole('img', { name: 'Read' }).waitFor()
    await desk.picture('answered')
    expect(await desk.seriousFaults()).toEqual([])
  }

  /** The agent says so and hands over, and the owner is told live. */
  async function asksForMoreThanIsKnown(): Promise<void> {
    const before = await unread()
    await writeOn(phone, 'Do you have a helicopter pad?')
    // Whoever looks at a thread has read what the guest wrote; what the agent then asks for is new.
    await desk.bubble('helicopter pad').waitFor()
    await until(
      () => desk.conversationOf(guest),
      (conversation) => conversation?.unreadCount === 0,
    )
    await agentAnswers(guest)
    await desk.page.getByText('The agent did not know the answer').waitFor()
    await phone.getByText('I have asked a colleague').first().waitFor()
    await expect.poll(unread).toBeGreaterThan(before)
    await desk.page.getByRole('button', { name: /^Notifications/ }).click()
    await desk.page.getByRole('dialog').getByText(guest.name).first().waitFor()
    await desk.picture('told')
    expect(await desk.seriousFaults()).toEqual([])
    await desk.page.keyboard.press('Escape')
  }

  async function aPersonAnswers(): Promise<void> {
    await desk.takeOver()
    await desk.field().fill('Not yet, but a taxi is here in ten minutes.')
    await desk.page.keyboard.press('Enter')
    await phone.getByText('Not yet, but a taxi').first().waitFor()
    const before = await receivedBy(guest)
    await writeOn(phone, 'And what time is breakfast?')
    await desk.bubble('And what time is breakfast?').waitFor()
    // An agent that is not silent would have begun to wait for further messages.
    expect(await turnsOf(guest)).toBe(0)
    expect(await receivedBy(guest)).toHaveLength(before.length)
    await desk.page.getByRole('button', { name: 'Hand back' }).click()
    await desk.page.getByText('Front desk answers').waitFor()
    await writeOn(phone, 'When does breakfast end?')
    await agentAnswers(guest)
    await until(
      () => receivedBy(guest),
      (messages) => messages.length === before.length + 1,
    )
    expect((await receivedBy(guest)).at(-1)?.body).toContain('Breakfast is served')
  }

  /** A day and an hour later. */
  async function theWindowCloses(): Promise<void> {
    await desk.page.getByText('The 24-hour window is closed').waitFor({ state: 'detached' })
    await desk.hub.simulator.advanceClock(25 * 3600)
    await desk.page.getByText('The 24-hour window is closed').waitFor()
    await desk.page.getByText('approved template').first().waitFor()
    await expect.poll(() => desk.field().count()).toBe(0)
    await desk.picture('locked')
    expect(await desk.seriousFaults()).toEqual([])
  }
})

test('on a phone: list, thread and panel one after the other', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await desk.list().getByText('Bruno Keller').click()
  await desk.bubble('Do you have parking?').waitFor()
  await desk.list().waitFor({ state: 'hidden' })
  await desk.page.getByRole('button', { name: 'Show the contact' }).click()
  await desk.page.getByText('First contact').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('link', { name: 'Back to the list' }).click()
  await desk.list().waitFor()
})
