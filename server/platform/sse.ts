import type { Server } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** One open event stream. */
export interface EventStream {
  /** `data` is JSON text made once, however many streams it goes to. False when the stream is over. */
  send(event: { id?: string; event?: string; data: string }): boolean
  /** Aborted when either side ends the stream. */
  ended: AbortSignal
  end(): void
}

/** Keeps proxies from closing a silent connection. */
const heartbeat = 15_000
/** A reader this far behind is cut off; it comes back with its Last-Event-ID. */
const mostBehind = 1024 * 1024

/** The open streams of each server, so that its end does not wait for them. */
const open = new WeakMap<Server, Set<() => void>>()

export function endEventStreams(app: FastifyInstance): void {
  for (const end of open.get(app.server) ?? []) end()
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]/g, '')

/** Turns the reply into an event stream. `retry` tells the browser to come back after 2 s. */
export function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const over = new AbortController()
  const streams = open.get(request.server.server) ?? new Set()
  open.set(request.server.server, streams)
  const { raw } = reply
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value)
  }
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const timer = setInterval(() => write(': still here\n\n'), heartbeat)
  timer.unref()

  const end = () => {
    if (over.signal.aborted) return
    clearInterval(timer)
    streams.delete(end)
    over.abort()
    raw.end()
  }
  streams.add(end)
  const write = (text: string): boolean => {
    if (over.signal.aborted) return false
    raw.write(text)
    if (raw.writableLength > mostBehind) end()
    return !over.signal.aborted
  }
  request.raw.on('close', end)
  raw.on('close', end)
  raw.on('error', end)
  return {
    send: ({ id, event, data }) =>
      write(
        (id === undefined ? '' : `id: ${oneLine(id)}\n`) +
          (event === undefined ? '' : `event: ${oneLine(event)}\n`) +
          `data: ${oneLine(data)}\n\n`,
      ),
    ended: over.signal,
    end,
  }
}
