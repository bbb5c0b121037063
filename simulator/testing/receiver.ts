import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  params: Record<string, string>
}

type Respond = (received: Received, response: ServerResponse) => void

/** A real HTTP listener that stands for somebody's webhook; it keeps what came and answers as it is told. */
export class Receiver {
  readonly received: Received[] = []
  readonly #server: Server
  /** The answer to everything; by default empty TwiML. */
  respond: Respond = (_, response) => xml(response, '<Response/>')

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const received = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          params: Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())),
        }
        this.received.push(received)
        this.respond(received, response)
      })
    })
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver()
    const { promise, resolve } = Promise.withResolvers<void>()
    receiver.#server.listen(0, '127.0.0.1', resolve)
    await promise
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path)
  }

  /** The statuses told for a message, in the order of arrival. */
  statuses(sid: string): string[] {
    return this.received
      .filter((one) => one.params.MessageSid === sid && one.params.MessageStatus)
      .map((one) => one.params.MessageStatus!)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    await promise
  }
}

export function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' })
  response.end(body)
}
