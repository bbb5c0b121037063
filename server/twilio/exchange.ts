import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Target } from './account.ts'
import type { Connections } from './connections.ts'
import { describeFailure } from './failure.ts'

/**
 * What became of one request. `notSent`: not one byte of it reached a socket. `lost`: it may have been read, and no
 * status line came back. `answered`: a status came back; `complete` is false when the body broke off.
 */
export type Exchange =
  | { outcome: 'answered'; status: number; headers: IncomingHttpHeaders; body: string; complete: boolean }
  | { outcome: 'notSent'; reason: string }
  | { outcome: 'lost'; reason: string }

export interface ExchangeRequest {
  target: Target
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers: Record<string, string>
  body?: string
  timeoutMs?: number
  /** On the clock of `performance.now()`: past this instant the request is no longer begun. */
  notAfter?: number
}

const maxAnswerBytes = 8 * 1024 * 1024
const tooLate = 'its time had passed before it could be sent'

/** Makes one request and tells what became of it. Never throws, never repeats, never follows a redirect. */
export function exchange(connections: Connections, request: ExchangeRequest): Promise<Exchange> {
  const { target, method, body } = request
  const headers = target.originalHost
    ? { ...request.headers, 'x-original-host': target.originalHost }
    : request.headers
  return new Promise((resolve) => {
    const handler = new ExchangeHandler(resolve, request.notAfter ?? Infinity)
    handler.startTimer(request.timeoutMs ?? connections.timeoutMs)
    connections.dispatcher.dispatch(
      { origin: target.origin, path: target.path, method, headers, body },
      handler,
    )
  })
}

/**
 * Watches one request: waiting → begun → answering → settled. undici calls `onRequestStart` in the same turn in which it
 * writes, after the socket is connected and its certificate checked: before it nothing can have been sent, after it anything can.
 */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #resolve: (exchange: Exchange) => void
  readonly #notAfter: number
  #timer: NodeJS.Timeout | undefined
  #controller: Dispatcher.DispatchController | null = null
  #settled = false
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #chunks: Buffer[] = []
  #bytes = 0

  constructor(resolve: (exchange: Exchange) => void, notAfter: number) {
    this.#resolve = resolve
    this.#notAfter = notAfter
  }

  /** The whole exchange has this long; to begin it there may be less. */
  startTimer(timeoutMs: number) {
    const toBegin = Math.max(0, Math.min(timeoutMs, this.#notAfter - performance.now()))
    this.#timer = setTimeout(() => {
      if (!this.#controller) this.#giveUp(tooLate)
      else this.#timer = setTimeout(() => this.#giveUp('no answer in time'), timeoutMs - toBegin)
    }, toBegin)
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    if (!this.#settled && performance.now() <= this.#notAfter) {
      this.#controller = controller
      return
    }
    this.#settle({ outcome: 'notSent', reason: tooLate })
    controller.abort(new Error('too late to send'))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders) {
    if (status < 200) return
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer) {
    this.#bytes += chunk.length
    if (this.#bytes > maxAnswerBytes) this.#giveUp('the answer was too large')
    else this.#chunks.push(chunk)
  }

  onResponseEnd() {
    this.#settleAnswer(true)
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error) {
    this.#fail(describeFailure(error))
  }

  #giveUp(reason: string) {
    this.#fail(reason)
    this.#controller?.abort(new Error(reason))
  }

  #fail(reason: string) {
    if (!this.#controller) this.#settle({ outcome: 'notSent', reason })
    else if (this.#status === 0) this.#settle({ outcome: 'lost', reason })
    else this.#settleAnswer(false)
  }

  #settleAnswer(complete: boolean) {
    const body = Buffer.concat(this.#chunks).toString('utf8')
    this.#settle({ outcome: 'answered', status: this.#status, headers: this.#headers, body, complete })
  }

  #settle(exchange: Exchange) {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#chunks = []
    this.#resolve(exchange)
  }
}
