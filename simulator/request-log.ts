import type { WebhookAttempt } from '#webhooks/call-webhook.ts'

/** One call of the Twilio surface, with its answer. Credentials are never kept. */
export type ApiEntry = {
  id: string
  kind: 'api'
  at: string
  method: string
  path: string
  account_sid: string | null
  params: unknown
  status: number | null
  answer: unknown
  /** What a fault switch did to it. */
  fault: string | null
  ms: number
}

/** One webhook the simulator sent, with all its attempts. */
export type WebhookEntry = {
  id: string
  kind: 'webhook'
  at: string
  purpose: 'inbound' | 'fallback' | 'redirect' | 'status'
  method: string
  url: string
  account_sid: string
  message_sid: string
  params: Record<string, string>
  idempotency_token: string
  signature: string
  attempts: WebhookAttempt[]
  status: number | null
  answer: string | null
  content_type: string | null
  error_code: number | null
  fault: string | null
}

export type LogEntry = ApiEntry | WebhookEntry

/** The last webhooks and API calls, two rings so that traffic of one kind cannot push out the other. */
export class RequestLog {
  readonly #api: Ring<ApiEntry>
  readonly #webhooks: Ring<WebhookEntry>
  #count = 0

  constructor(capacity: number) {
    this.#api = new Ring(capacity)
    this.#webhooks = new Ring(capacity)
  }

  nextId(): string {
    return `req_${++this.#count}`
  }

  add(entry: LogEntry): void {
    if (entry.kind === 'api') this.#api.add(entry)
    else this.#webhooks.add(entry)
  }

  /** In the order in which they began. */
  list(kind: 'api' | 'webhook' | null): LogEntry[] {
    const entries: LogEntry[] = []
    if (kind !== 'webhook') entries.push(...this.#api.list())
    if (kind !== 'api') entries.push(...this.#webhooks.list())
    return entries.sort((a, b) => Number(a.id.slice(4)) - Number(b.id.slice(4)))
  }

  find(id: string): LogEntry | undefined {
    return this.list(null).find((entry) => entry.id === id)
  }

  clear(): void {
    this.#api.clear()
    this.#webhooks.clear()
  }
}

class Ring<T> {
  readonly #capacity: number
  #items: T[] = []
  #next = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(item: T): void {
    this.#items[this.#next % this.#capacity] = item
    this.#next++
  }

  list(): T[] {
    const place = this.#next % this.#capacity
    return this.#next <= this.#capacity
      ? [...this.#items]
      : [...this.#items.slice(place), ...this.#items.slice(0, place)]
  }

  clear(): void {
    this.#items = []
    this.#next = 0
  }
}
