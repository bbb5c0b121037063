import { leads, organizations, password, phones, templates, twilioAccount } from './cast.ts'
import { controlSimulator, type SimulatorControl } from './phone.ts'
import { must, type Session, signIn, signUp } from './session.ts'

type Part = (typeof organizations)[keyof typeof organizations]

/**
 * Builds the demo world through the public API and the simulator's control plane, the way a person would. Every step looks
 * first whether it is done, so a world that was interrupted is finished by the next start.
 * @param tell is told what is being done: the first start takes a few seconds
 */
export async function seedWorld(
  hubUrl: string,
  simulatorUrl: string,
  tell: (line: string) => void = () => undefined,
): Promise<void> {
  const control = controlSimulator(simulatorUrl)
  for (const phone of Object.values(phones)) await control.addPhone(phone)
  for (const { sid, ...content } of templates)
    await control.putContent(sid, { account_sid: twilioAccount.sid, ...content })
  for (const part of Object.values(organizations)) {
    const known = await signIn(hubUrl, part.owner.email, password)
    if (!known) tell(`Setting up ${part.name} …`)
    const session = known ?? (await signUp(hubUrl, part.owner.name, part.owner.email, password))
    if (!session) throw new Error(`${part.owner.email} could neither sign in nor sign up`)
    await seedOrganization(session, part)
    if (part === organizations.northwind) await seedLeads(session)
    if (!known && part === organizations.aurora) await firstGuests(control)
  }
}

/** Two guests have already written when the owner looks for the first time; the front desk answers them. */
async function firstGuests(control: SimulatorControl): Promise<void> {
  const [frontDesk] = organizations.aurora.senders
  await control.write(phones.bruno.address, frontDesk, 'Do you have parking?')
  await control.write(phones.carla.address, frontDesk, 'Bom dia! A que horas é o pequeno-almoço?')
}

async function seedOrganization({ api }: Session, part: Part): Promise<void> {
  const me = await must(api.GET('/api/v1/me'))
  if (!me.organization) await must(api.POST('/api/v1/organizations', { body: { name: part.name } }))
  if (part.connector === null) return
  const connectorId = await seedConnector(api, part.connector)
  const senders = await seedSenders(api, connectorId, part.senders)
  if ((await must(api.GET('/api/v1/templates'))).items.length === 0)
    await must(api.POST('/api/v1/templates/sync'))
  for (const agent of part.agents) await seedAgent(api, agent, senders.get(agent.sender))
}

async function seedConnector(api: Session['api'], name: string): Promise<string> {
  const { items } = await must(api.GET('/api/v1/connectors'))
  const known = items.find((connector) => connector.name === name)
  if (known) return known.id
  const body = { name, accountSid: twilioAccount.sid, authToken: twilioAccount.token }
  return (await must(api.POST('/api/v1/connectors', { body }))).id
}

async function seedSenders(
  api: Session['api'],
  connectorId: string,
  addresses: readonly string[],
): Promise<Map<string, string>> {
  const path = { connectorId }
  const { items } = await must(api.GET('/api/v1/connectors/{connectorId}/senders', { params: { path } }))
  const ours = items.filter((sender) => addresses.includes(sender.address))
  if (ours.some((sender) => !sender.active)) {
    const body = { active: ours.map((sender) => sender.id) }
    await must(api.PUT('/api/v1/connectors/{connectorId}/senders', { params: { path }, body }))
  }
  if (ours.some((sender) => sender.webhookState !== 'configured')) {
    await must(api.POST('/api/v1/connectors/{connectorId}/webhooks', { params: { path } }))
  }
  return new Map(ours.map((sender) => [sender.address, sender.id]))
}

async function seedAgent(
  api: Session['api'],
  wanted: Part['agents'][number],
  senderId: string | undefined,
): Promise<void> {
  const { items } = await must(api.GET('/api/v1/agents'))
  const { name, welcome, knowledge } = wanted
  const agent =
    items.find((one) => one.name === name) ??
    (await must(api.POST('/api/v1/agents', { body: { name, welcome } })))
  const path = { agentId: agent.id }
  if (agent.articleCount < knowledge.length) {
    const { items: articles } = await must(api.GET('/api/v1/agents/{agentId}/articles', { params: { path } }))
    const missing = knowledge.filter(([title]) => !articles.some((article) => article.title === title))
    await Promise.all(
      missing.map(([title, body]) =>
        must(api.POST('/api/v1/agents/{agentId}/articles', { params: { path }, body: { title, body } })),
      ),
    )
  }
  const { items: channels } = await must(api.GET('/api/v1/channels'))
  if (!senderId || channels.some((channel) => channel.senderId === senderId)) return
  await must(api.POST('/api/v1/channels', { body: { agentId: agent.id, senderId } }))
}

/** People with a deal, most of whom agreed to hear from Northwind. */
async function seedLeads({ api }: Session): Promise<void> {
  const { items } = await must(api.GET('/api/v1/leads', { params: { query: { limit: 1 } } }))
  if (items.length > 0) return
  const { items: pipelines } = await must(api.GET('/api/v1/pipelines'))
  const stages = pipelines[0]?.stages ?? []
  for (const { name, phone, agreed, stage, title, value } of leads) {
    const contact = await must(api.POST('/api/v1/contacts', { body: { phone, givenName: name } }))
    const params = { path: { contactId: contact.id } }
    const wording = 'Northwind may send me offers on WhatsApp'
    if (agreed)
      await must(
        api.POST('/api/v1/contacts/{contactId}/consents', {
          params,
          body: { kind: 'opt_in', wording, place: agreed },
        }),
      )
    const stageId = stages.find((one) => one.name === stage)?.id
    const worth = value === null ? {} : { value: value * 1_000_000 }
    await must(
      api.POST('/api/v1/leads', {
        body: { contactId: contact.id, title, ...(stageId ? { stageId } : {}), ...worth },
      }),
    )
  }
}
