import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../hub.ts'
import { twilioAccount } from '../world/cast.ts'
import { patience } from '../patience.ts'
import { frontDesk, InboxDesk } from './inbox-desk.ts'

// Consent on screen: written down, asked for on a public page, declined in own words, and proved.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const settings = () => desk.page.goto(`${desk.hub.url}/settings?tab=consent`)
const section = (name: string) => desk.page.getByRole('region', { name, exact: true })
const keep = async (name: string, fullPage = false) => {
  if (process.env['PARLEY_PICTURES'])
    await desk.page.screenshot({ path: `${process.env['PARLEY_PICTURES']}/consent-${name}.png`, fullPage })
}

test('a yes that was said at the desk is written down, ended by STOP, and both are on the record and the paper', async () => {
  const inga = await desk.guest('Inga Consent')
  await inga.write({ body: 'Hello' })
  await expect.poll(() => desk.conversationOf(inga), patience).toBeDefined()
  const { contact } = (await desk.conversationOf(inga))!
  await desk.openInbox()
  await desk.page.goto(`${desk.hub.url}/contacts/${contact.id}`)
  const card = section('Consent')
  await card.getByText('Nothing said').waitFor()
  await card.getByRole('button', { name: 'Write down' }).click()
  const form = desk.page.getByRole('dialog')
  await form.getByLabel('In which words').fill('Send me the summer programme on WhatsApp')
  await form.getByLabel('Where').fill('Front desk')
  expect(await desk.seriousFaults()).toEqual([])
  await keep('record')
  await form.getByRole('button', { name: 'Write down' }).click()
  await card.getByText('Yes to every number').waitFor()
  await card.getByText('Written down · Marta Aurora · Front desk').waitFor()
  await card.getByText('Opted in', { exact: true }).waitFor()

  await inga.write({ body: 'Abmelden' })
  await card.getByText('No to +12025550101').waitFor()
  await card.getByText('Opted out', { exact: true }).waitFor()
  await expect
    .poll(async () => (await desk.hub.simulator.messages(inga.address)).at(-1)?.body, patience)
    .toContain('keine Nachrichten mehr')
  expect(await desk.seriousFaults()).toEqual([])
  await keep('contact', true)
  const [paper] = await Promise.all([
    desk.page.waitForEvent('download'),
    card.getByRole('link', { name: 'PDF' }).click(),
  ])
  expect(paper.suggestedFilename()).toMatch(/^consent-.+\.pdf$/)
  if (process.env['PARLEY_PICTURES']) await paper.saveAs(`${process.env['PARLEY_PICTURES']}/proof.pdf`)
})

test('a page is made, looks right to whoever opens it, and counts the yes that comes by its message', async () => {
  await desk.openInbox()
  await settings()
  const pages = section('Opt-in pages')
  await pages.getByRole('button', { name: 'New page' }).click()
  const form = desk.page.getByRole('dialog')
  await form.getByLabel('Heading').fill('Summer at the lake')
  await form
    .getByLabel('What people agree to')
    .fill('Hotel Aurora may send me its summer programme on WhatsApp, at most twice a month.')
  await form.getByRole('checkbox', { name: 'Let people type their number' }).check()
  await form.getByText(/^No approved template of this number can ask/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await keep('page-form')
  await form.getByRole('button', { name: 'Make page' }).click()
  const card = pages.getByRole('article', { name: 'Summer at the lake' })
  await card.getByText('0 opt-ins').waitFor()
  await card.getByText('The page takes no number').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await keep('settings', true)
  const [png] = await Promise.all([
    desk.page.waitForEvent('download'),
    card.getByRole('link', { name: 'QR code, PNG' }).click(),
  ])
  expect(png.suggestedFilename()).toMatch(/^opt-in-.+\.png$/)
  const url = (await card.getByRole('link', { name: 'Look at it' }).getAttribute('href'))!

  await desk.page.goto(url)
  await desk.page.getByRole('heading', { level: 1, name: 'Summer at the lake' }).waitFor()
  await desk.page.getByRole('img', { name: 'Code that opens WhatsApp' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await keep('public')
  const link = (await desk.page.getByRole('link', { name: 'Agree in WhatsApp' }).getAttribute('href'))!
  const inga = await desk.guest('Inga Joins', frontDesk)
  await inga.write({ body: new URL(link).searchParams.get('text') })
  await settings()
  await card.getByText('1 opt-in', { exact: false }).waitFor()

  await card.getByRole('button', { name: 'Close page' }).click()
  await card.getByText('Closed', { exact: true }).waitFor()
  await desk.page.goto(url)
  await desk.page.getByRole('heading', { level: 1, name: 'This page is closed' }).waitFor()
})

test('on a phone, in Portuguese and in the dark, a number is left; what was typed wrongly is kept', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'pt-BR' })
  const { data: senders } = await desk.session.api.GET('/api/v1/senders')
  await desk.hub.simulator.putContent(`HX${'7'.repeat(32)}`, {
    account_sid: twilioAccount.sid,
    friendly_name: 'hotel_ask',
    language: 'pt_BR',
    variables: {},
    types: {
      'twilio/quick-reply': {
        body: 'O Hotel Aurora pode escrever para você aqui?',
        actions: [{ title: 'Sim, pode', id: 'yes' }],
      },
    },
    approval: { name: 'hotel_ask', category: 'UTILITY', status: 'approved' },
  })
  const synced = await desk.session.api.POST('/api/v1/templates/sync')
  const { data: page } = await desk.session.api.POST('/api/v1/opt-in-pages', {
    body: {
      senderId: senders!.items[0]!.id,
      templateId: synced.data!.items.find(({ name }) => name === 'hotel_ask')!.id,
      title: 'Novidades do hotel',
      wording: 'O Hotel Aurora pode me enviar ofertas no WhatsApp.',
      asksNumber: true,
    },
  })
  await desk.page.goto(page!.url)
  const number = desk.page.getByLabel('Seu número do WhatsApp')
  await number.fill('12345')
  await desk.page.getByRole('button', { name: 'Pergunte-me no WhatsApp' }).click()
  await desk.page.getByRole('alert').getByText('Não conseguimos ler este número').waitFor()
  await expect.poll(() => number.inputValue()).toBe('12345')
  expect(await desk.seriousFaults()).toEqual([])
  expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await keep('public-phone', true)
  const guest = 'whatsapp:+5511988887777'
  await desk.hub.simulator.addPhone({ address: guest, profile_name: 'Nina' })
  await number.fill('+55 11 98888-7777')
  await desk.page.getByRole('button', { name: 'Pergunte-me no WhatsApp' }).click()
  await desk.page.getByRole('heading', { level: 1, name: 'Veja o seu WhatsApp' }).waitFor()
  await keep('public-asked', true)
  await until(
    () => desk.hub.simulator.messages(guest),
    (messages) => messages.length === 1,
  )
  await desk.hub.simulator.tap(guest, senders!.items[0]!.address, { text: 'Sim, pode', payload: 'yes' })
  await settings()
  await desk.page.getByRole('article', { name: 'Novidades do hotel' }).getByText('1 aceite').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await keep('settings-phone', true)
})

test('own words are added and heard; a file of opt-outs says what became of it', async () => {
  await desk.openInbox()
  await settings()
  const words = section('Opt-outs')
  await words.getByLabel('Also stops').fill('Genug')
  await desk.page.keyboard.press('Enter')
  await words.getByLabel('Your own text for it').fill('Verstanden.')
  await words.getByRole('button', { name: 'Save' }).click()
  await desk.page.getByRole('status').getByText('Saved').waitFor()
  const inga = await desk.guest('Inga Enough')
  await inga.write({ body: 'genug!' })
  await expect
    .poll(async () => (await desk.hub.simulator.messages(inga.address)).at(-1)?.body, patience)
    .toBe('Verstanden.')

  const list = section('Lists of those who opted out').getByRole('article', { name: '+12025550101' })
  const brought = 'phone\n+4915770009999\nnobody\n'
  await list
    .getByLabel('File of opt-outs for +12025550101')
    .setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(brought) })
  await list.getByText('1 address closed').waitFor()
  await list.getByText('Line 3: nobody').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  const [file] = await Promise.all([
    desk.page.waitForEvent('download'),
    list.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('opted-out-12025550101.csv')
})
