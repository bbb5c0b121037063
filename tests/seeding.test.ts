import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub } from './hub.ts'
import { leads, organizations, password, phones, templates } from './world/cast.ts'
import { seedWorld } from './world/seed.ts'
import { seededIn } from './world/seeded.ts'
import { must, type Session, signIn } from './world/session.ts'

// `npm run demo` builds its world on every start. What a person changed in it meanwhile is theirs.

let hub: Hub
let folder: string
let api: Session['api']
const frontDesk = organizations.aurora.senders[0]

beforeAll(async () => {
  hub = await startHub()
  folder = await mkdtemp(join(tmpdir(), 'parley-seeding-'))
})
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** A start of the demo: the marks are read from their file anew. */
const start = () =>
  seedWorld(hub.url, hub.simulatorUrl, () => undefined, seededIn(join(folder, 'seeded.json')))

/** Everything of Hotel Aurora that the world brings along. */
async function aurora() {
  const { items: connectors } = await must(api.GET('/api/v1/connectors'))
  const { items: agents } = await must(api.GET('/api/v1/agents'))
  const { items: channels } = await must(api.GET('/api/v1/channels'))
  const { items: senders } = await must(api.GET('/api/v1/senders'))
  const articles = await Promise.all(agents.map(articlesOf))
  return {
    connectors: connectors.map(({ name }) => name),
    agents: agents.map(({ name }) => name).toSorted(),
    channels: channels.map(({ senderId }) => senderId).toSorted(),
    active: senders
      .filter(({ active }) => active)
      .map(({ address }) => address)
      .toSorted(),
    articles: articles.flat().toSorted(),
  }
}

async function articlesOf({ id: agentId }: { id: string }) {
  const params = { path: { agentId } }
  return (await must(api.GET('/api/v1/agents/{agentId}/articles', { params }))).items.map(
    ({ title }) => title,
  )
}

const written = async (address: string) =>
  (await hub.simulator.messages(address)).filter(({ direction }) => direction === 'out').length

async function removeSome(): Promise<void> {
  const agent = (await must(api.GET('/api/v1/agents'))).items.find(({ name }) => name === 'Front desk')!
  const { items } = await must(
    api.GET('/api/v1/agents/{agentId}/articles', { params: { path: { agentId: agent.id } } }),
  )
  for (const { id: articleId } of items.slice(0, 3))
    await must(api.DELETE('/api/v1/articles/{articleId}', { params: { path: { articleId } } }))
  const channel = (await must(api.GET('/api/v1/channels'))).items.find((one) => one.agentId === agent.id)!
  await must(api.DELETE('/api/v1/channels/{channelId}', { params: { path: { channelId: channel.id } } }))
}

describe('the demo world', () => {
  test('that was cut short is completed by the next start, and nothing is made twice', async () => {
    // Built, and killed before the mark: a world with holes in it.
    await seedWorld(hub.url, hub.simulatorUrl)
    api = (await signIn(hub.url, organizations.aurora.owner.email, password))!.api
    const whole = await aurora()
    expect(whole.articles.length).toBeGreaterThan(30)
    const { api: northwind } = (await signIn(hub.url, organizations.northwind.owner.email, password))!
    const sales = async () => ({
      leads: (await must(northwind.GET('/api/v1/leads'))).items.length,
      campaigns: (await must(northwind.GET('/api/v1/campaigns'))).items.length,
    })
    const before = await sales()
    expect(before.leads).toBeGreaterThanOrEqual(leads.length)
    await removeSome()
    expect(await aurora()).not.toEqual(whole)

    await start()
    expect(await aurora()).toEqual(whole)
    expect([await written(phones.bruno.address), await written(phones.carla.address)]).toEqual([1, 1])
    expect(await sales()).toEqual(before)
  })

  test('that was finished is left as people have made it', async () => {
    const [connector] = (await must(api.GET('/api/v1/connectors'))).items
    const path = { connectorId: connector!.id }
    await must(
      api.PATCH('/api/v1/connectors/{connectorId}', { params: { path }, body: { name: 'Our account' } }),
    )
    const agent = (await must(api.GET('/api/v1/agents'))).items.find(({ name }) => name === 'Housekeeping')!
    await must(
      api.PATCH('/api/v1/agents/{agentId}', {
        params: { path: { agentId: agent.id } },
        body: { name: 'Upstairs' },
      }),
    )
    await removeSome()
    const { items: senders } = await must(api.GET('/api/v1/senders'))
    const active = senders.filter(({ address }) => address === frontDesk).map(({ id }) => id)
    await must(api.PUT('/api/v1/connectors/{connectorId}/senders', { params: { path }, body: { active } }))
    await hub.simulator.addPhone({ address: phones.dana.address, profile_name: 'Dana the Second' })
    const [template] = templates
    const { sid } = template
    await hub.simulator.putContent(sid, { ...template, approval: { ...template.approval, status: 'paused' } })

    const changed = await aurora()
    expect(changed).toMatchObject({ connectors: ['Our account'], active: [frontDesk] })
    await start()
    expect(await aurora()).toEqual(changed)
    expect([await written(phones.bruno.address), await written(phones.carla.address)]).toEqual([1, 1])
    const contents = await fetch(`${hub.simulatorUrl}/simulator/api/contents`).then((answer) => answer.text())
    expect(contents).toContain('"paused"')
    const all = await fetch(`${hub.simulatorUrl}/simulator/api/phones`).then((answer) => answer.text())
    expect(all).toContain('Dana the Second')
  })

  test('is left alone by the demo when its owner has another password', async () => {
    const changed = await aurora()
    const answer = await fetch(`${hub.url}/api/auth/change-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.url, cookie: await cookieOf() },
      body: JSON.stringify({ currentPassword: password, newPassword: 'of my own choice' }),
    })
    expect(answer.status).toBe(200)
    expect(await signIn(hub.url, organizations.aurora.owner.email, password)).toBeUndefined()
    await start()
    expect(await aurora()).toEqual(changed)
  })
})

async function cookieOf(): Promise<string> {
  const answer = await fetch(`${hub.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.url },
    body: JSON.stringify({ email: organizations.aurora.owner.email, password }),
  })
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}
