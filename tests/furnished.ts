import type { Hub } from './hub.ts'
import { until } from './hub.ts'
import { must, type Session } from './world/session.ts'

/** One real id of each noun, by the name of the parameter that takes it. */
export type Ids = Record<string, string>

/** One transparent point. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/**
 * Gives an organization something of everything, on a Twilio account and a number of its own, and answers the ids.
 * @param digits two, by which account, number and phone differ from those of others
 * @param hookUrl where its outgoing webhook leads
 */
export async function furnish(hub: Hub, { api }: Session, digits: string, hookUrl: string): Promise<Ids> {
  const me = await must(api.GET('/api/v1/me'))
  const connected = await connect(hub, api, digits)
  const agent = await employ(api, connected.senderId!)
  const written = await converse(hub, api, connected['senderId']!, digits)
  const dealt = await deal(api, written['contactId']!)
  return {
    organizationId: me.organization!.id,
    memberId: me.memberId!,
    ...connected,
    ...agent,
    ...written,
    ...dealt,
    ...(await invite(api)),
    ...(await listen(api, hookUrl)),
    ...(await plan(api, connected)),
  }
}

type Api = Session['api']

async function connect(hub: Hub, api: Api, digits: string): Promise<Ids> {
  const sid = `AC${digits.padStart(32, '0')}`
  const authToken = digits.repeat(16)
  await control(hub, 'POST', '/accounts', { sid, auth_token: authToken })
  const address = `whatsapp:+120255502${digits}`
  await control(hub, 'PUT', `/senders/${encodeURIComponent(address)}`, { account_sid: sid, status: 'ONLINE' })
  const body = { name: `Account ${digits}`, accountSid: sid, authToken }
  const { id: connectorId } = await must(api.POST('/api/v1/connectors', { body }))
  const params = { path: { connectorId } }
  const { items } = await must(api.GET('/api/v1/connectors/{connectorId}/senders', { params }))
  const senderId = items[0]!.id
  const active = { active: [senderId] }
  await must(api.PUT('/api/v1/connectors/{connectorId}/senders', { params, body: active }))
  await must(api.POST('/api/v1/connectors/{connectorId}/webhooks', { params }))
  return { connectorId, senderId }
}

async function employ(api: Api, senderId: string): Promise<Ids> {
  const { id: agentId } = await must(
    api.POST('/api/v1/agents', { body: { name: 'Furnished', debounceMs: 0 } }),
  )
  const params = { path: { agentId } }
  const body = { title: 'Sauna', body: 'The sauna is open from 14:00 to 22:00.' }
  const article = await must(api.POST('/api/v1/agents/{agentId}/articles', { params, body }))
  const channel = await must(api.POST('/api/v1/channels', { body: { agentId, senderId } }))
  const outbound = await must(api.POST('/api/v1/outbound-agents', { body: { name: 'Furnished' } }))
  await must(api.PUT('/api/v1/twin', { body: { mode: 'off' } }))
  const own = await must(api.POST('/api/v1/twin/articles', { body: { title: 'Own', body: 'Known to me' } }))
  return {
    agentId,
    articleId: article.id,
    channelId: channel.id,
    outboundAgentId: outbound.id,
    twinArticleId: own.id,
  }
}

/** A guest writes, sends a picture, asks for what nobody knows; a member answers with a file. */
async function converse(hub: Hub, api: Api, senderId: string, digits: string): Promise<Ids> {
  const guest = `whatsapp:+49157711${digits.padStart(5, '0')}`
  const to = `whatsapp:+120255502${digits}`
  await hub.simulator.addPhone({ address: guest, profile_name: `Guest ${digits}` })
  const at = `/phones/${encodeURIComponent(guest)}/messages`
  await control(hub, 'POST', at, { to, body: 'When is the sauna open?' })
  await until(
    () => hub.simulator.messages(guest),
    (messages) => messages.length === 2,
  )
  await control(hub, 'POST', at, {
    to,
    body: 'Is this it?',
    media: { content_type: 'image/png', base64: picture },
  })
  const query = { senderId }
  const conversation = (await until(
    async () => (await must(api.GET('/api/v1/conversations', { params: { query } }))).items[0],
    (found) => found?.waiting !== null && found !== undefined,
  ))!
  const path = { conversationId: conversation.id }
  const thread = () => must(api.GET('/api/v1/conversations/{conversationId}/messages', { params: { path } }))
  const { items } = await until(thread, (seen) =>
    seen.items.some(({ media }) => media.some(({ state }) => state === 'stored')),
  )
  const { items: told } = await must(api.GET('/api/v1/notifications', { params: { query: {} } }))
  const { id: uploadId } = await upload(
    api,
    '/api/v1/uploads',
    new File([Buffer.from(picture, 'base64')], 'point.png', { type: 'image/png' }),
  )
  const other = await must(
    api.POST('/api/v1/contacts', { body: { phone: `+49157712${digits.padStart(5, '0')}` } }),
  )
  return {
    contactId: conversation.contact.id,
    otherContactId: other.id,
    conversationId: conversation.id,
    messageId: items.find(({ direction }) => direction === 'out')!.id,
    mediaId: items.flatMap(({ media }) => media)[0]!.id,
    notificationId: told[0]!.id,
    uploadId,
  }
}

async function deal(api: Api, contactId: string): Promise<Ids> {
  const lead = await must(api.POST('/api/v1/leads', { body: { contactId, title: 'Wedding in May' } }))
  const { items } = await must(api.GET('/api/v1/pipelines'))
  const field = await must(
    api.POST('/api/v1/contact-fields', { body: { name: 'Room', kind: 'text', options: [] } }),
  )
  const saved = await must(
    api.POST('/api/v1/saved-filters', { body: { name: 'Everybody', filter: { all: [] } } }),
  )
  return {
    filterId: saved.id,
    fieldId: field.id,
    leadId: lead.id,
    pipelineId: items[0]!.id,
    stageId: lead.stage.id,
  }
}

async function invite(api: Api): Promise<Ids> {
  const body = { email: 'invited@isolation.test', role: 'viewer' } as const
  const invitation = await must(api.POST('/api/v1/invitations', { body }))
  const key = await must(api.POST('/api/v1/keys', { body: { name: 'Script', role: 'viewer' } }))
  return { invitationId: invitation.id, keyId: key.id }
}

/** An outgoing webhook with something in its log, and a browser that is told by push. */
async function listen(api: Api, url: string): Promise<Ids> {
  const body = { name: 'Team room', url, kinds: ['outgoing_webhook_failed' as const] }
  const { id: outgoingWebhookId } = await must(api.POST('/api/v1/outgoing-webhooks', { body }))
  const params = { path: { outgoingWebhookId } }
  await must(api.POST('/api/v1/outgoing-webhooks/{outgoingWebhookId}/test', { params }))
  const log = async () =>
    (await must(api.GET('/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries', { params }))).items
  const [delivery] = await until(log, (items) => items[0]?.state === 'sent')
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  const endpoint = `https://push.example.com/${outgoingWebhookId}`
  const browser = await must(
    api.POST('/api/v1/push-subscriptions', { body: { endpoint, keys, device: 'x' } }),
  )
  return { outgoingWebhookId, deliveryId: delivery!.id, pushSubscriptionId: browser.id }
}

async function plan(api: Api, { connectorId, senderId }: Ids): Promise<Ids> {
  const template = await must(
    api.POST('/api/v1/templates', {
      body: {
        connectorId: connectorId!,
        name: 'furnished',
        language: 'en',
        contentType: 'twilio/text',
        content: { body: 'Hello' },
      },
    }),
  )
  const page = await must(
    api.POST('/api/v1/opt-in-pages', {
      body: {
        senderId: senderId!,
        title: 'News',
        wording: 'You write to me',
        asksNumber: false,
      },
    }),
  )
  const campaign = await must(
    api.POST('/api/v1/campaigns', { body: planOf({ connectorId, senderId } as Ids) }),
  )
  const list = await upload(
    api,
    '/api/v1/contacts/import',
    new File(['phone\n+4930123456\n'], 'list.csv', { type: 'text/csv' }),
  )
  return { templateId: template.id, optInPageId: page.id, campaignId: campaign.id, importId: list.id }
}

/** A campaign to everybody, as `createCampaign` takes it. */
export const planOf = ({ connectorId, senderId }: Ids) => ({
  name: 'Spring',
  kind: 'one_shot' as const,
  connectorId: connectorId!,
  senderIds: [senderId!],
  audience: { all: [] },
  steps: [{ text: 'Hello', waitSeconds: 0, templateId: null, variables: {} }],
})

export async function upload(
  api: Api,
  path: '/api/v1/uploads' | '/api/v1/contacts/import',
  file: File,
): Promise<{ id: string }> {
  const form = new FormData()
  form.append('file', file)
  return await must(api.POST(path, { body: form as never, bodySerializer: (body: unknown) => body as never }))
}

async function control(hub: Hub, method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${hub.simulatorUrl}/simulator/api${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}
