import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../hub.ts'
import { must } from '../world/session.ts'
import { patience } from '../patience.ts'
import { InboxDesk } from './inbox-desk.ts'

// A campaign from its plan to its report: whom, what, how; drafts looked through by key; sent, answered, told.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
  await desk.session.api.POST('/api/v1/templates/sync')
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const button = (name: string | RegExp) => desk.page.getByRole('button', { name })

test('a plan is made, its drafts are looked through, it goes out, and the report tells what came of it', async () => {
  const guests = []
  for (const name of ['Ines Um', 'Jonas Zwei', 'Karla Three', 'Leo Four']) {
    const guest = await desk.guest(name)
    await guest.write({ body: 'Hello' })
    await until(
      () => desk.conversationOf(guest),
      (found) => found !== undefined,
    )
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
  const meant = 5
  await page.getByText('5 contacts', { exact: true }).waitFor()
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
  const boxes = page.getByRole('list', { name: 'Drafts that wait' }).getByRole('checkbox')
  await page.getByText(`To review ${meant}`, { exact: true }).waitFor()
  await expect.poll(() => boxes.count()).toBe(meant)
  await page.getByText('Hello Leo, shall we heat the sauna?').first().waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('campaign-review')
  // On a phone what decides is in reach without scrolling, above the bar of places.
  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate('window.scrollTo(0, 0)')
  const lowest = async (name: string) => {
    const box = (await page.getByRole('button', { name, exact: true }).boundingBox())!
    return box.y + box.height
  }
  for (const name of ['Approve', 'Edit', 'Reject', 'Later'])
    await expect.poll(() => lowest(name), patience).toBeLessThan(844 - 58)
  await desk.picture('campaign-review-phone')
  await page.setViewportSize({ width: 1400, height: 860 })

  // One is edited, one rejected, the others approved, by keys alone.
  const shown = page.getByRole('link', { name: /Ines Um|Jonas Zwei|Karla Three|Leo Four|Bruno Keller/ })
  const first = await shown.first().textContent()
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: /window is open/ }).fill('The sauna is warm.')
  await button('Approve as edited').click()
  await page.getByText(`To review ${meant - 1}`, { exact: true }).waitFor()
  await expect.poll(() => shown.first().textContent(), patience).not.toBe(first)
  const second = await shown.first().textContent()
  await page.keyboard.press('x')
  await page.getByText(`To review ${meant - 2}`, { exact: true }).waitFor()
  await expect.poll(() => shown.first().textContent(), patience).not.toBe(second)
  await expect.poll(() => boxes.count()).toBe(meant - 2)
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

/** A campaign for new contacts of these names, whose drafts wait. */
async function prepared(name: string, names: readonly string[]): Promise<string> {
  const { api } = desk.session
  const { items: templates } = await must(api.GET('/api/v1/templates'))
  const { id: templateId, connectorId } = templates.find((one) => one.name === 'booking_confirmed')!
  const { items: senders } = await must(
    api.GET('/api/v1/connectors/{connectorId}/senders', { params: { path: { connectorId } } }),
  )
  for (const [at, givenName] of names.entries()) {
    const phone = `+5511${String(name.length).padStart(2, '9')}${String(70_000 + at).padStart(7, '0')}`
    const { id: contactId } = await must(
      api.POST('/api/v1/contacts', { body: { phone, givenName: `${givenName} ${name}` } }),
    )
    const body = { kind: 'opt_in' as const, wording: 'Yes', place: 'Desk' }
    await must(api.POST('/api/v1/contacts/{contactId}/consents', { params: { path: { contactId } }, body }))
    await desk.hub.simulator.addPhone({ address: `whatsapp:${phone}`, profile_name: givenName })
  }
  const { id: campaignId } = await must(
    api.POST('/api/v1/campaigns', {
      body: {
        name,
        kind: 'one_shot',
        connectorId,
        senderIds: [senders.find(({ active }) => active)!.id],
        audience: { all: [{ field: 'search', is: name }] },
        steps: [
          { text: '', waitSeconds: 0, templateId, variables: { '1': '{{first_name}}', '2': 'Friday' } },
        ],
      },
    }),
  )
  const params = { path: { campaignId } }
  await must(api.POST('/api/v1/campaigns/{campaignId}/prepare', { params }))
  await until(
    () => must(api.GET('/api/v1/campaigns/{campaignId}', { params })),
    ({ progress }) => progress.review === names.length,
  )
  return campaignId
}

test('many drafts are searched, chosen from here to there or all together, and rejecting them asks once', async () => {
  const people = Array.from({ length: 60 }, (_, at) => `${at < 8 ? 'Bea' : 'Ana'}${at}`)
  const campaignId = await prepared('Hundreds', people)
  await desk.openInbox()
  const { page } = desk
  await page.goto(`${desk.hub.url}/campaigns/${campaignId}?tab=review`)
  await page.getByText('To review 60', { exact: true }).waitFor()

  // From the second to the fifth.
  const boxes = page.getByRole('list', { name: 'Drafts that wait' }).getByRole('checkbox')
  await boxes.nth(1).click()
  await boxes.nth(4).click({ modifiers: ['Shift'] })
  await button('Reject 4').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reject 4' }).click()
  await page.getByText('To review 56', { exact: true }).waitFor()

  // A letter is a decision also while a box has the focus.
  await boxes.nth(1).click()
  await page.keyboard.press('a')
  await page.getByText('To review 55', { exact: true }).waitFor()

  const names = () => boxes.evaluateAll((all) => all.map((box) => box.getAttribute('aria-label') ?? ''))
  await page.getByRole('searchbox', { name: 'Name or number' }).fill('Bea')
  await expect
    .poll(async () => new Set((await names()).map((name) => name.includes('Bea'))))
    .toEqual(new Set([true]))
  const found = (await names()).length
  await page.getByRole('checkbox', { name: 'Choose all shown' }).click()
  await button(`Approve ${found}`).click()
  await page.getByRole('heading', { name: 'No draft is for a contact like that' }).waitFor()
  expect(await desk.seriousFaults()).toEqual([])

  await page.getByRole('searchbox', { name: 'Name or number' }).fill('')
  const left = 55 - found
  await page.getByText(`To review ${left}`, { exact: true }).waitFor()
  await expect.poll(() => boxes.count()).toBe(left)
  await page.getByRole('checkbox', { name: 'Choose all shown' }).click()
  await button(`Approve ${left}`).click()
  await page.getByRole('heading', { name: 'Nothing to review' }).waitFor()
})

test('who looks at a campaign sees what happens to it, without asking all the time', async () => {
  const campaignId = await prepared('Live', ['Lia', 'Leo'])
  const { api } = desk.session
  const params = { path: { campaignId } }
  await must(api.POST('/api/v1/campaigns/{campaignId}/approve', { params }))
  await desk.openInbox()
  const { page } = desk
  await page.goto(`${desk.hub.url}/campaigns/${campaignId}`)
  await button('Launch').click()
  await page.getByRole('row', { name: /^Delivered 2/ }).waitFor()
  await page.getByText('Done', { exact: true }).waitFor()
  const phones = await desk.hub.simulator.phones()
  const received = (
    await Promise.all(
      phones.map(async (address) => ({ address, messages: await desk.hub.simulator.messages(address) })),
    )
  ).filter(({ address }) => address.startsWith('whatsapp:+551194'))
  expect(received.length).toBe(2)
  for (const { address, messages } of received) await desk.hub.simulator.read(address, messages[0]!.sid)
  await page.getByRole('row', { name: /^Read 2/ }).waitFor()

  // Nothing happens any more; once the last news has been followed, nothing is asked for as long as one looks.
  let last = Date.now()
  page.on('request', (request) => {
    if (/campaigns\/[^/]+(\/charts)?$/.test(request.url())) last = Date.now()
  })
  await expect.poll(() => Date.now() - last).toBeGreaterThan(8000)
})

test('on a phone, in the dark, in Portuguese: the list, a campaign and its plan', async () => {
  await desk.openInbox({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'pt-BR' })
  const { page } = desk
  const params = { path: { campaignId: await prepared('Outono', ['Rui']) } }
  await must(desk.session.api.POST('/api/v1/campaigns/{campaignId}/approve', { params }))
  await must(desk.session.api.POST('/api/v1/campaigns/{campaignId}/launch', { params }))
  await until(
    () => must(desk.session.api.GET('/api/v1/campaigns/{campaignId}', { params })),
    ({ state }) => state === 'done',
  )
  await page.getByRole('link', { name: 'Campanhas' }).click()
  await page.getByRole('link', { name: /Outono/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Outono' }).waitFor()
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
