import type { ServerResponse } from 'node:http'

/** What changed: the noun, and the phone it concerns when there is one. */
export type Change = { type: string; address?: string }

const GATHER_MS = 40
const HEARTBEAT_MS = 15_000

/** Tells open pages what changed, by server-sent events; equal changes within a moment are told once. */
export class Live {
  readonly #listeners = new Set<ServerResponse>()
  readonly #gathered = new Map<string, Change>()
  #timer: NodeJS.Timeout | null = null
  /** Called at every change, before anyone is told: the snapshot hangs here. */
  onChange: (type: string) => void = () => {}

  changed(type: string, address?: string): void {
    this.onChange(type)
    if (this.#listeners.size === 0) return
    this.#gathered.set(`${type} ${address ?? ''}`, address === undefined ? { type } : { type, address })
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS)
  }

  /** Takes over a response and streams to it until its connection closes. */
  listen(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    })
    response.write('retry: 1000\n\ndata: {"type":"hello"}\n\n')
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS)
    this.#listeners.add(response)
    response.on('close', () => {
      clearInterval(heartbeat)
      this.#listeners.delete(response)
    })
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearTimeout(this.#timer)
    for (const listener of this.#listeners) listener.end()
    this.#listeners.clear()
  }

  #tell(): void {
    this.#timer = null
    const text = [...this.#gathered.values()].map((change) => `data: ${JSON.stringify(change)}\n\n`).join('')
    this.#gathered.clear()
    for (const listener of this.#listeners) listener.write(text)
  }
}
