/** The control plane: this page is served by the simulator itself, so the path is enough. */
const root = '/simulator/api'

/** What went wrong with a call to the control plane. `status` is 0 when the simulator did not answer at all. */
export class Refused extends Error {
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.name = 'Refused'
    this.status = status
  }
}

/** One JSON call. Gives the parsed body, or `undefined` for an empty one; throws `Refused`. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await send(method, path, body)
  const text = await answer.text()
  const parsed = parse(text)
  if (!answer.ok) throw new Refused(reasonIn(parsed) ?? `HTTP ${answer.status}`, answer.status)
  return parsed as T
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(root + path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
  } catch (cause) {
    throw new Refused(cause instanceof Error ? cause.message : String(cause), 0)
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return { message: text.slice(0, 300) }
  }
}

function reasonIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { message, detail, error } = body as Record<string, unknown>
  const reason = message ?? detail ?? error
  return typeof reason === 'string' ? reason : undefined
}
