import { connect } from 'node:net'

export interface Slice {
  perSecond: number
  /** Milliseconds. */
  latencies: number[]
}

/** Sends prepared requests over kept-open raw sockets, each waiting for its answer, for so many milliseconds. */
export async function closedLoop(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  milliseconds: number,
): Promise<Slice> {
  const latencies: number[] = []
  let next = 0
  const start = performance.now()
  const end = start + milliseconds
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      await new Promise<void>((done, fail) => {
        let asked = 0
        let received = ''
        const ask = () => {
          const request = requests[next]
          next += 1
          if (!request || performance.now() > end) return socket.end()
          asked = performance.now()
          socket.write(request)
          return undefined
        }
        socket.once('connect', ask)
        socket.on('data', (chunk) => {
          received += chunk.toString('latin1')
          const head = received.indexOf('\r\n\r\n')
          if (head === -1) return
          const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
          if (received.length < head + 4 + length) return
          if (!received.startsWith('HTTP/1.1 20')) fail(new Error(received.slice(0, 200)))
          latencies.push(performance.now() - asked)
          received = ''
          ask()
        })
        socket.once('close', () => done())
        socket.once('error', fail)
      })
    }),
  )
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies }
}
