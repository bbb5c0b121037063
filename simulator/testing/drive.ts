import twilio from 'twilio'
import { request } from 'undici'

import type { Simulator } from '../app.ts'

export const ACCOUNT = 'AC00000000000000000000000000000001'
export const TOKEN = '00000000000000000000000000000001'
export const FRONT_DESK = 'whatsapp:+12025550101'
export const HOUSEKEEPING = 'whatsapp:+12025550102'
export const NORTHWIND = 'whatsapp:+12025550111'
export const NORTHWIND_TWO = 'whatsapp:+12025550112'
export const SERVICE = 'MG00000000000000000000000000000001'
export const SANDBOX = 'whatsapp:+14155238886'
export const ANA = 'whatsapp:+5511987654321'

type SdkRequest = {
  method: string
  uri: string
  username?: string
  password?: string
  headers?: Record<string, string>
  params?: Record<string, unknown>
  data?: Record<string, unknown>
}

/** The stock Twilio library, with every host rewritten to the simulator. */
export function openTwilio(simulator: Simulator, user = ACCOUNT, password = TOKEN, accountSid = ACCOUNT) {
  const httpClient = { request: (options: SdkRequest) => carry(simulator.url, options) }
  const options = { accountSid, httpClient } as unknown as ConstructorParameters<typeof twilio.Twilio>[2]
  return new twilio.Twilio(user, password, options)
}

async function carry(base: string, options: SdkRequest) {
  const url = new URL(options.uri)
  const here = new URL(url.pathname + url.search, base)
  for (const [name, value] of fields(options.params)) here.searchParams.append(name, value)
  const headers: Record<string, string> = { 'x-original-host': url.host }
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value
  delete headers.connection
  const pair = `${options.username ?? ''}:${options.password ?? ''}`
  headers.authorization ??= `Basic ${Buffer.from(pair).toString('base64')}`
  const isJson = headers['content-type']?.includes('json')
  const form = new URLSearchParams(fields(options.data)).toString()
  const answer = await request(here, {
    method: options.method.toUpperCase() as 'GET' | 'POST',
    headers,
    body: options.data === undefined ? null : isJson ? JSON.stringify(options.data) : form,
  })
  const text = await answer.body.text()
  return { statusCode: answer.statusCode, headers: answer.headers, body: text === '' ? null : parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function fields(values: Record<string, unknown> = {}): [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
}

/** Calls the control plane; `path` is below `/simulator/api`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape it expects
export async function control<T = Record<string, unknown>>(
  simulator: Simulator,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const answer = await request(`${simulator.url}/simulator/api${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await answer.body.text()
  return { status: answer.statusCode, body: (text === '' ? null : JSON.parse(text)) as T }
}

export type SeenMessage = {
  sid: string
  direction: 'in' | 'out'
  from: string
  to: string
  body: string
  status: string
  read: boolean
  media: { url: string; content_type: string; filename: string | null }[]
  content: Record<string, unknown> | null
}

/** One phone in a test's hand. */
export class TestPhone {
  readonly simulator: Simulator
  readonly address: string

  private constructor(simulator: Simulator, address: string) {
    this.simulator = simulator
    this.address = address
  }

  static async add(simulator: Simulator, address = ANA, profileName = 'Ana'): Promise<TestPhone> {
    await control(simulator, 'POST', '/phones', { address, profile_name: profileName })
    return new TestPhone(simulator, address)
  }

  get path(): string {
    return `/phones/${encodeURIComponent(this.address)}`
  }

  /** Gives the SID. */
  async send(message: { to: string; [key: string]: unknown }): Promise<string> {
    const { status, body } = await control<{ sid: string }>(
      this.simulator,
      'POST',
      `${this.path}/messages`,
      message,
    )
    if (status !== 201) throw new Error(`the phone could not send: ${JSON.stringify(body)}`)
    return body.sid
  }

  async messages(): Promise<SeenMessage[]> {
    const { body } = await control<{ messages: SeenMessage[] }>(
      this.simulator,
      'GET',
      `${this.path}/messages`,
    )
    return body.messages
  }

  async received(): Promise<SeenMessage[]> {
    return (await this.messages()).filter((message) => message.direction === 'in')
  }

  async change(change: Record<string, unknown>): Promise<void> {
    await control(this.simulator, 'PUT', this.path, change)
  }

  async read(sid: string): Promise<void> {
    await control(this.simulator, 'POST', `${this.path}/read`, { sid })
  }
}

/** Asks again until the answer is there; fails after a minute. */
export async function until<T>(
  ask: () => Promise<T | false | null | undefined> | T | false | null | undefined,
) {
  const deadline = Date.now() + 60_000
  for (;;) {
    const answer = await ask()
    if (answer !== false && answer !== null && answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`waited in vain for ${ask.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Until nothing is on its way any more. */
export async function settled(simulator: Simulator): Promise<void> {
  await until(async () => {
    const { body } = await control<Record<string, number>>(simulator, 'GET', '/health')
    return body.pending_webhooks === 0 && body.pending_timers === 0
  })
}
