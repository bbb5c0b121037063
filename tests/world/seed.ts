import { leads, organizations, password, phones, templates, twilioAccount } from './cast.ts'
import { controlSimulator, type SimulatorControl } from './phone.ts'
import { nothingSeeded, type Seeded } from './seeded.ts'
import { seedNorthwind } from './seed-northwind.ts'
import { must, type Session, signIn, signUp } from './session.ts'

type Part = (typeof organizations)[keyof typeof organizations]

/**
 * Builds the demo world through the public API and the simulator's control plane, the way a person would. Every step looks
 * first whether it is done, so a world that was interrupted is finished by the next start; an organization that was
 * finished is left alone from then on.
 * @param tell is told what is being done: the first start takes a few seconds
 */
export async function seedWorld(
  hubUrl: string,
  simulatorUrl: string,
  tell: (line: string) => void = () => undefined,
  seeded: Seeded = nothingSeeded,
): Promise<void> {
  const control = controlSimulator(simulatorUrl)
  await seedSimulator(control, seeded)
  const parts = await Promise.all(
    Object.values(organizations).map(async (part) => ({
      part,
      owner: await enterAsOwner(hubUrl, part, seeded),
    })),
  )
  for (const { part, owner } of parts) {
    if (owner === null) continue
    const { session, user } = owner
    tell(`Setting up ${part.name} …`)
    await seedOrganization(session, part)
    if (part === organizations.northwind) {
      await seedLeads(session)
      await seedNorthwind(hubUrl, session, control)
    }
    if (part === organizations.aurora) await firstGuests(control)
    seeded.finish(part.owner.email, user.id)
  }
}

/** The owner of an organization that is still to be set up; null of one that was finished. */
async function enterAsOwner(hubUrl: string, { owner: { name, email } }: Part, seeded: Seeded) {
  const known = await signIn(hubUrl, email, password)
  const session = known ?? (await signUp(hubUrl, name, email, password))
  // Whoever has changed their password has taken the organization over.
  if (!session && seeded.personOf(email)) return null
  if (!session) throw new Error(`${email} could neither sign in nor sign up`)
  const { user } = await must(session.api.GET('/api/v1/me'))
  return seeded.personOf(email) === user.id ? null : { session, user }
}

/** Phones and contents of the account. A simulator that has some of a finished world keeps what people made of them. */
async function seedSimulator(control: SimulatorControl, seeded: Seeded): Promise<void> {
  const finished = Object.values(organizations).every(({ owner }) => seeded.personOf(owner.email))
  const [there, written] = [new Set(await control.phones()), new Set(await control.contents())]
  const missing = Object.values(phones).filter(({ address }) => !there.has(address))
  if (!finished || missing.length === Object.keys(phones).length)
    for (const phone of missing) await control.addPhone(phone)
  const absent = templates.filter(({ sid }) => !written.has(sid))
  if (finished && absent.length < templates.length) return
  for (const { sid, ...content } of absent)
    await control.putContent(sid, { account_sid: twilioAccount.sid, ...content })
}

/** Two guests have already written when the owner looks for the first time; the front desk answers them. */
async function firstGuests(control: SimulatorControl): Promise<void> {
  const [frontDesk] = organizations.aurora.senders
  const guests = [
    [phones.bruno, 'Do you have parking?'],
    [phones.carla, 'Bom dia! A que horas é o pequeno-almoço?'],
  ] as const
  for (const [{ address }, question] of guests)
    if ((await control.messages(address)).length === 0) await control.write(address, frontDesk, question)
}

async function seedOrganization({ api }: Session, part: Part): Promise<void> {
  const me = await must(api.GET('/api/v1/me'))
  if (!me.organization) await must(api.POST('/api/v1/organizations', { body: { name: part.name } }))
  if (part.connector === null) return
  const connectorId = await seedConnector(api, part.connector, part.service)
  const senders = await seedSenders(api, connectorId, part.senders)
  if ((await must(api.GET('/api/v1/templates'))).items.length === 0)
    await must(api.POST('/api/v1/templates/sync'))
  for (const agent of part.agents) await seedAgent(api, agent, senders.get(agent.sender))
}

async function seedConnector(
  api: Session['api'],
  name: string,
  messagingServiceSid: string | null,
): Promise<string> {
  const { items } = await must(api.GET('/api/v1/connectors'))
  const known = items.find((connector) => connector.name === name)
  if (known) return known.id
  const { sid: accountSid, token: authToken } = twilioAccount
  const body = { name, accountSid, authToken, messagingServiceSid }
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
  const { items: pipelines } = await must(api.GET('/api/v1/pipelines'))
  const stages = pipelines[0]?.stages ?? []
  for (const { name, phone, agreed, stage, title, value } of leads) {
    const { id: contactId } = await must(api.POST('/api/v1/contacts', { body: { phone, givenName: name } }))
    if (agreed) await seedConsent(api, contactId, agreed)
    const query = { contactId, limit: 1 }
    if ((await must(api.GET('/api/v1/leads', { params: { query } }))).items.length > 0) continue
    const stageId = stages.find((one) => one.name === stage)?.id
    const worth = value === null ? {} : { value: value * 1_000_000 }
    const body = { contactId, title, ...(stageId ? { stageId } : {}), ...worth }
    await must(api.POST('/api/v1/leads', { body }))
  }
}

async function seedConsent(api: Session['api'], contactId: string, place: string): Promise<void> {
  const params = { path: { contactId } }
  const { items } = await must(api.GET('/api/v1/contacts/{contactId}/consents', { params }))
  if (items.length > 0) return
  const wording = 'Northwind may send me offers on WhatsApp'
  const body = { kind: 'opt_in', wording, place } as const
  await must(api.POST('/api/v1/contacts/{contactId}/consents', { params, body }))
}
