/** The simulator's control plane, as the world uses it. */
export interface SimulatorControl {
  /** Addresses of the phones there are. */
  phones(): Promise<string[]>
  addPhone(phone: { address: string; profile_name: string }): Promise<void>
  /** Writes from a phone to a sender. Resolves when Twilio has taken it, not when the hub has. */
  write(from: string, to: string, body: string): Promise<{ sid: string }>
  /** Taps a button of a message. */
  tap(from: string, to: string, button: { text: string; payload: string }): Promise<void>
  messages(address: string): Promise<PhoneMessage[]>
  /** The phone's owner reads a message. */
  read(address: string, sid: string): Promise<void>
  advanceClock(seconds: number): Promise<void>
  /** SIDs of the contents there are. */
  contents(): Promise<string[]>
  /** Meta's verdict on a template. */
  decide(sid: string, verdict: { status: string; category?: string; reason?: string }): Promise<void>
  /** Creates or replaces a content of the account, with where its approval stands. */
  putContent(sid: string, content: object): Promise<void>
}

export interface PhoneMessage {
  sid: string
  /** As the phone sees it: `in` was received by the phone. */
  direction: 'in' | 'out'
  from: string
  to: string
  body: string
  media: { content_type: string; filename: string | null }[]
  /** What stands beside the text, and as what. */
  content: ({ type: string } & Record<string, unknown>) | null
  status: string
}

export function controlSimulator(url: string): SimulatorControl {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/simulator/api${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : await answer.json()
  }
  const of = (address: string) => `/phones/${encodeURIComponent(address)}`
  return {
    phones: async () =>
      ((await call('GET', '/phones')) as { phones: { address: string }[] }).phones.map(
        ({ address }) => address,
      ),
    async addPhone(phone) {
      await call('POST', '/phones', phone)
    },
    write: async (from, to, body) =>
      (await call('POST', `${of(from)}/messages`, { to, body })) as { sid: string },
    async tap(from, to, button) {
      await call('POST', `${of(from)}/messages`, { to, button })
    },
    messages: async (address) =>
      ((await call('GET', `${of(address)}/messages`)) as { messages: PhoneMessage[] }).messages,
    async read(address, sid) {
      await call('POST', `${of(address)}/read`, { sid })
    },
    async advanceClock(seconds) {
      await call('POST', '/clock', { advance_s: seconds })
    },
    contents: async () =>
      ((await call('GET', '/contents')) as { contents: { sid: string }[] }).contents.map(({ sid }) => sid),
    async decide(sid, verdict) {
      await call('POST', `/templates/${sid}/verdict`, verdict)
    },
    async putContent(sid, content) {
      await call('PUT', `/contents/${sid}`, content)
    },
  }
}
