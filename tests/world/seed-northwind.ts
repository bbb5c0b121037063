import { organizations, password, phones } from './cast.ts'
import {
  nora,
  salesAgent,
  salesGoal,
  type SalesLead,
  salesLeads,
  salesSteps,
  salesVariables,
  twinKnowledge,
} from './northwind.ts'
import type { SimulatorControl } from './phone.ts'
import { must, type Session, signIn, signUp } from './session.ts'

type Api = Session['api']

/** How many leads are written down at once. */
const atOnce = 8

/** What the sales team has beside its first leads: a voice, two twins, forty leads, templates and a plan. */
export async function seedNorthwind(
  hubUrl: string,
  { api: nils }: Session,
  control: SimulatorControl,
): Promise<void> {
  const { api: hers } = await seedNora(hubUrl, nils)
  await seedTwin(nils, 'draft', twinKnowledge.nils)
  await seedTwin(hers, 'auto', twinKnowledge.nora)
  const owners = { nils: await memberOf(nils), nora: await memberOf(hers) }
  await seedSalesLeads(nils, owners)
  await seedOwner(nils, phones.ana.address, owners.nils)
  const agentId = await seedVoice(nils)
  await seedMeanings(nils)
  await seedPlan(nils, agentId)
  await seedWithoutPhone(control)
}

const memberOf = async (api: Api): Promise<string> => (await must(api.GET('/api/v1/me'))).memberId ?? ''

async function seedNora(hubUrl: string, nils: Api): Promise<Session> {
  const known = await signIn(hubUrl, nora.email, password)
  const session = known ?? (await signUp(hubUrl, nora.name, nora.email, password))
  if (!session) throw new Error(`${nora.email} could neither sign in nor sign up`)
  if ((await must(session.api.GET('/api/v1/me'))).organization) return session
  const body = { email: nora.email, role: 'member' as const }
  const { id: invitationId } = await must(nils.POST('/api/v1/invitations', { body }))
  await must(
    session.api.POST('/api/v1/invitations/{invitationId}/accept', { params: { path: { invitationId } } }),
  )
  return session
}

async function seedTwin(
  api: Api,
  mode: 'draft' | 'auto',
  knowledge: readonly (readonly [string, string])[],
): Promise<void> {
  if ((await must(api.GET('/api/v1/twin'))).id === null)
    await must(api.PUT('/api/v1/twin', { body: { mode } }))
  const { items } = await must(api.GET('/api/v1/twin/articles'))
  for (const [title, body] of knowledge)
    if (!items.some((article) => article.title === title))
      await must(api.POST('/api/v1/twin/articles', { body: { title, body } }))
}

async function seedSalesLeads(api: Api, owners: Record<SalesLead['owner'], string>): Promise<void> {
  const { items: pipelines } = await must(api.GET('/api/v1/pipelines'))
  const stages = new Map(pipelines[0]?.stages.map(({ id, name }) => [name, id]))
  for (let at = 0; at < salesLeads.length; at += atOnce)
    await Promise.all(
      salesLeads.slice(at, at + atOnce).map((lead) => seedSalesLead(api, lead, owners[lead.owner], stages)),
    )
}

async function seedSalesLead(
  api: Api,
  lead: SalesLead,
  ownerId: string,
  stages: ReadonlyMap<string, string>,
): Promise<void> {
  const { name, phone, language, agreed, optedOut, stage, title, value } = lead
  const { id: contactId } = await must(api.POST('/api/v1/contacts', { body: { phone, givenName: name } }))
  const params = { path: { contactId } }
  const query = { contactId, limit: 1 }
  if ((await must(api.GET('/api/v1/leads', { params: { query } }))).items.length > 0) return
  await must(api.PATCH('/api/v1/contacts/{contactId}', { params, body: { language, ownerId } }))
  const say = (kind: 'opt_in' | 'opt_out', wording: string, place: string) =>
    must(api.POST('/api/v1/contacts/{contactId}/consents', { params, body: { kind, wording, place } }))
  if (agreed) await say('opt_in', 'Northwind may send me offers on WhatsApp', agreed)
  if (optedOut) await say('opt_out', 'No more messages, please', 'On the phone')
  const stageId = stages.get(stage)
  const currency = language === 'de' ? 'EUR' : 'BRL'
  const body = { contactId, title, value: value * 1_000_000, currency, ...(stageId ? { stageId } : {}) }
  // Last, because it is by the lead that the next start sees that all of it was done.
  await must(api.POST('/api/v1/leads', { body }))
}

/** Whoever writes from a phone of the simulator meets a twin. */
async function seedOwner(api: Api, address: string, ownerId: string): Promise<void> {
  const body = { phone: address.replace('whatsapp:', '') }
  const { id: contactId, owner } = await must(api.POST('/api/v1/contacts', { body }))
  if (owner) return
  await must(
    api.PATCH('/api/v1/contacts/{contactId}', { params: { path: { contactId } }, body: { ownerId } }),
  )
}

async function seedVoice(api: Api): Promise<string> {
  const { items } = await must(api.GET('/api/v1/outbound-agents'))
  const known = items.find(({ name }) => name === salesAgent.name)
  return known?.id ?? (await must(api.POST('/api/v1/outbound-agents', { body: salesAgent }))).id
}

/** So that a template is found for what somebody wants to say, and filled from the contact's record. */
async function seedMeanings(api: Api): Promise<void> {
  const { items } = await must(api.GET('/api/v1/templates'))
  for (const { id: templateId, name, variables } of items)
    if (salesSteps.some((step) => step === name) && variables.every((one) => one.name === ''))
      await must(
        api.PATCH('/api/v1/templates/{templateId}', {
          params: { path: { templateId } },
          body: { variableNames: salesVariables },
        }),
      )
}

/** A campaign that is ready to be looked at and launched. */
async function seedPlan(api: Api, agentId: string): Promise<void> {
  if ((await must(api.GET('/api/v1/campaigns'))).items.length > 0) return
  const { items: templates } = await must(api.GET('/api/v1/templates'))
  const [template, ...others] = salesSteps.flatMap(
    (step) => templates.find(({ name, language }) => name === step && language === 'en') ?? [],
  )
  const { items: pipelines } = await must(api.GET('/api/v1/pipelines'))
  const proposal = pipelines[0]?.stages.find(({ name }) => name === 'Proposal')
  const { items: senders } = await must(api.GET('/api/v1/senders'))
  if (!template || !proposal) return
  const { connectorId } = template
  const proposed = await must(
    api.POST('/api/v1/campaigns/propose', { body: { agentId, goal: salesGoal, kind: 'drip' } }),
  )
  await must(
    api.POST('/api/v1/campaigns', {
      body: {
        name: 'Open proposals in Brazil and Germany',
        kind: 'drip',
        goal: salesGoal,
        agentId,
        connectorId,
        senderIds: senders.filter((sender) => sender.connectorId === connectorId).map(({ id }) => id),
        audience: {
          all: [
            { field: 'stage', is: [proposal.id] },
            { field: 'country', is: ['BR', 'DE'] },
            { field: 'opted_in', is: true },
          ],
        },
        steps: proposed.steps.map(({ waitSeconds }, at) => ({
          // Left to the agent, who words it in each contact's language.
          text: '',
          waitSeconds,
          templateId: (others[at - 1] ?? template).id,
          variables: { '1': '{{first_name|there}}', '2': '{{lead.title|your project}}' },
        })),
        quiet: { from: 21 * 60, until: 8 * 60 },
      },
    }),
  )
}

/** Somebody who writes and shows no number. */
async function seedWithoutPhone(control: SimulatorControl): Promise<void> {
  const [sender] = organizations.northwind.senders
  if ((await control.messages(phones.dana.address)).length === 0)
    await control.write(phones.dana.address, sender, 'Hi, do you also install wall boxes?')
}
