import { type Line, openLine } from './line.ts'

/** How often it looks what is due, in milliseconds. */
const tickMs = 1

/**
 * Sends prepared requests at a fixed rate, whatever becomes of the earlier ones.
 * @returns milliseconds from the instant at which each was due to its answer, so that what waits for a line counts too
 */
export async function openLoop(
  port: number,
  requests: readonly Buffer[],
  perSecond: number,
  connections: number,
): Promise<number[]> {
  const latencies: number[] = []
  const idle: Line[] = []
  const lines: Line[] = []
  const start = performance.now()
  const dueAt = (at: number) => start + (at * 1000) / perSecond
  let next = 0
  await new Promise<void>((done, failed) => {
    const connectOne = () => {
      let due: number | null = null
      const free = () => {
        if (due !== null) latencies.push(performance.now() - due)
        due = null
        idle.push(line)
        if (latencies.length === requests.length) done()
        else sendDue()
      }
      const socket = openLine(port, { free, failed })
      const line: Line = {
        ...socket,
        send(request) {
          due = dueAt(next)
          socket.send(request)
        },
      }
      return line
    }
    const sendDue = () => {
      while (idle.length > 0 && next < requests.length && dueAt(next) <= performance.now()) {
        idle.pop()!.send(requests[next]!)
        next += 1
      }
    }
    for (let at = 0; at < connections; at += 1) lines.push(connectOne())
    const ticking = setInterval(() => {
      sendDue()
      if (next === requests.length) clearInterval(ticking)
    }, tickMs)
  })
  for (const line of lines) line.end()
  return latencies
}
