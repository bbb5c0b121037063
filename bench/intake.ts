import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { closedLoop } from './closed-loop.ts'
import { cpuOf } from './cpu.ts'
import { prepareInbound } from './inbound-requests.ts'
import { median, percentile, query, startGround, startProcess, untilAnswers } from './ground.ts'

// Durable, acknowledged inbound webhooks per second: ours against a server that does nothing and against Express with
// Twilio's middleware and one INSERT. All three are up at once; slices alternate; the medians of paired ratios count.

const slices = 7
const milliseconds = 2000
const connections = 64

await using ground = await startGround('web')
await query(ground.postgresUrl, 'create database peer')
const peerUrl = new URL(ground.postgresUrl)
peerUrl.pathname = '/peer'
const roofPort = await freePort()
const peerPort = await freePort()
const peerWebhook = `http://127.0.0.1:${peerPort}/inbound`
const roof = startProcess('peers/roof.js', { PORT: String(roofPort) })
const peer = startProcess('peers/express.js', {
  PORT: String(peerPort),
  DATABASE_URL: peerUrl.href,
  AUTH_TOKEN: twilioAccount.token,
  WEBHOOK_URL: peerWebhook,
})
await untilAnswers(`http://127.0.0.1:${peerPort}/ready`)
await untilAnswers(`http://127.0.0.1:${roofPort}/`)

const contestants = [
  {
    name: 'roof: node:http, nothing',
    url: `http://127.0.0.1:${roofPort}/inbound`,
    pid: roof.pid,
    count: 90_000,
  },
  { name: 'Parley, durable', url: ground.webhookUrl, pid: ground.hub.pid, count: 40_000 },
  { name: 'Express + twilio + INSERT', url: peerWebhook, pid: peer.pid, count: 15_000 },
]
const results = contestants.map(() => ({
  rates: [] as number[],
  cpu: [] as number[],
  latencies: [] as number[],
}))
const roofRequests = prepareInbound(contestants[0]!.url, contestants[0]!.count)
for (let slice = -1; slice < slices; slice += 1) {
  const order = slice % 2 === 0 ? [0, 1, 2] : [2, 1, 0]
  for (const at of order) {
    const { url, pid, count } = contestants[at]!
    const requests = at === 0 ? roofRequests : prepareInbound(url, count)
    const cpu = () => cpuOf(pid) + (at === 0 ? 0 : ground.postgresCpu())
    const before = cpu()
    const { perSecond, latencies } = await closedLoop(
      Number(new URL(url).port),
      requests,
      connections,
      milliseconds,
    )
    if (slice < 0) continue
    results[at]!.rates.push(perSecond)
    results[at]!.cpu.push((cpu() - before) / latencies.length)
    results[at]!.latencies.push(...latencies)
  }
}
for (const [at, { name }] of contestants.entries()) {
  const { rates, cpu, latencies } = results[at]!
  console.log(
    `${name.padEnd(28)} ${median(rates).toFixed(0).padStart(7)}/s   p50 ${percentile(latencies, 0.5).toFixed(1)} ms   p99 ${percentile(latencies, 0.99).toFixed(1)} ms   node + postgres ${median(cpu).toFixed(0)} µs`,
  )
}
const paired = (a: number, b: number) =>
  median(results[a]!.rates.map((rate, at) => rate / results[b]!.rates[at]!))
console.log(`Parley / Express   ${paired(1, 2).toFixed(2)}   (floor 2.5, target 5)`)
console.log(
  `Processor           ${median(results[1]!.cpu.map((cpu, at) => cpu / results[2]!.cpu[at]!)).toFixed(2)}   (floor 0.25)`,
)
console.log(`Parley / roof      ${paired(1, 0).toFixed(2)}   (floor 0.25, target 0.44)`)
roof.kill()
peer.kill()
