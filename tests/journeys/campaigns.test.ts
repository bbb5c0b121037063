import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { InboxDesk, patience } from './inbox-desk.ts'

// A campaign from its plan to its report: whom, what, how; drafts looked through by key; sent, answered, told.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
  await desk.session.api.POST('/api/v1/templates/sync')
}, 120_000)
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const button = (name: string | RegExp) => desk.page.getByRole('button', { name })

test('a plan is made, its drafts are looked through, it goes out, and the report tells what came of it', async () => {
  const guests = []
  for (const name of ['Ines Um', 'Jonas Zwei', 'Karla Three', 'Leo Four']) {
    const guest = await desk.guest(name)
    await guest.write({ body: 'Hello' })
    guests.push(guest)
  }
  await desk.openInbox()
  const { page } = desk
  await page.getByRole('link', { name: 'Campaigns' }).click()
  await page.getByRole('heading', { name: 'No campaigns yet' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaigns-empty')
  await page.getByRole('link', { name: 'New campaign' }).click()

  await page.getByRole('textbox', { name: 'Name' }).fill('Welcome back')
  await page.getByRole('switch', { name: 'Only those who agreed to hear from us' }).click()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Country' }).click()
  await page.getByRole('option', { name: 'Germany' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Country: Germany', exact: true }).waitFor()
  await page.getByText(/^[4-9] contacts$/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-who')
  await button('Next').click()

  await page.getByRole('combobox', { name: 'Template' }).click()
  await page.getByRole('option', { name: /booking_confirmed/ }).click()
  await page.getByRole('textbox', { name: 'Variable 2' }).fill('Friday')
  await page
    .getByRole('textbox', { name: /^Text for those/ })
    .fill('Hello {{first_name|there}}, shall we heat the sauna?')
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-what')
  await button('Next').click()

  await page.getByRole('switch', { name: 'Nobody is disturbed at night' }).click()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-how')
  await button('Save plan').click()

  await button('Launch').click()
  await page.getByRole('tab', { name: /^Review/ }).click()
  await page.getByText('Hello Leo, shall we heat the sauna?').first().waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-review')

  // One is edited, one rejected, the others approved, by keys alone.
  const shown = page.getByRole('link', { name: /Ines Um|Jonas Zwei|Karla Three|Leo Four|Bruno Keller/ })
  const first = await shown.first().textContent()
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: /window is open/ }).fill('The sauna is warm.')
  await button('Approve as edited').click()
  await expect.poll(() => shown.first().textContent(), patience).not.toBe(first)
  const second = await shown.first().textContent()
  await page.keyboard.press('x')
  await expect.poll(() => shown.first().textContent(), patience).not.toBe(second)
  await page.getByRole('checkbox', { name: 'Choose all shown' }).click()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-review-many')
  await button(/^Approve \d/).click()
  await page.getByRole('heading', { name: 'Nothing to review' }).waitFor()

  await page.getByRole('tab', { name: 'Overview' }).click()
  const now = page.getByRole('listitem').filter({ hasText: 'Skipped' })
  await expect.poll(() => now.textContent(), patience).toBe('Skipped 1')
  await page.getByText('Done', { exact: true }).waitFor()
  await page.getByRole('row', { name: /^Delivered [1-9]/ }).waitFor()
  await button('Show as a table').click()
  await page.getByRole('columnheader', { name: 'a minute' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await button('Show as a chart').click()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-overview')

  const edited = guests.find(({ name }) => name === first)
  if (edited) {
    const bodies = async () => (await desk.hub.simulator.messages(edited.address)).map(({ body }) => body)
    await expect.poll(bodies, patience).toContain('The sauna is warm.')
  }
  await page.getByRole('tab', { name: 'Report' }).click()
  await page.getByText('Rejected by a person').first().waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-report')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
})

test('on a phone, in the dark, in Portuguese: the list, a campaign and its plan', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'pt-BR' })
  const { page } = desk
  await page.getByRole('link', { name: 'Campanhas' }).click()
  await page.getByRole('link', { name: /Welcome back/ }).click()
  await page.getByText('Concluída').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-overview-dark')
  await page.getByRole('link', { name: 'Campanhas' }).first().click()
  await page.getByRole('link', { name: 'Nova campanha' }).click()
  await page.getByRole('textbox', { name: 'Nome' }).fill('Primavera')
  await page
    .getByText(/contatos?$/)
    .first()
    .waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-who-dark')
})
