import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { patience } from '../patience.ts'
import { housekeeping, InboxDesk } from './inbox-desk.ts'

// What becomes of a message, and what a person can do about it.

let desk: InboxDesk
beforeAll(async () => {
  desk = await InboxDesk.open()
})
afterAll(() => desk?.close())
afterEach(() => desk.leave())

test('an agent that may only draft: its answer waits, is edited and approved, or thrown away', async () => {
  const { data: agents } = await desk.session.api.GET('/api/v1/agents')
  const agentId = agents!.items.find(({ name }) => name === 'Housekeeping')!.id
  await desk.session.api.PATCH('/api/v1/agents/{agentId}', {
    params: { path: { agentId } },
    body: { mode: 'draft' },
  })
  const inga = await desk.guest('Inga Draft', housekeeping)
  await inga.write({ body: 'Can I have fresh towels?' })
  await desk.openInbox()
  await desk.page.getByRole('button', { name: /^Needs attention/ }).click()
  await desk.openThread(inga)
  const draft = desk.log().getByRole('listitem').filter({ hasText: 'Housekeeping' }).last()
  await draft.getByRole('img', { name: 'Waits for approval' }).waitFor()
  await desk.page.getByText('waits for your approval').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  // On a small phone what decides about it is in reach.
  await desk.page.setViewportSize({ width: 390, height: 560 })
  await expect
    .poll(async () => {
      const field = (await desk.field().boundingBox())!
      const box = (await draft.getByRole('button', { name: 'Approve' }).boundingBox())!
      return box.y > 52 && box.y + box.height < field.y
    }, patience)
    .toBe(true)
  await desk.picture('draft-phone')
  await desk.page.setViewportSize({ width: 1400, height: 860 })
  await draft.getByRole('button', { name: 'Edit' }).click()
  await draft.getByRole('textbox').fill('Towels are on their way.')
  await draft.getByRole('button', { name: 'Approve' }).click()
  await desk.ticks('Towels are on their way.', /Sent|Delivered/).waitFor()
  await desk.list().getByText(inga.name).waitFor({ state: 'hidden' })
  // "Sent" is said before the phone has it.
  const bodies = async () => (await desk.hub.simulator.messages(inga.address)).map(({ body }) => body)
  await expect.poll(bodies).toContain('Towels are on their way.')
  const before = (await bodies()).length

  await inga.write({ body: 'And an extra pillow?' })
  const second = desk.log().getByRole('listitem').filter({ hasText: 'Housekeeping' }).last()
  await second.getByRole('button', { name: 'Reject' }).click()
  await second.getByRole('img', { name: 'Not sent' }).waitFor()
  expect(await bodies()).toHaveLength(before + 1)
})

test('what may have been sent says so, is never sent again by itself, and many are asked about first', async () => {
  const inga = await desk.guest('Inga Unknown')
  await inga.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  await desk.takeOver()
  await desk.control('PUT', '/faults', {
    match: { method: 'POST', path: '/Messages', to: inga.address },
    effect: { reset: { accept: false } },
    times: 3,
  })
  for (const text of ['Lost one', 'Lost two', 'Lost three']) {
    await desk.field().fill(text)
    await desk.field().press('Enter')
    await desk.ticks(text, /May have been sent/).waitFor()
  }
  await desk.bubble('Lost one').getByRole('button', { name: 'Check now' }).click()
  await desk.ticks('Lost one', /May have been sent/).waitFor()
  await desk.bubble('Lost three').getByRole('button', { name: 'Drop' }).click()
  await desk.ticks('Lost three', /Not sent/).waitFor()
  await desk.page.getByRole('button', { name: /^Needs attention/ }).click()
  await desk.page.getByText('2 messages may have been sent.').waitFor()
  await desk.page.getByRole('button', { name: 'Send all again' }).click()
  await desk.page.getByText('may arrive a second time').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.page.getByRole('button', { name: 'Yes, send again' }).click()
  await desk.page.getByText('2 messages are sent again.').waitFor()
  await desk.ticks('Lost one', /Sent|Delivered/).waitFor()
  await desk.ticks('Lost two', /Sent|Delivered/).waitFor()
  // "Sent" is said before the phone has it.
  const arrived = async () => {
    const received = await desk.hub.simulator.messages(inga.address)
    return received.map(({ body }) => body).filter((body) => body.startsWith('Lost'))
  }
  await expect.poll(arrived, patience).toEqual(['Lost one', 'Lost two'])
})

test('on a phone, in the dark, in Portuguese: list, thread, panel, and a message of ours', async () => {
  const inga = await desk.guest('Inga Phone')
  await inga.write({ body: 'When is breakfast?' })
  const phone = { viewport: { width: 390, height: 844 }, locale: 'pt-BR', colorScheme: 'dark' } as const
  await desk.openInbox(phone)
  const list = desk.page.getByRole('list', { name: 'Conversas' })
  await list.getByText(inga.name).waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await list.getByText(inga.name).click()
  await desk.page.getByRole('button', { name: 'Assumir' }).click()
  await desk.page.getByText('Você responde').waitFor()
  await desk.page.getByRole('textbox', { name: 'Mensagem', exact: true }).fill('Das sete às dez.')
  await desk.page.getByRole('button', { name: 'Enviar', exact: true }).click()
  const log = desk.page.getByRole('log', { name: 'Mensagens' })
  await log.getByRole('listitem').filter({ hasText: 'Das sete às dez.' }).getByRole('img').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  expect(await desk.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await desk.page.getByRole('button', { name: 'Mostrar o contato' }).click()
  await desk.page.getByRole('dialog').getByText('Primeiro contato').waitFor()
  expect(await desk.seriousFaults()).toEqual([])
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('link', { name: 'Voltar à lista' }).click()
  await list.getByText('Bruno Keller').waitFor()
})

test('what went wrong says why and what to do; many at once are settled at once', async () => {
  const inga = await desk.guest('Inga Failed')
  await inga.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  await desk.takeOver()
  await desk.control('PUT', '/faults', {
    match: { method: 'POST', path: '/Messages', to: inga.address },
    effect: { 'async-error': { code: 63003 } },
    times: 2,
  })
  for (const text of ['First try', 'Second try']) {
    await desk.field().fill(text)
    await desk.field().press('Enter')
    await desk.ticks(text, /Failed|Not delivered/).waitFor()
    await desk.bubble(text).getByRole('button', { name: 'Send again' }).waitFor()
  }
  await desk.page.getByRole('button', { name: /^Needs attention/ }).click()
  await desk.list().getByText(inga.name).waitFor()
  await desk.page.getByRole('button', { name: 'Send all again' }).click()
  await desk.page.getByText(/sent again/).waitFor()
  await desk.ticks('First try', /Sent|Delivered/).waitFor()
  await desk.ticks('Second try', /Sent|Delivered/).waitFor()
  await desk.list().getByText(inga.name).waitFor({ state: 'hidden' })
})

test('the composer locks by itself when the window closes', async () => {
  const inga = await desk.guest('Inga Late')
  await inga.write({ body: 'When is breakfast?' })
  await desk.openInbox()
  await desk.openThread(inga)
  await desk.takeOver()
  // Who took over is about to write.
  await desk.page.keyboard.type('Until half past ten')
  await desk.hub.simulator.advanceClock(25 * 3600)
  await desk.page.getByText('The 24-hour window is closed').waitFor()
  await desk.page.getByText('Kept until then: Until half past ten').waitFor()
  await expect.poll(() => desk.field().count()).toBe(0)
  await inga.write({ body: 'Still there?' })
  await desk.page.getByText('The 24-hour window is closed').waitFor({ state: 'hidden' })
  expect(await desk.field().inputValue()).toBe('Until half past ten')
  await desk.page.getByText(/(23 h 5\d|24 h 0) min left/).waitFor()
})
