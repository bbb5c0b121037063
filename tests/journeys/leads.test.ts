import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { patience } from '../patience.ts'
import { InboxDesk } from './inbox-desk.ts'

// Deals on a board: begun, moved with the mouse, with the keyboard and on a phone, and seen live by others.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const column = (name: string) => desk.page.getByRole('region', { name, exact: true })
const card = (stage: string, title: string) => column(stage).getByRole('listitem').filter({ hasText: title })
const keep = async (name: string) => {
  if (process.env['PARLEY_PICTURES'])
    await desk.page.screenshot({ path: `${process.env['PARLEY_PICTURES']}/leads-${name}.png` })
}

async function begin(title: string, value: string): Promise<void> {
  await desk.page.getByRole('button', { name: 'New lead', exact: true }).click()
  const form = desk.page.getByRole('dialog')
  await form.getByRole('combobox', { name: 'Contact' }).click()
  await desk.page.getByRole('option', { name: /Bruno/ }).click()
  await form.getByLabel('What it is about').fill(title)
  await form.getByLabel('Value').fill(value)
  await keep('form')
  await form.getByRole('button', { name: 'Create lead' }).click()
  await form.waitFor({ state: 'hidden' })
}

test('a lead is begun, dragged to the next stage, and finished by keys; the contact’s record tells of it', async () => {
  await desk.openInbox()
  await desk.page.goto(`${desk.hub.url}/leads`)
  await begin('Wedding in May', '12500')
  await begin('Two nights', '300')
  await card('New', 'Wedding in May').getByText('$12,500').waitFor()
  await column('New').getByText('$12,800').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await keep('board')

  await card('New', 'Two nights').dragTo(card('New', 'Wedding in May'))
  await expect
    .poll(() => column('New').getByRole('listitem').first().textContent(), patience)
    .toContain('Two nights')
  await card('New', 'Wedding in May').dragTo(column('Qualified'))
  await card('Qualified', 'Wedding in May').waitFor()
  await desk.page.getByRole('status').getByText('Wedding in May is now in Qualified').waitFor()

  const menu = desk.page.getByRole('button', { name: 'Actions for Wedding in May' })
  await menu.focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('menuitem', { name: 'Move to Won' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  const focused = () => desk.page.evaluate('document.activeElement.textContent')
  for (let at = 0; at < 8 && (await focused()) !== 'Move to Won'; at += 1) {
    const before = await focused()
    await desk.page.keyboard.press('ArrowDown')
    await expect.poll(focused).not.toBe(before)
  }
  await desk.page.keyboard.press('Enter')
  await card('Won', 'Wedding in May').waitFor()

  await card('Won', 'Wedding in May').getByRole('link', { name: 'Bruno Keller' }).click()
  await desk.page.getByText('Marta Aurora moved “Wedding in May” from Qualified to Won').waitFor()
  await desk.page.getByRole('region', { name: 'Leads' }).getByText('Wedding in May').waitFor()
})

test('what another does is seen at once, on a phone, column by column', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await desk.page.goto(`${desk.hub.url}/leads`)
  await column('New').waitFor()
  const { data: contacts } = await desk.session.api.GET('/api/v1/contacts')
  const body = { contactId: contacts!.items[0]!.id, title: 'From elsewhere' }
  await desk.session.api.POST('/api/v1/leads', { body: body as never })
  await card('New', 'From elsewhere').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await keep('phone')
  await desk.page.getByRole('button', { name: 'Actions for From elsewhere' }).click()
  await desk.page.getByRole('menuitem', { name: 'Move to Lost' }).click()
  await card('Lost', 'From elsewhere').waitFor({ state: 'attached' })
  await desk.page.getByRole('button', { name: 'Actions for From elsewhere' }).click()
  await desk.page.getByRole('menuitem', { name: 'Remove' }).click()
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: /Remove “From/ })
    .click()
  await card('Lost', 'From elsewhere').waitFor({ state: 'detached' })
})

test('stages are named, ordered and added; one with leads stays and says why', async () => {
  await desk.openInbox()
  await desk.page.goto(`${desk.hub.url}/leads`)
  await begin('Stays', '1')
  await desk.page.getByRole('button', { name: /^Stages of/ }).click()
  const form = desk.page.getByRole('dialog')
  await form.getByLabel('Name of stage 2').fill('Visited')
  await form.getByRole('button', { name: 'Move Visited up' }).click()
  await form.getByRole('button', { name: 'Add a stage' }).click()
  await form.getByLabel('Name of stage 6').fill('Later')
  expect(await desk.seriousFaults()).toEqual([])
  await keep('stages')
  await form.getByRole('button', { name: 'Remove New' }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByRole('alert').getByText('Leads stand in this stage').waitFor()
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('button', { name: /^Stages of/ }).click()
  await form.getByLabel('Name of stage 2').fill('Visited')
  await form.getByRole('button', { name: 'Move Visited up' }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(
      async () => (await desk.page.getByRole('heading', { level: 3 }).allTextContents()).slice(0, 2),
      patience,
    )
    .toEqual(['Visited', 'New'])
})
