import { connect } from 'node:net'

/** A kept-open raw socket: one request after the other, each when the one before it was answered. */
export interface Line {
  send(request: Buffer): void
  end(): void
}

export interface LineHears {
  /** It is connected, or the request was answered: the next may be sent. */
  free: () => void
  /** An answer that is no success, or the socket's own. */
  failed: (error: Error) => void
  closed?: () => void
}

export function openLine(port: number, { free, failed, closed }: LineHears): Line {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let received = ''
  socket.once('connect', free)
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    const head = received.indexOf('\r\n\r\n')
    if (head === -1) return
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
    if (received.length < head + 4 + length) return
    if (!received.startsWith('HTTP/1.1 20')) failed(new Error(received.slice(0, 200)))
    received = ''
    free()
  })
  socket.once('close', () => closed?.())
  socket.once('error', failed)
  return { send: (request) => void socket.write(request), end: () => void socket.end() }
}
