import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPage } from '../server/contacts/opt-in-page-store.ts'
import { joinByForm } from '../server/contacts/join-by-form.ts'
import { optInQuestion } from '../server/messages/ask-opt-in.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { readFile } from '../server/agents/read-file.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Consent as people, programs and Twilio tell it, through the whole product.

const front = 'whatsapp:+12025550111'
const other = 'whatsapp:+12025550112'
let hub: Hub
let session: Session
let senders: Map<string, string>
let people = 0

beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
  const { items } = await must(session.api.GET('/api/v1/senders'))
  senders = new Map(items.map(({ address, id }) => [address, id]))
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function person(): Promise<string> {
  people += 1
  const address = `whatsapp:+5521987650${String(people).padStart(3, '0')}`
  await hub.simulator.addPhone({ address, profile_name: `Person ${people}` })
  return address
}
const write = (from: string, body: string, to = front) => hub.simulator.write(from, to, body)
const received = async (address: string) =>
  (await hub.simulator.messages(address))
    .filter(({ direction }) => direction === 'in')
    .map(({ body }) => body)

async function contactOf(address: string) {
  const query = { search: address.replace('whatsapp:', '') }
  const found = await until(
    async () => (await must(session.api.GET('/api/v1/contacts', { params: { query } }))).items[0],
    (contact) => contact !== undefined,
  )
  return found!
}
const consents = (contactId: string) =>
  must(session.api.GET('/api/v1/contacts/{contactId}/consents', { params: { path: { contactId } } }))
const record = (contactId: string, body: object) =>
  session.api.POST('/api/v1/contacts/{contactId}/consents', {
    params: { path: { contactId } },
    body: { wording: 'You may write to me', place: 'Fair in Lisbon, stand 12', ...body } as never,
  })
const settle = (change: object) =>
  must(session.api.PATCH('/api/v1/consent-settings', { body: change as never }))
const known = async (body = 'Hello') => {
  const address = await person()
  await write(address, body)
  return { address, contact: await contactOf(address) }
}
const untilStanding = (contactId: string, standing: string) =>
  until(
    () => consents(contactId),
    (seen) => seen.standing === standing,
  )

describe('what a member or a program writes down', () => {
  test('is kept with who, where and in which words, and stands on the timeline', async () => {
    const { contact } = await known()
    expect(await consents(contact.id)).toEqual({ standing: 'none', items: [] })
    const at = '2026-01-05T10:00:00.000Z'
    const kept = await must(record(contact.id, { kind: 'opt_in', at }))
    expect(kept).toMatchObject({
      kind: 'opt_in',
      source: 'member',
      senderAddress: null,
      place: 'Fair in Lisbon, stand 12',
      recordedBy: { kind: 'member', name: 'Nils Northwind' },
      at,
    })
    const { secret } = await must(
      session.api.POST('/api/v1/keys', { body: { name: 'Shop', role: 'member', expiresInDays: null } }),
    )
    const answer = await fetch(`${hub.url}/api/v1/contacts/${contact.id}/consents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'opt_out',
        wording: 'No more',
        place: 'Web shop',
        senderId: senders.get(other),
      }),
    })
    expect(answer.status).toBe(201)
    const { standing, items } = await consents(contact.id)
    expect(standing).toBe('opted_out')
    expect(items.map(({ source, senderAddress }) => [source, senderAddress])).toEqual([
      ['api', other],
      ['member', null],
    ])
    const { optedOut } = await contactOf(contact.address)
    expect(optedOut.map(({ senderAddress }) => senderAddress)).toEqual([other])
    const path = { contactId: contact.id }
    const timeline = await must(
      session.api.GET('/api/v1/contacts/{contactId}/timeline', { params: { path } }),
    )
    expect(timeline.items.slice(0, 1)).toMatchObject([{ kind: 'opted_out', actor: { kind: 'key' } }])
  })

  test('cannot be said later than now, and not for a number or a contact of others', async () => {
    const { contact } = await known()
    const late = await record(contact.id, { kind: 'opt_in', at: '2090-01-01T00:00:00.000Z' })
    expect(late.response.status).toBe(422)
    const foreign = await record(contact.id, { kind: 'opt_in', senderId: contact.id })
    expect(foreign.response.status).toBe(404)
    expect((await record(senders.get(front)!, { kind: 'opt_in' })).response.status).toBe(404)
    expect((await consents(contact.id)).items).toEqual([])
  })
})

describe('words of a message', () => {
  test('an opt-out is confirmed once, in the contact’s language, and by nothing after it', async () => {
    const { address, contact } = await known()
    await write(address, 'PARAR')
    const texts = await until(
      () => received(address),
      (bodies) => bodies.length > 0,
    )
    expect(texts).toEqual([expect.stringContaining('Para voltar a receber, escreva INICIAR')])
    await write(address, 'PARAR')
    await write(address, 'stop')
    const { items } = await until(
      () => consents(contact.id),
      (seen) => seen.items.length === 3,
    )
    expect(
      items.every(({ kind, source, messageId }) => kind === 'opt_out' && source === 'word' && messageId),
    ).toBe(true)
    await write(address, 'INICIAR')
    await untilStanding(contact.id, 'opted_in')
    await write(address, 'PARAR')
    await until(
      () => received(address),
      (bodies) => bodies.length === 2,
    )
  })

  test('the organization’s own words count, its own text is sent, and it may send none', async () => {
    await settle({ stopWords: ['Chega'], startWords: ['Pode voltar'], confirmationText: 'Entendido.' })
    const { address, contact } = await known()
    await write(address, 'chega!')
    expect(
      await until(
        () => received(address),
        (bodies) => bodies.length === 1,
      ),
    ).toEqual(['Entendido.'])
    await write(address, 'pode voltar')
    await untilStanding(contact.id, 'opted_in')
    await settle({ confirms: false })
    await write(address, 'Chega')
    await untilStanding(contact.id, 'opted_out')
    expect(await must(session.api.GET('/api/v1/consent-settings'))).toEqual({
      stopWords: ['Chega'],
      startWords: ['Pode voltar'],
      confirms: false,
      confirmationText: 'Entendido.',
    })
    const outbound = await asOwner(hub.databaseUrl, (client) =>
      client.query(`select from message where contact_id = $1 and direction = 'out'`, [contact.id]),
    )
    expect(outbound.rowCount).toBe(1)
    await settle({ stopWords: [], startWords: [], confirms: true, confirmationText: '' })
  })
})

describe('what Twilio tells', () => {
  const fault = async (match: object, effect: object) => {
    const answer = await fetch(`${hub.simulatorUrl}/simulator/api/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match, effect, times: 1 }),
    })
    if (!answer.ok) throw new Error(await answer.text())
  }
  const send = async (address: string, body: string) => {
    const query = { search: address.replace('whatsapp:', '') }
    const { items } = await must(session.api.GET('/api/v1/conversations', { params: { query } }))
    const conversationId = items[0]!.id
    const taken = { params: { path: { conversationId } } }
    await must(session.api.POST('/api/v1/conversations/{conversationId}/take-over', taken))
    return await must(session.api.POST('/api/v1/messages', { body: { conversationId, body } }))
  }

  test.each([
    ['21610, when a message is posted', 21610, 'answer'],
    ['63033, in a status', 63033, 'status'],
  ] as const)('%s, is an opt-out', async (_, code, way) => {
    const { address, contact } = await known()
    if (way === 'answer') await fault({ path: 'Messages', to: address }, { status: { http: 400, code } })
    else await fault({ to: address }, { 'async-error': { code } })
    await send(address, 'Are you there?')
    const { items } = await untilStanding(contact.id, 'opted_out')
    expect(items).toMatchObject([
      { source: 'twilio', place: `Twilio ${code}`, senderAddress: front, recordedBy: { kind: 'system' } },
    ])
    expect(items[0]!.messageId).not.toBeNull()
    expect((await contactOf(address)).optedOut.length).toBe(1)
  })
})

describe('an opt-in page', () => {
  const make = (body: object) =>
    must(
      session.api.POST('/api/v1/opt-in-pages', {
        body: {
          senderId: senders.get(front)!,
          title: 'Offers & news',
          wording: 'Northwind may send me offers <once a week>.',
          asksNumber: false,
          ...body,
        } as never,
      }),
    )
  const open = async (url: string, language = 'en') => {
    const answer = await fetch(url, { headers: { 'accept-language': language } })
    const text = await answer.text()
    const link = /href="(https:\/\/wa\.me[^"]+)"/.exec(text)?.[1] ?? ''
    const said = link ? new URL(link).searchParams.get('text')! : ''
    return { status: answer.status, text, link, said }
  }

  test('shows who asks and for what, in the visitor’s language, and its code is the opt-in of who sends it', async () => {
    const page = await make({})
    const { status, text, link, said } = await open(page.url, 'pt-BR,pt;q=0.9')
    expect(status).toBe(200)
    expect(text).toContain('<html lang="pt">')
    expect(text).toContain('Northwind Sales')
    expect(text).toContain('Northwind may send me offers &lt;once a week&gt;.')
    expect(link).toMatch(/^https:\/\/wa\.me\/12025550111\?/)
    expect(text).not.toContain('<form')
    const address = await person()
    await write(address, 'STOP')
    const contact = await contactOf(address)
    await untilStanding(contact.id, 'opted_out')
    await write(address, said)
    const { items } = await untilStanding(contact.id, 'opted_in')
    expect(items[0]).toMatchObject({
      source: 'reply',
      wording: 'Northwind may send me offers <once a week>.',
      place: page.url,
      senderAddress: front,
      recordedBy: { kind: 'contact' },
    })
    expect((await contactOf(address)).optedOut).toEqual([])
    const { items: pages } = await must(session.api.GET('/api/v1/opt-in-pages'))
    expect(pages.find(({ id }) => id === page.id)).toMatchObject({ optIns: 1, open: true })
  })

  test('proves the wording that was read, also after it was changed', async () => {
    const page = await make({ wording: 'The first wording' })
    const { said } = await open(page.url)
    const path = { optInPageId: page.id }
    const changed = { params: { path }, body: { wording: 'The second wording' } }
    await must(session.api.PATCH('/api/v1/opt-in-pages/{optInPageId}', changed))
    const later = await open(page.url)
    expect(later.said).not.toBe(said)
    const { address, contact } = await known()
    await write(address, said)
    const { items } = await untilStanding(contact.id, 'opted_in')
    expect(items[0]?.wording).toBe('The first wording')
  })

  test('its code counts at its own number only', async () => {
    const { said } = await open((await make({})).url)
    const address = await person()
    await write(address, said, other)
    await write(address, 'Hello', other)
    const contact = await contactOf(address)
    await until(
      () =>
        must(
          session.api.GET('/api/v1/contacts/{contactId}/timeline', {
            params: { path: { contactId: contact.id } },
          }),
        ),
      ({ items }) => items.filter(({ kind }) => kind === 'message_received').length === 2,
    )
    expect((await consents(contact.id)).items).toEqual([])
  })

  /** A template that asks, approved unless said otherwise. */
  async function asking(name: string, change: { status?: string; category?: string; body?: string } = {}) {
    const { status = 'approved', category = 'UTILITY', body = 'May Northwind send you news here?' } = change
    const sid = `HX${createHash('md5').update(name).digest('hex')}`
    await hub.simulator.putContent(sid, {
      account_sid: twilioAccount.sid,
      friendly_name: name,
      language: 'en',
      variables: body.includes('{{1}}') ? { '1': 'Ana' } : {},
      types: {
        'twilio/quick-reply': {
          body,
          actions: [
            { title: 'I agree', id: 'yes' },
            { title: 'No, thanks', id: 'no' },
          ],
        },
      },
      approval: { name, category, status },
    })
    const { items } = await must(session.api.POST('/api/v1/templates/sync'))
    return items.find((one) => one.name === name)!.id
  }
  const leave = (url: string, phone: string) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ phone: phone.replace('whatsapp:', '') }),
      redirect: 'manual',
    })

  test('whoever leaves a number is asked by a template, and their own yes is the opt-in', async () => {
    const page = await make({ asksNumber: true, templateId: await asking('ask_yes') })
    expect(page.numberObstacle).toBeNull()
    const wrong = await leave(page.url, 'call me')
    expect([wrong.status, (await wrong.text()).includes('value="call me"')]).toEqual([422, true])
    const address = await person()
    const left = await leave(page.url, address)
    expect([left.status, left.headers.get('location')]).toEqual([303, `${new URL(page.url).pathname}?thanks`])
    expect((await open(`${page.url}?thanks`)).text).toContain('Look at your WhatsApp')
    await until(
      () => received(address),
      (bodies) => bodies.length === 1,
    )
    const contact = await contactOf(address)
    expect((await consents(contact.id)).standing).toBe('none')
    // Nobody has answered: the thread is in no inbox.
    const inbox = async () =>
      (await must(session.api.GET('/api/v1/conversations', { params: { query: {} } }))).items.filter(
        (one) => one.contact.id === contact.id,
      )
    expect(await inbox()).toEqual([])
    await write(address, 'Who is this?')
    await until(inbox, (items) => items.length === 1)
    expect((await consents(contact.id)).standing).toBe('none')
    await hub.simulator.tap(address, front, { text: 'I agree', payload: 'yes' })
    const { items } = await untilStanding(contact.id, 'opted_in')
    expect(items).toMatchObject([
      {
        source: 'reply',
        wording: 'Northwind may send me offers <once a week>.',
        place: page.url,
        senderAddress: front,
        recordedBy: { kind: 'contact' },
      },
    ])
    expect(items[0]!.messageId).not.toBeNull()
  })

  test('a yes in words counts, a no does not, and a yes to another number neither', async () => {
    const page = await make({ asksNumber: true, templateId: await asking('ask_words') })
    const [yes, no, elsewhere] = [await person(), await person(), await person()]
    for (const address of [yes, no, elsewhere]) {
      await leave(page.url, address)
      await until(
        () => received(address),
        (bodies) => bodies.length === 1,
      )
    }
    await write(yes, 'Sim!')
    await hub.simulator.tap(no, front, { text: 'No, thanks', payload: 'no' })
    await write(elsewhere, 'Yes', other)
    await untilStanding((await contactOf(yes)).id, 'opted_in')
    for (const address of [no, elsewhere]) {
      const { id } = await contactOf(address)
      await until(
        () =>
          must(
            session.api.GET('/api/v1/contacts/{contactId}/timeline', { params: { path: { contactId: id } } }),
          ),
        ({ items }) => items.some(({ kind }) => kind === 'message_received'),
      )
      expect((await consents(id)).standing).toBe('none')
    }
  })

  /** Leaves a number as the page does, past its limit for one visitor. */
  async function leaving() {
    const [row] = await asOwner(
      hub.databaseUrl,
      async (client) =>
        (
          await client.query<{ id: string }>('select organization_id as id from sender where id = $1', [
            senders.get(front),
          ])
        ).rows,
    )
    const db = await openDatabase({ url: hub.databaseUrl, subscriptions: {}, log: silentLog })
    const clock = { now: () => now }
    let now = new Date()
    return {
      later: (hours: number) => {
        now = new Date(now.getTime() + hours * 3_600_000)
      },
      leave: (pageId: string, address: string) =>
        db.withOrganization(
          row!.id,
          async (tx) => {
            const page = (await findPage(tx, pageId))!
            const asked = { ...page, templateId: page.templateId! }
            return await joinByForm(tx, address, asked, { question: optInQuestion(clock), at: clock.now() })
          },
          { undoRefused: true },
        ),
      [Symbol.asyncDispose]: () => db.close(),
    }
  }

  test('nobody is asked twice in a day, nor who said no, nor by a page that is played with', async () => {
    await using door = await leaving()
    const templateId = await asking('ask_once')
    const [page, second] = [
      await make({ asksNumber: true, templateId }),
      await make({ asksNumber: true, templateId }),
    ]
    const address = await person()
    await Promise.all([page, second, page, second, page, second].map(({ id }) => door.leave(id, address)))
    await until(
      () => received(address),
      (bodies) => bodies.length === 1,
    )
    const { address: silent, contact } = await known('STOP')
    await untilStanding(contact.id, 'opted_out')
    await door.leave(page.id, silent)
    // An hour short of a day nobody is asked again, a little after it they are; who said no is not.
    door.later(23)
    await door.leave(page.id, address)
    door.later(2)
    await door.leave(page.id, silent)
    await door.leave(page.id, address)
    await until(
      () => received(address),
      (bodies) => bodies.length === 2,
    )
    expect(await received(silent)).not.toContain('May Northwind send you news here?')
    // Sixty in an hour, whoever asks: then nobody is, and nobody becomes a contact.
    await asOwner(hub.databaseUrl, (client) =>
      client.query(
        `insert into opt_in_question (organization_id, contact_address, sender_address, page_id, code, asked_at)
         select organization_id, 'whatsapp:+1999' || n, sender_address, page_id, code, asked_at
         from opt_in_question, generate_series(1, 60) n where contact_address = $1`,
        [address],
      ),
    )
    const late = await person()
    expect(await door.leave(page.id, late)).toMatchObject({ refused: 'too_many_requests' })
    const { items } = await must(
      session.api.GET('/api/v1/contacts', { params: { query: { search: late.replace('whatsapp:', '') } } }),
    )
    expect(items).toEqual([])
  })

  test('without a template that can ask, a page takes no number, and says why', async () => {
    const cases = [
      { templateId: null, numberObstacle: 'no_template' },
      {
        templateId: await asking('ask_pending', { status: 'pending' }),
        numberObstacle: 'template_not_approved',
      },
      {
        templateId: await asking('ask_ad', { category: 'MARKETING' }),
        numberObstacle: 'template_advertises',
      },
      {
        templateId: await asking('ask_name', { body: 'Hello {{1}}, may we?' }),
        numberObstacle: 'template_has_variables',
      },
    ]
    for (const { templateId, numberObstacle } of cases) {
      const page = await make({ asksNumber: true, templateId })
      expect(page.numberObstacle).toBe(numberObstacle)
      const shown = await open(page.url)
      expect([shown.text.includes('<form'), shown.link !== '']).toEqual([false, true])
      expect((await leave(page.url, await person())).status).toBe(409)
    }
    // One visitor leaves a few numbers in a minute and no more.
    const { url } = await make({})
    const answers = await Promise.all(Array.from({ length: 12 }, () => leave(url, 'x')))
    expect(answers.some(({ status }) => status === 429)).toBe(true)
  })

  test('its printed code leads to the page; a closed page asks nobody; another address is none', async () => {
    const page = await make({})
    const svg = await fetch(`${page.url}/qr.svg`)
    expect([svg.headers.get('content-type'), (await svg.text()).slice(0, 4)]).toEqual([
      'image/svg+xml',
      '<svg',
    ])
    const png = Buffer.from(await (await fetch(`${page.url}/qr.png`)).arrayBuffer())
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    const closing = { params: { path: { optInPageId: page.id } }, body: { open: false } }
    await must(session.api.PATCH('/api/v1/opt-in-pages/{optInPageId}', closing))
    const closed = await open(page.url)
    expect([closed.text.includes('This page is closed'), closed.link]).toEqual([true, ''])
    expect((await fetch(`${hub.url}/join/abcdefghjkmn`)).status).toBe(404)
  })
})

describe('the list of a number', () => {
  const at = (senderId: string) => `/api/v1/senders/${senderId}/suppressions`
  let headers: Record<string, string>
  beforeAll(async () => {
    const { secret } = await must(
      session.api.POST('/api/v1/keys', { body: { name: 'Lists', role: 'admin', expiresInDays: null } }),
    )
    headers = { authorization: `Bearer ${secret}` }
  })
  const bring = async (text: string) => {
    const body = new FormData()
    body.append('file', new File([text], 'from-the-old-desk.csv', { type: 'text/csv' }))
    const answer = await fetch(hub.url + at(senders.get(other)!), { method: 'POST', headers, body })
    return { status: answer.status, json: await answer.json() }
  }
  const list = async (senderId: string) => {
    const answer = await fetch(`${hub.url}${at(senderId)}.csv`, { headers })
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    return (await answer.text()).trim().split('\r\n')
  }

  test('is brought along by a file, which closes and never opens, and goes out as one', async () => {
    const { address, contact } = await known()
    const strangers = Array.from({ length: 2500 }, (_, n) => `+5531987${String(n).padStart(6, '0')}`)
    const brought = await bring(
      ['phone', address.replace('whatsapp:', ''), ...strangers, 'nobody'].join('\n'),
    )
    expect(brought).toEqual({
      status: 200,
      json: { closed: 2501, already: 0, unreadable: [{ line: 2503, text: 'nobody' }], unreadableCount: 1 },
    })
    const { items } = await untilStanding(contact.id, 'opted_out')
    expect(items).toMatchObject([{ source: 'import', place: 'from-the-old-desk.csv', senderAddress: other }])
    expect((await bring(`phone\n${strangers[0]}\n`)).json).toMatchObject({ closed: 0, already: 1 })
    const lines = await list(senders.get(other)!)
    expect(lines[0]).toBe('sender,address,since')
    const told = lines.map((line) => line.split(',')[1])
    expect(new Set(told).size).toBe(lines.length)
    expect(strangers.filter((number) => !told.includes(number))).toEqual([])
    expect((await contactOf(address)).identities.every((one) => told.includes(one.address.slice(9)))).toBe(
      true,
    )
    expect(lines.some((line) => line.startsWith(`+12025550112,${strangers[0]},20`))).toBe(true)
    expect((await list(senders.get(front)!)).some((line) => line.includes(strangers[0]!))).toBe(false)
  })

  test('holds nobody whom only another organization knows', async () => {
    await asOwner(hub.databaseUrl, (client) =>
      client.query('insert into suppression values ($1, $2, now())', [other, 'whatsapp:+5599999999999']),
    )
    expect((await list(senders.get(other)!)).some((line) => line.includes('5599999999999'))).toBe(false)
  })
})

describe('the proof', () => {
  test('holds every row with the message it rests on, as data and as a paper', async () => {
    const { address, contact } = await known()
    await must(record(contact.id, { kind: 'opt_in', at: '2026-01-05T10:00:00.000Z', wording: 'Sim, पाठ' }))
    await write(address, 'STOP')
    await untilStanding(contact.id, 'opted_out')
    const path = { contactId: contact.id }
    const proof = await must(
      session.api.GET('/api/v1/contacts/{contactId}/consents/proof.json', { params: { path } }),
    )
    expect(proof).toMatchObject({
      organization: 'Northwind Sales',
      standing: 'opted_out',
      contact: { addresses: expect.arrayContaining([address]) },
      consents: [
        { kind: 'opt_in', recordedBy: { name: 'Nils Northwind' }, message: null, wording: 'Sim, पाठ' },
        {
          kind: 'opt_out',
          message: { direction: 'in', body: 'STOP', twilioSid: expect.stringMatching(/^SM|^MM/) },
        },
      ],
      closed: [{ senderAddress: front }],
    })
    const paper = await session.api.GET('/api/v1/contacts/{contactId}/consents/proof.pdf', {
      params: { path },
      parseAs: 'arrayBuffer',
    })
    const bytes = Buffer.from(paper.data as unknown as ArrayBuffer)
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const { body: text } = (await readFile(bytes, 'proof.pdf')) as { body: string }
    expect(text).toContain('Proof of consent')
    expect(text).toContain('Fair in Lisbon, stand 12')
    expect(text).toContain('“STOP”')
    expect(text).toContain('page 1 of 1')
  })
})
