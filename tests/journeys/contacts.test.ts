import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { InboxDesk } from './inbox-desk.ts'

// A list comes in, a contact is added by hand, and their consent is written down.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
}, 120_000)
afterAll(() => desk?.close())
afterEach(() => desk.leave())

test('a list is matched, brought in, and its broken rows are shown by line', async () => {
  await desk.openInbox()
  const { page } = desk
  await page.getByRole('link', { name: 'Contacts' }).click()
  await page.getByRole('link', { name: 'Import' }).click()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('import-drop')
  const content = 'Kunde;Handynummer;Datum\nAnna Alt;+4930111222333;\nBen Neu;030 99887766;\nCora;keine;\n'
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'kunden.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
  await page.getByText('These are the columns of kunden.csv').waitFor()
  await page.getByRole('combobox', { name: 'Kunde' }).click()
  await page.getByRole('option', { name: 'Name', exact: true }).click()
  await page.getByRole('combobox', { name: /^Country of numbers/ }).click()
  await page.getByRole('option', { name: 'Germany' }).click()
  await page.getByRole('textbox', { name: 'Words they agreed to' }).fill('I want news of the hotel')
  await page.getByRole('textbox', { name: 'Where they agreed' }).fill('Guest book')
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('import-columns')
  await page.getByRole('button', { name: 'Import contacts' }).click()
  await page.getByText('3 rows of kunden.csv were read').waitFor()
  await page.getByRole('cell', { name: 'This is no phone number keine' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('import-outcome')
  await page.getByRole('link', { name: 'To the contacts' }).click()
  await page.getByRole('link', { name: 'Ben Neu' }).click()
  await page.getByText('I want news of the hotel').waitFor()
  await page.getByText(/Guest book/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('contact-consent')
})

test('on a phone, in the dark: a contact is added and agrees', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const { page } = desk
  await page.getByRole('link', { name: 'Contacts' }).click()
  await page.getByRole('button', { name: 'Add contact' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add contact' })
  await dialog.getByRole('textbox', { name: /^WhatsApp number/ }).fill('12345')
  await dialog.getByRole('button', { name: 'Add contact' }).click()
  await dialog.getByText(/Write the number with its country code/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await dialog.getByRole('textbox', { name: /^WhatsApp number/ }).fill('+351 912 000 111')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Dora Nova')
  await dialog.getByRole('button', { name: 'Add contact' }).click()
  await page.getByRole('heading', { name: 'Dora Nova', level: 1 }).waitFor()
  await page.getByText('Nothing said').waitFor()
  await page.getByRole('button', { name: 'Write down' }).click()
  const recording = page.getByRole('dialog', { name: 'Write down a consent' })
  await recording.getByRole('textbox', { name: /^In which words/ }).fill('Tell me when the room is ready')
  await recording.getByRole('textbox', { name: /^Where/ }).fill('Front desk')
  expect(await desk.seriousFaults()).toEqual([])
  await recording.getByRole('button', { name: 'Write down' }).click()
  await page.getByText('Opted in', { exact: true }).first().waitFor()
  await page.getByText('Tell me when the room is ready').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('contact-consent')
})
