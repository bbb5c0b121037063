import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../server/platform/config.ts'
import { loadSecretKeys, type SecretKeys } from '../server/platform/secret-keys.ts'
import { readSignedFile, signFile } from '../server/platform/signed-url.ts'
import { upload } from './furnished.ts'
import { type Hub, startHub, until } from './hub.ts'
import { asOwner } from './rows.ts'
import { password } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { must, type Session, signIn } from './world/session.ts'

// Files of strangers: fetched from Twilio, kept, and served so that none of them can run in our origin.

const sender = 'whatsapp:+12025550111'
const settings = { SECRET_KEY: 'c'.repeat(64) }
let hub: Hub
let session: Session
let keys: SecretKeys
let guests = 0

beforeAll(async () => {
  hub = await startHub(settings)
  keys = await loadSecretKeys(readConfig(settings).secret)
  await seedWorld(hub.url, hub.simulatorUrl)
  session = (await signIn(hub.url, 'owner@northwind.test', password))!
})
afterAll(() => hub?.[Symbol.asyncDispose]())

/** A guest sends this file, and says that it is of this type. Answers the link under which the hub serves it. */
async function linkOf(content: Buffer, declared: string): Promise<string> {
  guests += 1
  const address = `whatsapp:+4915880002${String(guests).padStart(3, '0')}`
  await hub.simulator.addPhone({ address, profile_name: `Guest ${guests}` })
  const answer = await fetch(
    `${hub.simulatorUrl}/simulator/api/phones/${encodeURIComponent(address)}/messages`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        to: sender,
        media: { content_type: declared, base64: content.toString('base64') },
      }),
    },
  )
  expect(answer.status).toBe(201)
  return (await until(
    () => storedFile(address),
    (url) => url !== null,
  ))!
}

async function storedFile(address: string): Promise<string | null> {
  const query = { search: address.replace('whatsapp:', '') }
  const { items } = await must(session.api.GET('/api/v1/conversations', { params: { query } }))
  if (!items[0]) return null
  const { items: messages } = await must(
    session.api.GET('/api/v1/conversations/{conversationId}/messages', {
      params: { path: { conversationId: items[0].id } },
    }),
  )
  return messages[0]?.media[0]?.url ?? null
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const page = '<!doctype html><script>alert(document.domain)</script>'
const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

describe('a file of a stranger', () => {
  test.each<[string, Buffer, string, string, 'inline' | 'attachment']>([
    ['a picture is shown', png, 'image/png', 'image/png', 'inline'],
    ['a picture is what its bytes are, whatever it was called', png, 'image/jpeg', 'image/png', 'inline'],
    [
      'a page called a picture is a download of no type',
      Buffer.from(page),
      'image/jpeg',
      'application/octet-stream',
      'attachment',
    ],
    [
      'a page is a download of no type',
      Buffer.from(page),
      'text/html',
      'application/octet-stream',
      'attachment',
    ],
    [
      'a drawing with a script is a download of no type',
      Buffer.from(drawing),
      'image/svg+xml',
      'application/octet-stream',
      'attachment',
    ],
    [
      'so is one that is announced as XML',
      Buffer.from(`<?xml version="1.0"?>${drawing}`),
      'image/svg+xml',
      'application/octet-stream',
      'attachment',
    ],
    [
      'a picture with a page behind it stays a picture',
      Buffer.concat([png, Buffer.from(page)]),
      'text/html',
      'image/png',
      'inline',
    ],
    [
      'a document with a page inside stays a document',
      Buffer.from(`%PDF-1.4\n${page}`),
      'text/html',
      'application/pdf',
      'inline',
    ],
    ['a text is a download', Buffer.from('plain words'), 'text/plain', 'text/plain', 'attachment'],
  ])('%s', async (_, content, declared, type, place) => {
    const answer = await fetch(hub.url + (await linkOf(content, declared)))
    expect(answer.status).toBe(200)
    const header = (name: string) => answer.headers.get(name)
    expect(header('content-type')).toBe(type)
    expect(header('content-disposition')).toMatch(new RegExp(`^${place};`))
    expect(header('x-content-type-options')).toBe('nosniff')
    expect(header('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(header('cross-origin-resource-policy')).toBe('same-origin')
    expect(header('cache-control')).toBe('no-store')
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
  })

  test('is not there for another organization, nor under a link that was altered or has run out', async () => {
    const link = await linkOf(png, 'image/png')
    const file = readSignedFile(keys, link.replace('/media/', ''), new Date())!
    const [stranger] = await asOwner(hub.databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        "select id from auth.organization where name like '%Stranger%'",
      )
      return rows
    })
    const statusOf = async (signed: string) => (await fetch(`${hub.url}/media/${signed}`)).status
    const soon = new Date(Date.now() + 60_000)
    expect(await statusOf(signFile(keys, { ...file, expiresAt: soon }))).toBe(200)
    expect(await statusOf(signFile(keys, { ...file, organizationId: stranger!.id, expiresAt: soon }))).toBe(
      404,
    )
    expect(await statusOf(signFile(keys, { ...file, expiresAt: new Date(Date.now() - 1000) }))).toBe(404)
    expect(await statusOf(`x${link.replace('/media/', '')}`)).toBe(404)
  })
})

test('a file of ours reaches the guest by its name and as what it is', async () => {
  const address = 'whatsapp:+4915880003001'
  await hub.simulator.addPhone({ address, profile_name: 'Guest of files' })
  await hub.simulator.write(address, sender, 'Can you send me the rules?')
  const { items } = await until(
    () =>
      must(
        session.api.GET('/api/v1/conversations', {
          params: { query: { search: address.replace('whatsapp:', '') } },
        }),
      ),
    (found) => found.items.length > 0,
  )
  const conversationId = items[0]!.id
  const file = new File(['Quiet from 22:00.'], 'Hausordnung für Gäste.txt', { type: 'text/plain' })
  const { id: uploadId } = await upload(session.api, '/api/v1/uploads', file)
  await must(session.api.POST('/api/v1/messages', { body: { conversationId, body: 'Here', uploadId } }))
  const [received] = await until(
    async () => (await hub.simulator.messages(address)).filter(({ body }) => body === 'Here'),
    (messages) => messages[0]?.media.length === 1,
  )
  expect(received!.media).toMatchObject([
    { filename: 'Hausordnung für Gäste.txt', content_type: 'text/plain' },
  ])
})
