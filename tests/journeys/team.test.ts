import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../hub.ts'
import { patience } from '../patience.ts'
import { password } from '../world/cast.ts'
import { InboxDesk } from './inbox-desk.ts'

// An owner who does not work alone: people are invited, conversations are given to them, programs get keys.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

const go = async (path: string) => void (await desk.page.goto(desk.hub.url + path))
const button = (name: string | RegExp) => desk.page.getByRole('button', { name })
const email = 'nina@aurora.test'

/** Withdrawing and revoking are asked about first. */
async function confirm(name: string): Promise<void> {
  const question = desk.page.getByRole('dialog')
  await question.getByText('The link stops working').or(question.getByText('refused at once')).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await question.getByRole('button', { name }).click()
  await question.waitFor({ state: 'hidden' })
}

async function inviteByForm(address: string): Promise<string> {
  await desk.page.getByRole('textbox', { name: 'E-mail' }).fill(address)
  await desk.page.getByRole('button', { name: 'Invite', exact: true }).click()
  const listed = async () =>
    (await desk.session.api.GET('/api/v1/invitations')).data!.items.find((one) => one.email === address)?.url
  const url = (await until(listed, (found) => found !== undefined))!
  await desk.page.getByText(url).first().waitFor()
  return url
}

test('a person is invited, signs up by the link, joins, and is given a conversation', async () => {
  await desk.openInbox()
  await go('/settings')
  const withdrawn = await inviteByForm('by-mistake@aurora.test')
  await desk.page.getByRole('button', { name: 'Withdraw' }).click()
  await confirm('Withdraw the invitation of by-mistake@aurora.test')
  await desk.page.getByText('by-mistake@aurora.test').waitFor({ state: 'detached' })
  const link = await inviteByForm(email)
  expect(link).not.toBe(withdrawn)
  expect(await desk.seriousFaults()).toEqual([])

  const other = await desk.page
    .context()
    .browser()!
    .newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' })
  const theirs = await other.newPage()
  theirs.setDefaultTimeout(patience.timeout)
  await theirs.goto(link)
  await theirs.getByRole('link', { name: 'Sign up' }).click()
  await theirs.getByRole('textbox', { name: 'Your name' }).fill('Nina Night')
  await theirs.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await theirs.getByRole('textbox', { name: 'Password' }).fill(password)
  await theirs.getByRole('button', { name: 'Create account' }).click()
  await theirs.getByRole('button', { name: 'Join Hotel Aurora' }).click()
  await theirs.getByRole('button', { name: /Organization: Hotel Aurora/ }).waitFor()
  await theirs.goto(`${desk.hub.url}/inbox?filter=mine`)

  await go('/inbox')
  await desk.list().getByText('Bruno Keller').click()
  await button(/^Assign to/).click()
  await desk.page.getByRole('menuitem', { name: 'Nina Night' }).click()
  await button(/^Assign to.*Nina Night/).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  // It stands among hers without a reload.
  await theirs.getByRole('list', { name: 'Conversations' }).getByText('Bruno Keller').waitFor()
  await other.close()
})

test('a key is made, shown once, works within its role, and is refused once it is revoked', async () => {
  await desk.openInbox()
  await go('/settings?tab=keys')
  await desk.page.getByRole('textbox', { name: 'What it is for' }).fill('Booking system')
  await button('Create key').click()
  const shown = desk.page.getByRole('status').filter({ hasText: 'Copy it now' })
  await shown.waitFor()
  const secret = (await shown.locator('code').first().textContent())!.trim()
  const ask = async (path: string, method = 'GET') => {
    const headers = { authorization: `Bearer ${secret}` }
    return (await fetch(desk.hub.url + path, { method, headers })).status
  }
  expect(await ask('/api/v1/conversations')).toBe(200)
  expect(await ask('/api/v1/keys')).toBe(403)
  expect(await desk.seriousFaults()).toEqual([])

  await desk.page.reload()
  await desk.page.getByText('Booking system').waitFor()
  await expect.poll(() => desk.page.getByText(secret).count()).toBe(0)
  await button('Revoke').click()
  await confirm('Revoke “Booking system”')
  await desk.page.getByText('Booking system').waitFor({ state: 'detached' })
  expect(await ask('/api/v1/conversations')).toBe(401)
})

test('a sign-in that ends while a page is open leads to the door, and from there back to that page', async () => {
  await desk.openInbox()
  await go('/contacts')
  const heading = desk.page.getByRole('heading', { level: 1, name: 'Contacts' })
  await heading.waitFor()
  await desk.page.getByRole('textbox', { name: 'Search name or number' }).focus()
  await desk.page.context().clearCookies()
  // Keys, not a field: the page may have asked by itself and left for the door before the first of them.
  await desk.page.keyboard.type('Bruno')
  await desk.page.getByRole('textbox', { name: 'E-mail' }).fill('owner@aurora.test')
  expect(new URL(desk.page.url()).searchParams.get('to')).toMatch(/^\/contacts\b/)
  await desk.page.getByRole('textbox', { name: 'Password' }).fill(password)
  await button('Sign in').click()
  await heading.waitFor()
})
