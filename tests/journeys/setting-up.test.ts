import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { password } from '../world/cast.ts'
import { patience } from '../patience.ts'
import { InboxDesk } from './inbox-desk.ts'

// What an owner names, changes and removes; and the corners every page has: the palette, the menus, the first page.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const go = async (path: string) => void (await desk.page.goto(desk.hub.url + path))
const press = (name: string | RegExp) => desk.page.getByRole('button', { name }).click()
const senders = async () => (await desk.session.api.GET('/api/v1/senders')).data?.items ?? []

async function connect(name: string, accountSid: string): Promise<void> {
  await go('/connectors/new')
  await desk.page.getByRole('radio', { name: 'Twilio' }).check()
  await press('Continue')
  await desk.page.getByLabel('Name').fill(name)
  await desk.page.getByLabel('Account SID').fill(accountSid)
  await desk.page.getByRole('textbox', { name: 'Auth Token' }).fill('00000000000000000000000000000009')
  await press('Create connector')
  await desk.page.getByRole('heading', { level: 1, name }).waitFor()
}

test('an organization is named anew, and the frame shows it at once', async () => {
  await desk.openInbox()
  await go('/settings?tab=organization')
  await desk.page.getByLabel('Name').fill('Hotel Aurora & Spa')
  await press('Save')
  await desk.page.getByRole('status').getByText('Saved').waitFor()
  await desk.page.getByRole('button', { name: /Hotel Aurora & Spa/ }).waitFor()
})

test("a number's profile is changed at Twilio; only what was changed is sent", async () => {
  await desk.openInbox()
  const before = (await senders()).find(({ address }) => address.endsWith('0101'))!
  await go(`/connectors/${before.connectorId}`)
  const card = desk.page.getByRole('group', { name: '+12025550101' })
  await card.getByRole('button', { name: 'Profile' }).click()
  const form = desk.page.getByRole('dialog')
  await form.getByText('Meta reviews a new name').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await form.getByLabel('About').fill('Open day and night')
  await form.getByLabel('Website', { exact: true }).fill('https://aurora.test')
  await form.getByLabel('Second website').fill('https://aurora.test/spa')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.waitFor({ state: 'hidden' })
  const after = (await senders()).find(({ id }) => id === before.id)!
  expect(after.profile).toEqual({
    ...before.profile,
    about: 'Open day and night',
    websites: ['https://aurora.test', 'https://aurora.test/spa'],
  })
  await desk.page.getByText('here are 4').waitFor()
})

test('a connector is removed after a question; one that has threads stays and says why', async () => {
  await desk.openInbox()
  await connect('By mistake', 'AC00000000000000000000000000000009')
  await press('Edit')
  await press('Delete connector')
  await desk.page.getByRole('dialog').getByText('nothing changes at Twilio').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await press('Cancel')
  await press('Delete connector')
  await press('Delete “By mistake”')
  await desk.page.waitForURL(`${desk.hub.url}/connectors`)
  await desk.page.getByRole('heading', { level: 1, name: 'Connectors' }).waitFor()
  await desk.page.getByText('AC00000000000000000000000000000001').first().waitFor()
  await desk.page.getByText('AC00000000000000000000000000000009').waitFor({ state: 'detached' })

  const { data } = await desk.session.api.GET('/api/v1/connectors')
  await go(`/connectors/${data!.items[0]!.id}`)
  await press('Edit')
  await press('Delete connector')
  await press(/^Delete “/)
  await desk.page.getByRole('alert').getByText('This connector is in use').waitFor()
})

test('the palette and the menus are named, reached by keys, and without serious faults', async () => {
  await desk.openInbox({ colorScheme: 'dark' })
  await go('/')
  await desk.page.getByRole('heading', { level: 1 }).waitFor()
  await desk.page.keyboard.press('Control+k')
  const palette = desk.page.getByRole('dialog', { name: 'Search and go' })
  await palette.waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.page.keyboard.type('contac')
  await desk.page.keyboard.press('ArrowDown')
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(`${desk.hub.url}/contacts`)
  await palette.waitFor({ state: 'hidden' })
  await desk.page.keyboard.press('Control+k')
  await palette.waitFor()
  await desk.page.keyboard.type('bruno')
  await palette.getByRole('button', { name: 'Bruno Keller' }).first().waitFor()
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(`${desk.hub.url}/inbox/*`)
  for (const name of ['Your menu', /^Notifications/, /^Organization: /]) {
    const menu = desk.page.getByRole('button', { name })
    await menu.focus()
    await desk.page.keyboard.press('Enter')
    await expect.poll(() => menu.getAttribute('aria-expanded'), patience).toBe('true')
    expect(await desk.seriousFaults()).toEqual([])
    await desk.page.keyboard.press('Escape')
    await expect.poll(() => menu.getAttribute('aria-expanded'), patience).toBe('false')
  }
})

test('someone new is led from signing up to the first step', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 } })
  await desk.page.context().clearCookies()
  await go('/sign-up')
  await desk.page.getByLabel('Your name').fill('Nora New')
  await desk.page.getByLabel('E-mail').fill('nora@new.test')
  await desk.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await press('Create account')
  await desk.page.waitForURL(`${desk.hub.url}/welcome`)
  await desk.page.getByRole('heading', { level: 1 }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await desk.page.getByRole('textbox').first().fill('Casa Nova')
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(`${desk.hub.url}/`)
  await desk.page.getByText('Connect your Twilio account').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  for (const path of ['/inbox', '/contacts', '/agents', '/connectors']) {
    await go(path)
    await desk.page.getByRole('heading', { level: 2 }).first().waitFor()
    expect(await desk.seriousFaults()).toEqual([])
  }
})
