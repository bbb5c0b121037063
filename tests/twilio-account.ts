import { createParley, type ParleyClient } from '../sdk/src/client.ts'
import { must, type Session, signUp } from './world/session.ts'

let numbers = 0
/** A number nobody else has. */
export const newAddress = (): string => `whatsapp:+1202556${String((numbers += 1)).padStart(4, '0')}`

let phones = 0
export const newPhone = (): string => `whatsapp:+49151${String((phones += 1)).padStart(8, '0')}`

/** A Twilio account of one's own in the simulator, and what its owner could do in Twilio's console. */
export async function openAccount(simulatorUrl: string, addresses: readonly string[]) {
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${simulatorUrl}/simulator/api${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const account = (await control('POST', '/accounts', {})) as { sid: string; auth_token: string }
  const senderPath = (address: string) => `/senders/${encodeURIComponent(address)}`
  const putSender = (address: string, body: object = {}) =>
    control('PUT', senderPath(address), { account_sid: account.sid, ...body })
  for (const address of addresses) await putSender(address)
  return {
    sid: account.sid,
    token: account.auth_token,
    control,
    putSender,
    deleteSender: (address: string) => control('DELETE', senderPath(address)),
    putService: (sid: string, body: object) =>
      control('PUT', `/services/${sid}`, { account_sid: account.sid, ...body }),
    change: (body: object) => control('PUT', `/accounts/${account.sid}`, body),
    /** The sender as Twilio has it. */
    sender: async (address: string) => {
      const { senders } = (await control('GET', `/senders?account_sid=${account.sid}`)) as {
        senders: { address: string; webhook: Record<string, string | null>; profile: object }[]
      }
      return senders.find((one) => one.address === address)!
    },
  }
}

export type TwilioAccount = Awaited<ReturnType<typeof openAccount>>

let companies = 0
const founders = new Map<string, Promise<Session>>()
let line: Promise<unknown> = Promise.resolve()

/**
 * An organization of one's own, asked with keys of its owner and of a viewer. All are founded by one person, one after the other: signing
 * up is limited, and a session is in one organization at a time.
 */
export function foundOrganization(hubUrl: string): Promise<{ api: ParleyClient; viewer: ParleyClient }> {
  const found = async () => {
    const founder = founders.get(hubUrl) ?? signUpFounder(hubUrl)
    founders.set(hubUrl, founder)
    const { api } = await founder
    await must(api.POST('/api/v1/organizations', { body: { name: `Company ${(companies += 1)}` } }))
    const as = async (role: 'owner' | 'viewer') => {
      const { secret: key } = await must(api.POST('/api/v1/keys', { body: { name: role, role } }))
      return createParley({ baseUrl: hubUrl, key })
    }
    return { api: await as('owner'), viewer: await as('viewer') }
  }
  const founding = line.then(found)
  line = founding.catch(() => undefined)
  return founding
}

export const openOrganization = async (hubUrl: string): Promise<ParleyClient> =>
  (await foundOrganization(hubUrl)).api

async function signUpFounder(hubUrl: string): Promise<Session> {
  const session = await signUp(hubUrl, 'Founder', 'founder@companies.test', 'a-long-password')
  if (!session) throw new Error('The founder could not sign up')
  return session
}

export async function connect(api: ParleyClient, account: TwilioAccount) {
  const body = { name: 'Front desk', accountSid: account.sid, authToken: account.token }
  return await must(api.POST('/api/v1/connectors', { body }))
}

export async function listSenders(api: ParleyClient, connectorId: string) {
  const path = { connectorId }
  return (await must(api.GET('/api/v1/connectors/{connectorId}/senders', { params: { path } }))).items
}

/** Ticks the numbers and saves. Answers what a person would see: the problem, or null. */
export async function activate(api: ParleyClient, connectorId: string, senderIds: readonly string[]) {
  const { error } = await api.PUT('/api/v1/connectors/{connectorId}/senders', {
    params: { path: { connectorId } },
    body: { active: [...senderIds] },
  })
  return error ?? null
}
