import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { password } from '../world/cast.ts'
import { InboxDesk } from './inbox-desk.ts'

// From nothing to the first answer, as somebody does who has a Twilio account and has never seen Parley.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const looks = [
  {
    width: 'a desk',
    viewport: { width: 1400, height: 860 },
    sid: 'AC000000000000000000000000000000aa',
    number: '+12025550177',
  },
  {
    width: 'a phone',
    viewport: { width: 390, height: 844 },
    sid: 'AC000000000000000000000000000000ab',
    number: '+12025550178',
  },
] as const
const token = '000000000000000000000000000000bb'

const button = (name: string) => desk.page.getByRole('button', { name, exact: true })
const field = (name: string) => desk.page.getByRole('textbox', { name })
const dialog = () => desk.page.getByRole('dialog')
const noFaults = async () => expect(await desk.seriousFaults()).toEqual([])

/** Goes to a main place; on a phone those of every day stand at its foot, the others behind "More". */
async function visit(name: string): Promise<void> {
  const places = desk.page.getByRole('navigation', { name: 'Main' })
  await places.waitFor()
  const link = places.getByRole('link', { name })
  if ((await link.count()) > 0) return await link.click()
  await places.getByRole('button', { name: 'More' }).click()
  await desk.page.getByRole('menuitem', { name }).click()
}

/** An account of its own with one number, so that nobody else has claimed it. */
async function addAccount(sid: string, number: string): Promise<void> {
  await desk.control('POST', '/accounts', { sid, auth_token: token })
  await desk.control('PUT', `/senders/${encodeURIComponent(`whatsapp:${number}`)}`, {
    account_sid: sid,
    status: 'ONLINE',
    profile: { name: 'New Inn' },
  })
}

describe.each(looks)('from zero at the width of $width', ({ viewport, sid, number }) => {
  test('sign up → wrong token → corrected → number → webhook → agent → channel → first answer', async () => {
    await addAccount(sid, number)
    await desk.openInbox({ viewport })
    await signUp()
    await connect()
    await activate()
    await teach()
    await bind()
    await firstMessage()
  }, 600_000)

  async function signUp(): Promise<void> {
    await desk.page.context().clearCookies()
    await desk.page.goto(`${desk.hub.url}/sign-up`)
    await field('Your name').fill('Nora New')
    await field('E-mail').fill(`nora${viewport.width}@new.test`)
    await field('Password').fill(password)
    await noFaults()
    await button('Create account').click()
    await field('Name of the organization').fill('New Inn')
    await button('Create organization').click()
    await desk.page.getByText('Six steps from an empty desk').waitFor()
  }

  /** A wrong token is saved in Error with the reason, and corrected. */
  async function connect(): Promise<void> {
    await visit('Connectors')
    await desk.page.getByRole('link', { name: 'New connector' }).click()
    await expect.poll(() => button('Continue').isDisabled()).toBe(true)
    await desk.page.getByRole('radio', { name: 'Twilio' }).check()
    await desk.picture('choose')
    await noFaults()
    await button('Continue').click()
    await field('Name').fill('Hotel Front Desk')
    await field('Account SID').fill(sid)
    await field('Auth Token').fill('wrong')
    const receives = desk.page.getByRole('switch', { name: 'Receive inbound data' })
    await expect.poll(() => receives.isChecked()).toBe(true)
    await noFaults()
    await button('Create connector').click()
    await desk.page.getByText('Error', { exact: true }).waitFor()
    await desk.page.getByText('Nothing is lost: edit the connector').waitFor()
    await desk.page.getByText('The numbers could not be read').waitFor()
    await desk.picture('error')
    await button('Edit').click()
    await dialog().getByRole('textbox', { name: 'Auth Token' }).fill(token)
    await dialog().getByRole('button', { name: 'Save' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await desk.page.getByText('Active', { exact: true }).waitFor()
    await desk.page.getByText('Connected', { exact: true }).waitFor()
  }

  async function activate(): Promise<void> {
    const card = desk.page.getByRole('group', { name: number })
    await expect.poll(() => card.getByRole('button', { name: 'Set webhook' }).isDisabled()).toBe(true)
    await card.getByRole('checkbox').check()
    await button('Save').click()
    await card.getByRole('button', { name: 'Set webhook' }).click()
    await card.getByText('Webhook configured').waitFor()
    await desk.picture('configured')
    await noFaults()
    const { senders } = (await desk.control('GET', '/senders')) as {
      senders: { address: string; webhook: { callback_url: string } }[]
    }
    const written = senders.find((sender) => sender.address === `whatsapp:${number}`)
    expect(written?.webhook.callback_url).toContain(`${desk.hub.url}/webhooks/twilio/`)
  }

  async function teach(): Promise<void> {
    await visit('Agents')
    await button('New agent').click()
    await field('Name').fill('Reception')
    await button('Create agent').click()
    await button('New article').click()
    await field('Title').fill('Sauna')
    await field('Text').fill('The sauna is open from 14:00 to 22:00.')
    await noFaults()
    await dialog().getByRole('button', { name: 'Save' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await desk.page.getByRole('tab', { name: 'Try it' }).click()
    await field('Question').fill('When is the sauna open?')
    await button('Ask').click()
    await desk.page.getByText('The sauna is open from 14:00 to 22:00.').waitFor()
  }

  /** The number is bound, and cannot be bound twice. */
  async function bind(): Promise<void> {
    await desk.page.getByRole('tab', { name: 'Channels' }).click()
    await button('Add channel').click()
    await desk.page.getByRole('radio', { name: number }).check()
    await dialog().getByRole('button', { name: 'Add channel' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await desk.page.getByText('Hotel Front Desk').first().waitFor()
    await button('Add channel').click()
    await dialog().getByText('Already bound to Reception').waitFor()
    await expect.poll(() => dialog().getByRole('radio', { name: number }).isDisabled()).toBe(true)
    await desk.picture('bound')
    await noFaults()
    await desk.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
  }

  async function firstMessage(): Promise<void> {
    const guest = await desk.guest('Carla of the Inn', `whatsapp:${number}`)
    await guest.write({ body: 'When is the sauna open?' })
    await visit('Inbox')
    await desk.openThread(guest)
    await desk.bubble('The sauna is open from 14:00').waitFor()
    await noFaults()
    // The thread shows an answer before the phone has it.
    await expect
      .poll(async () => (await desk.hub.simulator.messages(guest.address)).at(-1))
      .toMatchObject({ direction: 'in', body: 'The sauna is open from 14:00 to 22:00.' })
  }
})
