import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { patience } from '../patience.ts'
import { InboxDesk } from './inbox-desk.ts'

// The window is closed: a template is chosen, filled in, looked at and sent.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
  await desk.session.api.POST('/api/v1/templates/sync')
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

test.each([
  ['at a desk', {}],
  ['on a phone, in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
])('%s: a template goes out where nothing else may', async (_, options) => {
  const inga = await desk.guest('Inga Later')
  await inga.write({ body: 'When is breakfast?' })
  // The hub has her message, and she the answer, before a day goes by.
  await expect.poll(() => desk.hub.simulator.messages(inga.address)).toHaveLength(2)
  await desk.hub.simulator.advanceClock(25 * 3600)
  await desk.openInbox(options)
  await desk.openThread(inga)
  await desk.page.getByText('The 24-hour window is closed').waitFor()
  await desk.page.getByRole('button', { name: 'Choose a template' }).click()

  const dialog = desk.page.getByRole('dialog', { name: 'Send a template' })
  await dialog.getByRole('textbox', { name: 'What do you want to say?' }).fill('Did you see the match?')
  await dialog.getByRole('button', { name: 'Suggest a template' }).click()
  await dialog.getByText('No approved template says this').waitFor()
  await dialog
    .getByRole('textbox', { name: 'What do you want to say?' })
    .fill('Your room is booked for Sunday. Can we prepare something?')
  await dialog.getByRole('button', { name: 'Suggest a template' }).click()
  // Inga's number is German, and there is none in German: a person decides.
  await dialog.getByText('These come nearest').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('template-suggested')
  await dialog.getByRole('button', { name: /Inga Later, your room at Hotel Aurora/ }).click()
  await dialog.getByText('Hello Inga Later, your room at Hotel Aurora is booked for Sunday.').waitFor()
  await dialog.getByRole('button', { name: 'Other template' }).click()

  await dialog.getByRole('textbox', { name: 'Search templates' }).fill('booked')
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('template-list')
  await dialog.getByRole('button', { name: /booking_confirmed/ }).click()
  const send = dialog.getByRole('button', { name: 'Send template' })
  await expect.poll(() => send.isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Variable 1' }).fill('Inga')
  await dialog.getByRole('textbox', { name: 'Variable 2' }).fill('Sunday')
  await dialog.getByText('Hello Inga, your room at Hotel Aurora is booked for Sunday.').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.picture('template-filled')
  await send.click()

  await dialog.waitFor({ state: 'hidden' })
  const bubble = desk.bubble('Hello Inga, your room at Hotel Aurora is booked for Sunday.')
  await bubble.getByText('Template booking_confirmed').waitFor()
  await desk.ticks('Hello Inga', /Sent|Delivered|Read/).waitFor()
  await desk.picture('template-sent')
  const arrived = async () => (await desk.hub.simulator.messages(inga.address)).map(({ body }) => body)
  await expect
    .poll(arrived, patience)
    .toContainEqual(expect.stringMatching(/^Hello Inga, your room at Hotel Aurora is booked for Sunday\./))
})
