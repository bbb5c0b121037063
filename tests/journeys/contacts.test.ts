import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../hub.ts'
import { InboxDesk } from './inbox-desk.ts'

// A list comes in, a contact is added by hand, and their consent is written down.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
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
  await page.getByRole('option', { name: 'Name or first name', exact: true }).click()
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

test('a page of a contact is shown at once, so that nothing moves what is pressed', async () => {
  await desk.openInbox()
  const { page } = desk
  await page.getByRole('link', { name: 'Contacts' }).click()
  let late = 0
  await page.route(/\/api\/v1\/(leads|contacts\/[^/]+\/(consents|duplicates|twin|cost))/, async (route) => {
    late += 1
    await new Promise((done) => setTimeout(done, 100 + 150 * late))
    await route.continue()
  })
  await page.getByRole('link', { name: 'Bruno Keller' }).click()
  const owner = page.getByRole('combobox', { name: 'Owner' })
  await owner.waitFor()
  const before = await owner.boundingBox()
  await page.waitForLoadState('networkidle')
  expect(late).toBe(5)
  expect(await owner.boundingBox()).toEqual(before)
})

test('fields and tags: defined, brought in by a list, corrected row by row, filtered, saved and chosen', async () => {
  await desk.openInbox()
  const { page } = desk
  await page.goto(`${desk.hub.url}/settings?tab=fields`)
  await page.getByText('No field yet').waitFor()
  await desk.picture('fields-empty')
  await page.getByRole('button', { name: 'Add field' }).click()
  const form = page.getByRole('dialog', { name: 'Add field' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Stays')
  await form.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Number' }).click()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('field-form')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('article', { name: 'Stays' }).waitFor()

  // A list with broken rows: they are shown by line and reason, downloaded, corrected and brought in.
  await page.goto(`${desk.hub.url}/contacts/import`)
  const bring = async (name: string, content: string) => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
    await page.getByText(`These are the columns of ${name}`).waitFor()
    await page.getByRole('button', { name: 'Import contacts' }).click()
  }
  const rows = Array.from({ length: 300 }, (_, n) =>
    [
      `Guest ${n}`,
      `+4940${7_000_000 + n}`,
      n % 3 === 0 ? 'VIP' : '',
      n % 100 === 50 ? 'often' : String(n % 9),
    ].join(','),
  )
  await bring('guests.csv', ['Name,Phone,Tags,Stays', ...rows].join('\n'))
  await page.getByText('300 rows of guests.csv were read').waitFor()
  await page.getByText('3 rows were not taken').waitFor()
  await page.getByRole('row', { name: /^52 This does not fit the field Stays: often/ }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('import-broken')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download these rows' }).click()
  const file = await (await download).path()
  const corrected = readFileSync(file, 'utf8').replaceAll(',often,', ',7,')
  await page.getByRole('link', { name: 'Import another list' }).click()
  await bring('corrected.csv', corrected)
  await page.getByText('3 rows of corrected.csv were read').waitFor()
  await page.getByText(/were not taken/).waitFor({ state: 'detached' })

  // Whoever left finds their lists again.
  await page.getByRole('link', { name: 'Import another list' }).click()
  await page.getByText(/^Done · Not taken 3/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await page.getByRole('link', { name: 'guests.csv' }).click()
  await page.getByText('3 rows were not taken').waitFor()

  await page.getByRole('link', { name: 'To the contacts' }).click()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await desk.picture('filter-menu')
  await page.getByRole('menuitem', { name: 'Tag', exact: true }).click()
  await page.getByRole('option', { name: 'VIP' }).click()
  await desk.picture('filter-open')
  expect(await desk.seriousFaults()).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('100 contacts', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Stays' }).click()
  await page.getByRole('combobox', { name: 'Stays' }).click()
  await page.getByRole('option', { name: 'is more than' }).click()
  await page.getByRole('textbox', { name: 'Value' }).fill('5')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('33 contacts', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Save filter' }).click()
  const saving = page.getByRole('dialog', { name: 'Save filter' })
  await saving.getByRole('textbox', { name: 'Name' }).fill('Faithful guests')
  await saving.getByRole('button', { name: 'Save filter' }).click()
  await page.getByRole('combobox', { name: 'Saved filters' }).waitFor()
  await page.getByRole('button', { name: 'Tags', exact: true }).click()
  const tagging = page.getByRole('dialog', { name: 'Tags for these contacts' })
  await tagging.getByText('For all 33 contacts').waitFor()
  await tagging.getByRole('combobox', { name: 'Put on' }).fill('Faithful')
  await page.keyboard.press('Enter')
  expect(await desk.seriousFaults()).toEqual([])
  await tagging.getByRole('button', { name: 'Change tags' }).click()
  await tagging.getByText('33 contacts were changed').waitFor()
  await tagging.getByRole('button', { name: 'Close' }).last().click()
  await desk.picture('contacts-filtered')
  expect(await desk.seriousFaults()).toEqual([])

  // The record.
  await page.getByRole('link', { name: 'Guest 294', exact: true }).click()
  await page.getByRole('textbox', { name: 'Stays' }).fill('8')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('contact-record')

  // And the audience of a campaign.
  await page.goto(`${desk.hub.url}/campaigns/new`)
  await page.getByRole('combobox', { name: 'Saved filters' }).click()
  await page.getByRole('option', { name: 'Faithful guests' }).click()
  await page.getByText('33 contacts', { exact: true }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-saved-filter')
})

test('two records of one person are found, compared and made one', async () => {
  const guest = await desk.guest('Lia Prado')
  await guest.write({ body: 'Is breakfast included?' })
  await desk.openInbox()
  const { page } = desk
  const listed = async (search: string) =>
    (await desk.session.api.GET('/api/v1/contacts', { params: { query: { search } } })).data?.items[0]
  const { id } = (await until(
    () => listed('Lia Prado'),
    (one) => one !== undefined,
  ))!
  const { items: members } = (await desk.session.api.GET('/api/v1/members')).data!
  const same = { givenName: 'Lia Prado', ownerId: members[0]!.id }
  const change = (contactId: string, body: object) =>
    desk.session.api.PATCH('/api/v1/contacts/{contactId}', { params: { path: { contactId } }, body })
  await change(id, same)
  const added = await desk.session.api.POST('/api/v1/contacts', { body: { phone: '+351 912 000 333' } })
  const old = added.data!.id
  await change(old, { ...same, language: 'en', tags: ['Wedding'] })
  await desk.session.api.POST('/api/v1/contacts/{contactId}/consents', {
    params: { path: { contactId: old } },
    body: { kind: 'opt_out', wording: 'Nothing more, please', place: 'Front desk' },
  })

  await page.goto(`${desk.hub.url}/contacts/${id}`)
  const maybe = page.getByRole('region', { name: 'May be the same person' })
  await maybe.getByText('The same name and owner').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('merge-maybe')
  await maybe.getByRole('link', { name: 'Compare' }).click()
  await page.getByRole('heading', { name: 'Merge two contacts', level: 1 }).waitFor()
  await page.getByText('An opt-out of either holds for both').waitFor()
  await page
    .getByRole('radiogroup', { name: 'Language' })
    .getByRole('radio', { name: /English/ })
    .check()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('merge-compare')
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByText('This cannot be undone').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
  await page.getByRole('heading', { name: 'Lia Prado', level: 1 }).waitFor()
  await page.getByText('merged Lia Prado into this contact').waitFor()
  await page
    .getByText(/^Opted out of/)
    .first()
    .waitFor()
  await page.getByText('Nothing more, please').first().waitFor()
  await maybe.waitFor({ state: 'detached' })
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('merge-merged')

  // The old address leads to what it became.
  await page.goto(`${desk.hub.url}/contacts/${old}`)
  await page.waitForURL(`**/contacts/${id}`)
  await page.getByText('Wedding').first().waitFor()
})

test('on a phone, in the dark: somebody is merged with a contact that is looked up', async () => {
  const guest = await desk.guest('Rui Matos')
  await guest.write({ body: 'Hello' })
  const search = async (text: string) =>
    (await desk.session.api.GET('/api/v1/contacts', { params: { query: { search: text } } })).data?.items[0]
  const { id } = (await until(
    () => search('Rui Matos'),
    (one) => one !== undefined,
  ))!
  const other = await desk.session.api.POST('/api/v1/contacts', {
    body: { phone: '+351 912 000 444', givenName: 'R. Matos' },
  })
  await desk.session.api.POST('/api/v1/contacts/{contactId}/consents', {
    params: { path: { contactId: other.data!.id } },
    body: { kind: 'opt_out', wording: 'No more', place: 'Front desk' },
  })
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const { page } = desk
  await page.goto(`${desk.hub.url}/contacts/${id}`)
  await page.getByRole('button', { name: 'Merge with…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Merge with…' })
  await dialog.getByRole('combobox', { name: 'The other contact' }).fill('R. Matos')
  await page.getByRole('option', { name: /R\. Matos/ }).click()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('merge-with')
  await dialog.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('heading', { name: 'Merge two contacts', level: 1 }).waitFor()
  await page.getByText('An opt-out of either holds for both').scrollIntoViewIfNeeded()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('merge-phone')
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click()
  await page.getByRole('heading', { name: 'R. Matos', level: 1 }).waitFor()
})

test('whoever picked the wrong file stops it on its way', async () => {
  await desk.openInbox()
  const { page } = desk
  await page.goto(`${desk.hub.url}/contacts/import`)
  const rows = Array.from({ length: 200_000 }, (_, n) => `Wrong ${n},+4943${2_000_000 + n}`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'wrong.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Name,Phone', ...rows].join('\n')),
  })
  await page.getByText('These are the columns of wrong.csv').waitFor()
  await page.getByRole('button', { name: 'Import contacts' }).click()
  await page.getByRole('button', { name: 'Stop this import' }).click()
  await page.getByText(/^Canceled: [\d,]+ contacts of wrong.csv were written/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('import-canceled')
  await page.getByRole('link', { name: 'Import another list' }).click()
  await page.getByText(/^Canceled · /).waitFor()
})
