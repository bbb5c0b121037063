import { closedLoop } from './closed-loop.ts'
import { median, percentile } from './ground.ts'

export interface Contestant {
  name: string
  port: number
  /** Requests that were not sent yet, more than a slice can take. */
  requests: () => readonly Buffer[]
  /** Microseconds of CPU of all its processes so far. */
  cpu: () => number
  /** Resolves when everything that follows what it acknowledged is done too. */
  settle?: () => Promise<void>
}

export interface Result {
  name: string
  /** Requests acknowledged a second, those done with a second, and microseconds of CPU for each, by slice. */
  rates: number[]
  done: number[]
  cpu: number[]
  /** Milliseconds. */
  latencies: number[]
}

const slices = 9
/** Not counted: until all of them are warm. */
const warming = 4
const milliseconds = 2000
const connections = 64

/** All of them are up at once; slices alternate, and the first rounds are not counted. */
export async function race(contestants: readonly Contestant[]): Promise<Result[]> {
  const results = contestants.map(({ name }): Result => ({
    name,
    rates: [],
    done: [],
    cpu: [],
    latencies: [],
  }))
  const places = contestants.map((_, at) => at)
  for (let slice = -warming; slice < slices; slice += 1) {
    for (const at of slice % 2 === 0 ? places : places.toReversed()) {
      const { port, requests, cpu, settle } = contestants[at]!
      const prepared = requests()
      const before = cpu()
      const start = performance.now()
      const { perSecond, latencies } = await closedLoop(port, prepared, connections, milliseconds)
      await settle?.()
      if (slice < 0) continue
      results[at]!.rates.push(perSecond)
      results[at]!.done.push((latencies.length / (performance.now() - start)) * 1000)
      results[at]!.cpu.push((cpu() - before) / latencies.length)
      results[at]!.latencies.push(...latencies)
    }
  }
  for (const { name, rates, cpu, latencies } of results) {
    console.log(
      `${name.padEnd(28)} ${median(rates).toFixed(0).padStart(7)}/s   p50 ${percentile(latencies, 0.5).toFixed(1)} ms   p99 ${percentile(latencies, 0.99).toFixed(1)} ms   node + postgres ${median(cpu).toFixed(0)} µs`,
    )
  }
  return results
}

/** The median of the ratios of slices that ran one after the other. */
export const paired = (of: 'rates' | 'done' | 'cpu', mine: Result, theirs: Result): string =>
  median(mine[of].map((value, at) => value / theirs[of][at]!)).toFixed(2)
