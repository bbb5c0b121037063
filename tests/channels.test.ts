import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ParleyClient as Api } from '../sdk/src/client.ts'
import { type Hub, startHub } from './hub.ts'
import {
  activate,
  connect,
  listSenders,
  newAddress,
  openAccount,
  openOrganization,
} from './twilio-account.ts'
import { must } from './world/session.ts'

// Handing numbers to agents, and what agents know, through the public API.

let hub: Hub
beforeAll(async () => {
  hub = await startHub()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

async function withNumbers(count: number) {
  const account = await openAccount(hub.simulatorUrl, Array.from({ length: count }, newAddress))
  const api = await openOrganization(hub.url)
  const connector = await connect(api, account)
  const senders = await listSenders(api, connector.id)
  const activeOnes = (ids: readonly string[]) => activate(api, connector.id, ids)
  expect(await activeOnes(senders.map(({ id }) => id))).toBeNull()
  return { api, connector, senders, activeOnes }
}

const newAgent = (api: Api, name: string) => must(api.POST('/api/v1/agents', { body: { name } }))
const bind = (api: Api, agentId: string, senderId: string) =>
  api.POST('/api/v1/channels', { body: { agentId, senderId } })
const unbind = (api: Api, channelId: string) =>
  must(api.DELETE('/api/v1/channels/{channelId}', { params: { path: { channelId } } }))
const choices = async (api: Api) => (await must(api.GET('/api/v1/channels/choices', {}))).items
const channels = async (api: Api, agentId?: string) =>
  (await must(api.GET('/api/v1/channels', { params: { query: agentId ? { agentId } : {} } }))).items

describe('a channel', () => {
  test('hands a number to an agent, labelled with its connector; the number is then already bound', async () => {
    const { api, connector, senders } = await withNumbers(2)
    const desk = await newAgent(api, 'Front desk')
    const keeping = await newAgent(api, 'Housekeeping')
    const channel = await must(bind(api, desk.id, senders[0]!.id))
    expect(channel).toMatchObject({
      address: senders[0]!.address,
      connectorId: connector.id,
      connectorName: 'Front desk',
      agentName: 'Front desk',
    })
    expect(await choices(api)).toMatchObject([
      { senderId: senders[0]!.id, online: true, boundTo: { agentId: desk.id, agentName: 'Front desk' } },
      { senderId: senders[1]!.id, online: true, boundTo: null },
    ])
    const { error } = await bind(api, keeping.id, senders[0]!.id)
    expect(error).toMatchObject({ code: 'already_bound', status: 409, facts: { agentName: 'Front desk' } })
    // Different agents answer on different numbers of one connector.
    await must(bind(api, keeping.id, senders[1]!.id))
    expect(await channels(api, keeping.id)).toMatchObject([{ senderId: senders[1]!.id }])
    expect(await channels(api)).toHaveLength(2)
  })

  test('that is removed touches nothing else', async () => {
    const { api, connector, senders } = await withNumbers(1)
    await must(
      api.POST('/api/v1/senders/{senderId}/webhook', { params: { path: { senderId: senders[0]!.id } } }),
    )
    const look = async () => ({
      connector: await must(
        api.GET('/api/v1/connectors/{connectorId}', { params: { path: { connectorId: connector.id } } }),
      ),
      senders: await listSenders(api, connector.id),
    })
    const before = await look()
    const agent = await newAgent(api, 'Front desk')
    const channel = await must(bind(api, agent.id, senders[0]!.id))
    await unbind(api, channel.id)
    expect(await look()).toEqual(before)
    expect(await channels(api)).toEqual([])
    await must(bind(api, agent.id, senders[0]!.id))
  })

  test('needs an active number, and is offered no other', async () => {
    const { api, senders, activeOnes } = await withNumbers(2)
    expect(await activeOnes([senders[0]!.id])).toBeNull()
    const agent = await newAgent(api, 'Front desk')
    expect((await bind(api, agent.id, senders[1]!.id)).error).toMatchObject({ code: 'sender_not_active' })
    expect((await choices(api)).map(({ senderId }) => senderId)).toEqual([senders[0]!.id])
  })

  test('that many want at once goes to exactly one agent', async () => {
    const { api, senders } = await withNumbers(1)
    const agents = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => newAgent(api, name)))
    const outcomes = await Promise.all(agents.map(({ id }) => bind(api, id, senders[0]!.id)))
    const [won, ...more] = outcomes.flatMap(({ data }) => data ?? [])
    expect(more).toEqual([])
    for (const { error } of outcomes.filter(({ data }) => !data))
      expect(error).toMatchObject({ code: 'already_bound', facts: { agentName: won!.agentName } })
  })

  test('goes with its agent; the number can be given to another', async () => {
    const { api, senders } = await withNumbers(1)
    const agent = await newAgent(api, 'Trainee')
    await must(bind(api, agent.id, senders[0]!.id))
    await must(api.DELETE('/api/v1/agents/{agentId}', { params: { path: { agentId: agent.id } } }))
    expect((await bind(api, agent.id, senders[0]!.id)).response.status).toBe(404)
    await must(bind(api, (await newAgent(api, 'Successor')).id, senders[0]!.id))
  })
})

describe('an agent', () => {
  test('that asks a model needs one to be configured, one that asks an application its address', async () => {
    const api = await openOrganization(hub.url)
    const create = (body: object) => api.POST('/api/v1/agents', { body: { name: 'Smart', ...body } })
    expect((await create({ brain: 'model' })).error).toMatchObject({ code: 'brain_not_configured' })
    expect((await create({ brain: 'application' })).error).toMatchObject({ code: 'invalid_request' })
    const inside = { brain: 'application', applicationUrl: 'http://169.254.169.254/latest' }
    expect((await create(inside)).error).toMatchObject({ code: 'address_not_allowed' })
    const agent = await newAgent(api, 'Plain')
    const change = (body: object) =>
      api.PATCH('/api/v1/agents/{agentId}', { params: { path: { agentId: agent.id } }, body })
    expect((await change({ brain: 'application' })).error).toMatchObject({ code: 'invalid_request' })
    expect(await must(change({ mode: 'draft', language: 'pt' }))).toMatchObject({
      mode: 'draft',
      language: 'pt',
      brain: 'built_in',
    })
  })
})

describe('knowledge', () => {
  const path = (agentId: string) => ({ params: { path: { agentId } } })

  async function upload(api: Api, agentId: string, name: string, content: string | Buffer<ArrayBuffer>) {
    return await api.POST('/api/v1/agents/{agentId}/articles/upload', {
      ...path(agentId),
      // The client's type knows no files: what is sent is the form.
      body: {} as never,
      bodySerializer: () => {
        const form = new FormData()
        form.append('file', new File([content], name))
        return form
      },
    })
  }

  test('is written, found by its words, rewritten and deleted', async () => {
    const api = await openOrganization(hub.url)
    const { id } = await newAgent(api, 'Front desk')
    const article = await must(
      api.POST('/api/v1/agents/{agentId}/articles', {
        ...path(id),
        body: { title: 'Sauna', body: '# Hours\n\nFrom 8 to 22, 100% free.' },
      }),
    )
    const list = async (search?: string) => {
      const { items } = await must(
        api.GET('/api/v1/agents/{agentId}/articles', {
          params: { path: { agentId: id }, query: search === undefined ? {} : { search } },
        }),
      )
      return items.map(({ title }) => title)
    }
    expect(await list()).toEqual(['Sauna'])
    expect(await list('100%')).toEqual(['Sauna'])
    // A percent sign is a percent sign, no pattern.
    expect(await list('1%free')).toEqual([])
    const one = { params: { path: { articleId: article.id } } }
    await must(
      api.PUT('/api/v1/articles/{articleId}', { ...one, body: { title: 'Steam bath', body: 'Hot.' } }),
    )
    expect(await must(api.GET('/api/v1/articles/{articleId}', one))).toMatchObject({
      title: 'Steam bath',
      body: 'Hot.',
    })
    await must(api.DELETE('/api/v1/articles/{articleId}', one))
    expect(await list()).toEqual([])
    expect((await api.GET('/api/v1/articles/{articleId}', one)).response.status).toBe(404)
  })

  test('is uploaded as a file; what cannot be read says so', async () => {
    const api = await openOrganization(hub.url)
    const { id } = await newAgent(api, 'Front desk')
    const read = await upload(api, id, 'house-rules.md', '# House rules\n\nQuiet after ten.')
    expect(read.data).toMatchObject({ title: 'House rules', source: 'file', fileName: 'house-rules.md' })
    const tried = await must(
      api.POST('/api/v1/agents/{agentId}/try', {
        ...path(id),
        body: { question: 'What are the house rules?' },
      }),
    )
    expect(tried.sources[0]).toMatchObject({ title: 'House rules' })
    expect((await upload(api, id, 'photo.png', Buffer.from([0x89, 0x50, 0, 0]))).error).toMatchObject({
      code: 'unsupported_media_type',
    })
    expect((await upload(api, id, 'empty.txt', ' ')).error).toMatchObject({ code: 'file_not_readable' })
    expect((await upload(api, id, 'book.txt', 'word '.repeat(1_200_000))).error).toMatchObject({
      code: 'body_too_large',
      status: 413,
    })
  })
})
