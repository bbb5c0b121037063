import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Hub, startHub } from './hub.ts'
import { password, twilioAccount } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Templates are made at Twilio and judged by Meta; the hub shows what they say.

let hub: Hub
let session: Session
beforeAll(async () => {
  hub = await startHub()
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@aurora.test', password))!
}, 120_000)
afterAll(() => hub?.[Symbol.asyncDispose]())

async function atTwilio(method: string, path: string, body: object): Promise<{ sid: string }> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { sid: string }
}

const sidOf = (n: number) => `HX${String(n).padStart(32, '0')}`
const putContent = (n: number, content: object) =>
  atTwilio('PUT', `/contents/${sidOf(n)}`, { account_sid: twilioAccount.sid, ...content })
const sync = async () => (await must(session.api.POST('/api/v1/templates/sync'))).items
const list = async () => (await must(session.api.GET('/api/v1/templates'))).items

test('every page of the account’s templates is read, each with its approval and its picture', async () => {
  for (let n = 1; n <= 620; n += 1)
    await putContent(n, {
      friendly_name: `offer_${n}`,
      language: n % 2 ? 'en' : 'pt_BR',
      variables: { '1': 'Ana' },
      types: {
        'twilio/text': { body: 'Hello {{1}}' },
        'twilio/quick-reply': { body: 'Hello {{1}}', actions: [{ title: 'Yes', id: 'y' }] },
      },
      approval: { name: `offer_${n}`, category: 'MARKETING', status: 'approved' },
    })
  const synced = await sync()
  expect(synced.filter(({ name }) => name.startsWith('offer_')).length).toBe(620)
  expect(synced.find(({ twilioSid }) => twilioSid === sidOf(1))).toMatchObject({
    name: 'offer_1',
    language: 'en',
    contentType: 'twilio/quick-reply',
    category: 'MARKETING',
    status: 'approved',
    variables: [{ key: '1', sample: 'Ana' }],
    preview: { body: 'Hello Ana', buttons: [{ label: 'Yes', kind: 'quick_reply', target: null }] },
  })
}, 60_000)

test('a new approval with its reason replaces the old one, and what is gone at Twilio is gone here', async () => {
  const [before] = (await list()).filter(({ twilioSid }) => twilioSid === sidOf(2))
  await atTwilio('POST', `/templates/${sidOf(2)}/verdict`, { status: 'rejected', reason: 'PROMOTIONAL' })
  const basic = Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')
  const gone = await fetch(`${hub.simulatorUrl}/v1/Content/${sidOf(3)}`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${basic}`, host: 'content.twilio.com' },
  })
  expect(gone.status).toBe(204)
  const after = await sync()
  expect(after.find(({ twilioSid }) => twilioSid === sidOf(2))).toMatchObject({
    id: before!.id,
    status: 'rejected',
    rejectionReason: 'PROMOTIONAL',
  })
  expect(after.some(({ twilioSid }) => twilioSid === sidOf(3))).toBe(false)
  expect(await list()).toEqual(after)
})

test('an organization sees only its own, and one without a connector is told so', async () => {
  const stranger = (await signIn(hub.url, 'owner@stranger.test', password))!
  expect((await must(stranger.api.GET('/api/v1/templates'))).items).toEqual([])
  const { error } = await stranger.api.POST('/api/v1/templates/sync')
  expect(error).toMatchObject({ code: 'connector_not_connected' })
})
