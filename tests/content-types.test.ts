import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentTypes, type ContentType } from '../contract/templates.ts'
import { type AnsweringServer, startAnsweringServer } from './answering-server.ts'
import { type Hub, startHub, until } from './hub.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// What is shown before a template is sent is what the phone then shows, in every type that WhatsApp has.

const desk = 'whatsapp:+12025550101'

let hub: Hub
let files: AnsweringServer
let session: Session
beforeAll(async () => {
  hub = await startHub()
  files = await startAnsweringServer()
  files.answer = () => ({ type: 'image/png', body: 'a picture' })
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
})
afterAll(async () => {
  await files?.[Symbol.asyncDispose]()
  await hub?.[Symbol.asyncDispose]()
})

const reply = { type: 'QUICK_REPLY', title: 'Yes', id: 'yes' }
const link = { type: 'URL', title: 'Open', url: 'https://aurora.test/b/{{1}}' }
const call = { type: 'VOICE_CALL', title: 'Talk to us' }
const card = (title: string) => ({ title, body: 'Sea view', media: `${files.url}/1.png`, actions: [reply] })

type Sent = Exclude<ContentType, 'twilio/schedule'>
const contents: Record<Sent, () => Record<string, unknown>> = {
  'twilio/text': () => ({ body: 'Hello {{1}}, all is well.' }),
  'twilio/media': () => ({ body: 'The garden, {{1}}, today.', media: [`${files.url}/garden.png`] }),
  'twilio/quick-reply': () => ({ body: 'Coming, {{1}}, today?', actions: [reply] }),
  'twilio/call-to-action': () => ({ body: 'Your booking, {{1}}, here.', actions: [link] }),
  'twilio/card': () => ({ title: 'Spring for {{1}} here', subtitle: 'Hotel Aurora', actions: [link, call] }),
  'whatsapp/card': () => ({
    body: 'Rooms for {{1}} here',
    header_text: 'Spring',
    footer: 'Hotel Aurora',
    actions: [call],
  }),
  'twilio/list-picker': () => ({
    body: 'Which day, {{1}}?',
    button: 'Days',
    items: [{ id: 'fr', item: 'Friday', description: 'Evening' }],
  }),
  'twilio/carousel': () => ({ body: 'Rooms for {{1}} here', cards: [card('One'), card('Two')] }),
  'twilio/catalog': () => ({ body: 'The bar for {{1}} today', items: [{ name: 'Tea', price: 4.5 }] }),
  'twilio/location': () => ({ latitude: 38.7, longitude: -9.1, label: 'Hotel of {{1}}', address: 'Rua 7' }),
  'whatsapp/authentication': () => ({
    add_security_recommendation: true,
    code_expiration_minutes: 10,
    actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy the code' }],
  }),
  'whatsapp/flows': () => ({ body: 'Check in, {{1}}, now', button_text: 'Begin', flow_id: '4711' }),
  'twilio/flows': () => ({
    body: 'Check in, {{1}}, now',
    button_text: 'Begin',
    type: 'OTHER',
    pages: [{ id: 'a', title: 'You', layout: [{ type: 'SHORT_TEXT', label: 'Name', text: 'Yours' }] }],
  }),
}

const approvalOf = (type: Sent, name: string) => ({
  name,
  status: 'approved',
  category: type === 'whatsapp/authentication' ? 'AUTHENTICATION' : 'UTILITY',
})

test('every type WhatsApp has reaches the phone as it was shown, the value of a one-time code included', async () => {
  const types = (Object.keys(contents) as Sent[]).toSorted()
  expect(types).toEqual(
    Object.entries(contentTypes)
      .flatMap(([type, use]) => (use === 'none' ? [] : [type]))
      .toSorted(),
  )
  const sidOf = (at: number) => `HX${String(at + 900).padStart(32, '0')}`
  for (const [at, type] of types.entries())
    await hub.simulator.putContent(sidOf(at), {
      account_sid: twilioAccount.sid,
      friendly_name: `type_${at}`,
      types: { [type]: contents[type]() },
      variables: { '1': 'Bea' },
      // What goes in a window only is never reviewed.
      ...(contentTypes[type] === 'session' ? {} : { approval: approvalOf(type, `type_${at}`) }),
    })
  const { items } = await must(session.api.POST('/api/v1/templates/sync'))
  for (const [at, type] of types.entries()) {
    const template = items.find(({ twilioSid }) => twilioSid === sidOf(at))!
    expect(template.contentType).toBe(type)
    const to = `whatsapp:+49170123${9000 + at}`
    await hub.simulator.addPhone({ address: to, profile_name: 'Lena' })
    await hub.simulator.write(to, desk, 'Thanks')
    await until(
      async () => (await must(session.api.GET('/api/v1/conversations'))).items,
      (all) => all.some(({ contact }) => contact.address === to),
    )
    const body = { to, template: { templateId: template.id, variables: { '1': '482910' } } }
    const sent = await must(session.api.POST('/api/v1/messages', { body }))
    const shown = sent.details.template!.preview
    const [seen] = await until(
      async () => (await hub.simulator.messages(to)).filter(({ content }) => content?.type === type),
      ({ length }) => length > 0,
    )
    const plain = (text: string) => text.replaceAll('*', '')
    const place = seen!.content!['label']
    expect([type, shown.body]).toEqual([type, plain(typeof place === 'string' ? place : seen!.body)])
    expect(JSON.stringify(seen)).toContain('482910')
    const labels = [
      ...((seen!.content!['actions'] ?? []) as { title: string }[]).map(({ title }) => title),
      ...(['button', 'button_text'] as const).flatMap((field) => seen!.content![field] ?? []),
    ]
    // The button of a catalog is WhatsApp's own.
    expect(shown.buttons.filter(({ kind }) => kind !== 'catalog').map(({ label }) => label)).toEqual(labels)
    expect(shown.media === null).toBe(seen!.media.length === 0)
  }
})
