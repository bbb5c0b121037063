import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { InboxDesk } from './inbox-desk.ts'

// What is written now goes out at an hour of its own, with a template behind it when the window will be closed by then.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
  await desk.session.api.POST('/api/v1/templates/sync')
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

/** In so many hours, as a browser's field for local times has it. */
const inHours = (hours: number): string => {
  const at = new Date(Date.now() + hours * 3_600_000)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

test.each<[string, BrowserContextOptions]>([
  ['at a desk', {}],
  ['on a phone', { viewport: { width: 390, height: 844 }, locale: 'en-GB' }],
  ['on a phone, in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
])(
  '%s: a message is scheduled, stands in the thread with its hour, and is called off',
  async (_, options) => {
    const guest = await desk.guest('Lara Later')
    await guest.write({ body: 'See you on Sunday' })
    await desk.openInbox(options)
    await desk.openThread(guest)
    const field = desk.page.getByRole('textbox', { name: 'Message' })
    // It is as high as one line: nothing beside it makes the words in it wrap.
    await expect
      .poll(() => field.boundingBox())
      .toSatisfy((box) => box !== null && box.height < 45 && box.width > 280)
    await desk.picture(`composer-${options.colorScheme ?? 'light'}`)
    await field.fill('Your room is ready now')
    await desk.page.getByRole('button', { name: 'Send later' }).click()

    const dialog = desk.page.getByRole('dialog', { name: 'Send later' })
    await dialog.getByLabel('When').fill(inHours(3))
    expect(await dialog.getByLabel('Template').count()).toBe(0)
    await dialog.getByLabel('When').fill(inHours(48))
    const schedule = dialog.getByRole('button', { name: 'Schedule' })
    await expect.poll(() => schedule.isDisabled()).toBe(true)
    await dialog
      .getByRole('combobox', { name: 'Template' })
      .or(dialog.getByRole('textbox', { name: 'Template' }))
      .click()
    await desk.page.getByRole('option', { name: /booking_confirmed \(en\)/ }).click()
    await dialog.getByRole('textbox', { name: 'Variable 1' }).fill('Lara')
    await dialog.getByRole('textbox', { name: 'Variable 2' }).fill('Sunday')
    expect(await desk.seriousFaults()).toEqual([])
    await desk.picture('later-dialog')
    await schedule.click()

    await dialog.waitFor({ state: 'hidden' })
    const bubble = desk.bubble('Your room is ready now')
    await bubble.getByText(/^Goes out \w+ \d+, /).waitFor()
    await expect.poll(() => desk.page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('')
    expect(await desk.seriousFaults()).toEqual([])
    await desk.picture('later-scheduled')
    await bubble.getByRole('button', { name: 'Call off' }).click()
    await desk.ticks('Your room is ready now', /^Not sent$/).waitFor()
  },
)
