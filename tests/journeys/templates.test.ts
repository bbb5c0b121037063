import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub, until } from '../hub.ts'
import { patience } from '../patience.ts'
import { asOwner } from '../rows.ts'
import { password, twilioAccount } from '../world/cast.ts'
import { seedWorld } from '../world/seed.ts'
import { must, type Session, signIn } from '../world/session.ts'
import { seriousFaults } from './serious-faults.ts'

// A template in three languages, from the first word to Meta's approval, without a reload.

let hub: Hub
let browser: Browser
let session: Session
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
  await must(session.api.POST('/api/v1/templates/sync'))
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
})
afterAll(async () => {
  await browser?.close()
  await hub?.[Symbol.asyncDispose]()
})

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, locale: 'en-US' })
  await context.request.post(`${hub.url}/api/auth/sign-in/email`, {
    data: { email: 'owner@aurora.test', password },
    headers: { origin: hub.url },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patience.timeout)
  return page
}

async function picture(page: Page, name: string) {
  expect(await seriousFaults(page)).toEqual([])
  if (process.env['PARLEY_PICTURES'])
    await page.screenshot({ path: join(process.env['PARLEY_PICTURES'], `${name}.png`), fullPage: true })
}

const field = (page: Page | Locator, name: string) => page.getByRole('textbox', { name, exact: true })

async function addLanguage(page: Page, language: string, body: string, date: string) {
  await page.getByRole('combobox', { name: 'Add a language' }).click()
  await page.getByRole('option', { name: language, exact: true }).click()
  await page.getByText(`On the phone, ${language}`).waitFor()
  await field(page, 'Text').fill(body)
  await field(page, 'Example for {{2}}').fill(date)
}

const templatesNamed = async (name: string) =>
  (await must(session.api.GET('/api/v1/templates'))).items.filter((one) => one.name === name)

test('three languages are built side by side, submitted together, and Meta’s word appears by itself', async () => {
  const page = await openPage()
  await page.goto(`${hub.url}/templates`)
  await page.getByRole('link', { name: 'New template' }).click()
  await field(page, 'Name').fill('Booking moved')
  await expect.poll(() => field(page, 'Name').inputValue()).toBe('booking_moved')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Quick replies' }).click()

  await field(page, 'Text').fill('{{1}}, your booking was moved to {{2}} as you wished.')
  await page.getByText('must not begin with a variable').waitFor()
  await field(page, 'Text').fill('Hello {{1}}, your booking was moved to {{2}} as you wished.')
  await page.getByText('must not begin with a variable').waitFor({ state: 'detached' })
  await field(page, 'Quick reply').fill('All right')
  await field(page, 'Example for {{1}}').fill('Ana')
  await page.getByRole('combobox', { name: '{{1}} means' }).fill('contact.name')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('Give an example for {{2}}').waitFor()
  await field(page, 'Example for {{2}}').fill('12 March')
  await page.getByText('Hello Ana, your booking was moved to 12 March as you wished.').waitFor()
  await picture(page, 'builder-one')

  await addLanguage(
    page,
    'German',
    'Hallo {{1}}, Ihre Buchung wurde auf {{2}} wie gewünscht verlegt.',
    '12. März',
  )
  await page.getByText('Original: Hello {{1}}').waitFor()
  // Leaving loses nothing.
  await page.reload()
  await page
    .getByText('Deutsch')
    .or(page.getByText('German', { exact: true }))
    .first()
    .click()
  await addLanguage(
    page,
    'European Portuguese',
    'Olá {{1}}, a sua reserva mudou para {{2}} como pediu.',
    '12 de março',
  )
  await page.getByText('Olá Ana, a sua reserva mudou para 12 de março como pediu.').waitFor()
  await picture(page, 'builder-three')
  await page.getByRole('button', { name: 'Create in 3 languages' }).click()

  await page.getByRole('heading', { level: 1, name: 'booking_moved' }).waitFor()
  await page.getByText('Not submitted').first().waitFor()
  await picture(page, 'detail')
  await page.getByRole('button', { name: 'Submit for approval' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Utility' }).check()
  await picture(page, 'submit')
  await dialog.getByRole('button', { name: 'Submit for approval' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Received', { exact: true }).waitFor()
  const made = await until(
    () => templatesNamed('booking_moved'),
    (all) => all.length === 3 && all.every(({ status }) => status === 'received'),
  )
  expect(made.map(({ language }) => language)).toEqual(['de', 'en', 'pt_PT'])

  const verdicts = {
    en: { status: 'approved', category: 'MARKETING' },
    de: { status: 'rejected', reason: 'PROMOTIONAL' },
  }
  for (const { language, twilioSid } of made) {
    await hub.simulator.decide(
      twilioSid,
      verdicts[language as keyof typeof verdicts] ?? { status: 'approved' },
    )
  }
  // The page is open, and nobody reloads it. Meta is asked now and then; the test does not wait for it.
  await until(
    async () => {
      await asOwner(hub.databaseUrl, (client) =>
        client.query(
          `update pgboss.job set start_after = now() where name = 'templates.approval' and state in ('created', 'retry')`,
        ),
      )
      return await page.getByText('Approved', { exact: true }).count()
    },
    (shown) => shown > 0,
  )
  await page.getByText('Meta changed it from Utility to Marketing').waitFor()
  await page.getByRole('link', { name: 'German' }).click()
  await page.getByText('Meta’s reason: PROMOTIONAL').waitFor()
  await page.getByText('Duplicate it under another name').waitFor()
  await picture(page, 'rejected')
  await page.getByRole('button', { name: /Notifications, 1 unread/ }).waitFor()

  await page.goto(`${hub.url}/templates`)
  await page.getByRole('article', { name: 'booking_moved' }).waitFor()
  await picture(page, 'gallery')
})

test('a further language joins a template that is there; another kind is copied under another name', async () => {
  const page = await openPage()
  const [english] = await templatesNamed('booking_confirmed')
  await page.goto(`${hub.url}/templates/${english!.id}`)
  await page.getByRole('link', { name: 'Add a language' }).click()
  await page.getByText('English is there already').waitFor()
  await addLanguage(
    page,
    'French',
    'Bonjour {{1}}, votre chambre est réservée pour {{2}}. À bientôt chez nous !',
    '4 décembre',
  )
  await page.getByRole('button', { name: 'Create' }).click()
  await until(
    () => templatesNamed('booking_confirmed'),
    (all) => all.some(({ language }) => language === 'fr'),
  )
  await page.getByRole('link', { name: 'French' }).waitFor()

  // A submitted template is corrected in a copy, which brings all its languages.
  await page.getByRole('link', { name: 'Duplicate' }).click()
  await expect.poll(() => field(page, 'Name').inputValue()).toBe('booking_confirmed_2')
  await page.getByText('English', { exact: true }).first().waitFor()
  await page.getByText('French', { exact: true }).first().waitFor()
  await picture(page, 'copy')

  // A form whose choices a variable stands for has no editor here: it is copied as it is.
  await hub.simulator.putContent(`HX${'7'.repeat(32)}`, {
    account_sid: twilioAccount.sid,
    friendly_name: 'check_in_form',
    language: 'en',
    variables: { '1': '[]' },
    types: {
      'twilio/flows': {
        body: 'Check in before you arrive.',
        button_text: 'Begin',
        type: 'OTHER',
        pages: [{ id: 'a', title: 'You', layout: [{ type: 'LIST', label: 'Room', options: '{{1}}' }] }],
      },
    },
  })
  await must(session.api.POST('/api/v1/templates/sync'))
  const [form] = await templatesNamed('check_in_form')
  await page.goto(`${hub.url}/templates/${form!.id}`)
  await page.getByRole('button', { name: 'Duplicate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Duplicate' }).click()
  await page.getByRole('heading', { level: 1, name: 'check_in_form_2' }).waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await until(
    () => templatesNamed('check_in_form_2'),
    ({ length }) => length === 0,
  )
})

test('a list is built for the open window only, and is changed afterwards', async () => {
  const page = await openPage()
  await page.goto(`${hub.url}/templates/new`)
  const choose = async (name: string) => {
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name, exact: true }).click()
  }
  for (const kind of [
    'Carousel',
    'Place',
    'One-time code',
    'Catalog',
    'Form',
    'Published form',
    'Card for every channel',
  ]) {
    await choose(kind)
    await picture(page, `builder-${kind.toLowerCase().replaceAll(' ', '-')}`)
  }
  await choose('List')
  await page.getByText('only while the 24-hour window is open').waitFor()
  await field(page, 'Name').fill('which_day')
  await field(page, 'Text').fill('Which day suits you?')
  await field(page, 'Words on the button that opens the list').fill('Days')
  await field(page, 'Line 1').fill('Friday')
  await page.getByRole('button', { name: 'Line', exact: true }).click()
  await field(page, 'Line 2').fill('Saturday')
  await picture(page, 'builder-list')
  await page.getByRole('button', { name: 'Create' }).click()

  await page.getByText('It can be sent while the 24-hour window is open.').waitFor()
  expect(await page.getByRole('button', { name: 'Submit for approval' }).count()).toBe(0)
  await picture(page, 'template-list')
  await page.getByRole('link', { name: 'Edit' }).click()
  await field(page, 'Line 2').fill('Sunday')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'Edit' }).waitFor()
  await page.getByText('Sunday').waitFor()
  const [template] = await until(
    () => templatesNamed('which_day'),
    ([one]) => JSON.stringify(one?.content).includes('Sunday'),
  )
  expect(template!.content).toMatchObject({ items: [{ item: 'Friday' }, { item: 'Sunday' }] })
  expect((await must(session.api.POST('/api/v1/templates/sync'))).items).toContainEqual(
    expect.objectContaining({ twilioSid: template!.twilioSid, content: template!.content }),
  )
})

test('a form of two pages is built in two languages, approved, and reaches the phone; a card offers a call', async () => {
  const page = await openPage()
  await page.goto(`${hub.url}/templates/new`)
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Form', exact: true }).click()
  await page.getByText('only once Meta has approved it').waitFor()
  await field(page, 'Name').fill('check_in')
  await field(page, 'Text').fill('Check in before you arrive.')
  await field(page, 'Words on the button that opens the form').fill('Begin')
  const put = async (number: number, kind: string) => {
    await page.getByRole('button', { name: `Question, text or picture on page ${number}` }).click()
    // By the keyboard: what the check says comes a moment after the last key and moves the menu with the page.
    await page.getByRole('menuitem', { name: kind, exact: true }).press('Enter')
  }
  const first = page.getByRole('group', { name: 'Page 1' })
  await field(page, 'Title of the page').fill('You')
  await put(1, 'Heading')
  await field(first, 'What it says').fill('Welcome, {{1}}')
  await page.getByText('a variable is the whole text').waitFor()
  await field(first, 'What it says').fill('Welcome')
  await page.getByText('a variable is the whole text').waitFor({ state: 'detached' })
  await put(1, 'Short answer')
  await field(first, 'Question').fill('Name')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('This is needed.').first().waitFor()
  await field(first, 'Line that helps').fill('As in your passport')
  await page.getByRole('button', { name: 'Page', exact: true }).click()
  const second = page.getByRole('group', { name: 'Page 2' })
  await field(second, 'Title of the page').fill('Your stay')
  await put(2, 'One choice')
  await field(second, 'Question').fill('Which view?')
  await field(second, 'Choice 1').fill('Sea')
  await second.getByRole('button', { name: 'Choice', exact: true }).click()
  await field(second, 'Choice 2').fill('Garden')
  await put(2, 'Day')
  const day = second.getByRole('group', { name: '2 · Day' })
  await field(day, 'Question').fill('When do you come?')
  await field(day, 'First day').fill('2026-12-01')
  await field(day, 'Last day').fill('2026-11-01')
  await page.getByText('The last day comes before the first.').waitFor()
  await field(day, 'Last day').fill('2026-12-31')
  await page.getByText('The last day comes before the first.').waitFor({ state: 'detached' })
  await field(second, 'Words on the button that leads on').fill('Send')
  await page.getByText('2 of 2').waitFor()
  await picture(page, 'builder-form')
  await page.getByRole('combobox', { name: 'Add a language' }).click()
  await page.getByRole('option', { name: 'German', exact: true }).click()
  await page.getByText('On the phone, German').waitFor()
  await field(first, 'Title of the page').fill('Sie')
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, 'builder-form-phone')
  await page.setViewportSize({ width: 1400, height: 1000 })
  await page.getByRole('button', { name: 'Create in 2 languages' }).click()
  await page.getByText('Not submitted').first().waitFor()
  await picture(page, 'template-form')

  const made = await templatesNamed('check_in')
  expect(made.map(({ language, preview }) => [language, preview.pages.map(({ title }) => title)])).toEqual([
    ['de', ['Sie', 'Your stay']],
    ['en', ['You', 'Your stay']],
  ])
  const { id, twilioSid } = made[1]!
  await must(
    session.api.POST('/api/v1/templates/{templateId}/submission', {
      params: { path: { templateId: id } },
      body: { name: 'check_in', category: 'UTILITY', allowCategoryChange: true },
    }),
  )
  await hub.simulator.decide(twilioSid, { status: 'approved' })
  await must(session.api.POST('/api/v1/templates/sync'))
  const guest = 'whatsapp:+491701234599'
  await hub.simulator.addPhone({ address: guest, profile_name: 'Lena' })
  await hub.simulator.write(guest, 'whatsapp:+12025550101', 'Hello')
  await until(
    async () => (await must(session.api.GET('/api/v1/conversations'))).items,
    (all) => all.some(({ contact }) => contact.address === guest),
  )
  await must(
    session.api.POST('/api/v1/messages', {
      body: { to: guest, template: { templateId: id, variables: {} } },
    }),
  )
  await until(
    () => hub.simulator.messages(guest),
    (all) => all.some(({ content }) => content?.type === 'twilio/flows'),
  )

  // It is filled in on the phone, and what was filled in is read in the inbox.
  await page.goto(`${hub.simulatorUrl}/simulator`)
  const phone = page.getByRole('region', { name: 'Phone of Lena' })
  await phone
    .getByRole('button', { name: /Hotel Aurora/ })
    .first()
    .click()
  await phone.getByRole('button', { name: 'Begin' }).click()
  const sheet = phone.getByRole('dialog')
  await sheet.getByLabel('Name').fill('Lena Vogt')
  await picture(page, 'phone-form')
  await sheet.getByRole('button', { name: 'Next' }).click()
  await sheet.getByLabel('Which view?').selectOption('Garden')
  await sheet.getByLabel('When do you come?').fill('2026-12-12')
  await sheet.getByRole('button', { name: 'Send' }).click()
  await phone.getByText('Lena Vogt').waitFor()
  await picture(page, 'phone-form-sent')
  const { items: conversations } = await must(session.api.GET('/api/v1/conversations'))
  const { id: conversationId } = conversations.find(({ contact }) => contact.address === guest)!
  await page.goto(`${hub.url}/inbox/${conversationId}`)
  await page.getByText('Filled in a form').waitFor()
  await page.getByText('Lena Vogt', { exact: true }).waitFor()
  await picture(page, 'inbox-form')

  for (const kind of ['Card', 'Card for every channel']) {
    await page.goto(`${hub.url}/templates/new`)
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: kind, exact: true }).click()
    const name = kind === 'Card' ? 'talk_to_us' : 'talk_anywhere'
    await field(page, 'Name').fill(name)
    await field(page, kind === 'Card' ? 'Text' : 'Title').fill('We are here for you.')
    await page.getByRole('button', { name: 'Call on WhatsApp' }).click()
    await field(page, 'Call on WhatsApp').fill('Talk to us')
    await picture(page, `builder-${name}`)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    const [card] = await templatesNamed(name)
    expect(card!.preview.buttons).toEqual([{ label: 'Talk to us', kind: 'voice_call', target: null }])
    // What Twilio took is what was built.
    await must(session.api.POST('/api/v1/templates/sync'))
    expect((await templatesNamed(name))[0]!.content).toMatchObject({
      actions: [{ type: 'VOICE_CALL', title: 'Talk to us' }],
    })
  }
})
