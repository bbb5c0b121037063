import { openLine } from './line.ts'

export interface Slice {
  perSecond: number
  /** Milliseconds. */
  latencies: number[]
}

/** Sends prepared requests over kept-open lines, each waiting for its answer, for so many milliseconds. */
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
  const talk = () =>
    new Promise<void>((done, failed) => {
      let asked: number | null = null
      const free = () => {
        if (asked !== null) latencies.push(performance.now() - asked)
        const request = requests[next]
        next += 1
        if (!request || performance.now() > end) return line.end()
        asked = performance.now()
        line.send(request)
      }
      const line = openLine(port, { free, failed, closed: done })
    })
  await Promise.all(Array.from({ length: connections }, talk))
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies }
}
