import pg from 'pg'
import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { closedLoop } from './closed-loop.ts'
import { cpuOf } from './cpu.ts'
import { median, query, startGround, startProcess, untilAnswers } from './ground.ts'
import { prepareInbound } from './twilio-requests.ts'

// The whole inbox work of incoming messages, until each stands in its thread: ours, which acknowledges first and works in order afterwards,
// against Express with Twilio's middleware that does the same rows in a transaction before it answers. Nobody answers the contacts.

const slices = 9
/** Not counted: until both programs are warm. */
const warming = 4
const connections = 64

await using ground = await startGround('web,worker')
await query(ground.postgresUrl, 'delete from channel')
await query(ground.postgresUrl, 'create database peer')
const peerUrl = new URL(ground.postgresUrl)
peerUrl.pathname = '/peer'
const peerPort = await freePort()
const peerWebhook = `http://127.0.0.1:${peerPort}/inbound`
const peer = startProcess('peers/express-inbox.js', {
  PORT: String(peerPort),
  DATABASE_URL: peerUrl.href,
  AUTH_TOKEN: twilioAccount.token,
  WEBHOOK_URL: peerWebhook,
})
await untilAnswers(`http://127.0.0.1:${peerPort}/ready`)

const looking = new pg.Client({ connectionString: ground.postgresUrl })
await looking.connect()
// By the index of what waits: looking must not cost what is measured.
await looking.query('set enable_seqscan = off')
async function untilAllAreInTheirThreads(): Promise<void> {
  for (;;) {
    const { rows } = await looking.query('select 1 from inbound_batch limit 1')
    if (rows.length === 0) return
    await new Promise((done) => setTimeout(done, 20))
  }
}

// About two seconds' worth for each.
const contestants = [
  {
    name: 'Parley',
    url: ground.webhookUrl,
    pid: ground.hub.pid,
    messages: 10_000,
    settle: untilAllAreInTheirThreads,
  },
  {
    name: 'Express + twilio + BEGIN … COMMIT',
    url: peerWebhook,
    pid: peer.pid,
    messages: 2500,
    settle: async () => undefined,
  },
]
const results = contestants.map(() => ({
  acknowledged: [] as number[],
  rates: [] as number[],
  cpu: [] as number[],
}))
for (let slice = -warming; slice < slices; slice += 1) {
  for (const at of slice % 2 === 0 ? [0, 1] : [1, 0]) {
    const { url, pid, messages, settle } = contestants[at]!
    const requests = prepareInbound(url, messages)
    const before = cpuOf(pid) + ground.postgresCpu()
    const start = performance.now()
    const { latencies } = await closedLoop(Number(new URL(url).port), requests, connections, 60_000)
    const acknowledgedMs = performance.now() - start
    await settle()
    if (slice === -warming) {
      // From here on everybody who writes is known and has an owner, who is told.
      await query(
        ground.postgresUrl,
        'update contact set owner_id = (select id from auth.member m where m."organizationId" = contact.organization_id::text and m.role = \'owner\' limit 1)',
      )
      // Both databases know the sizes of their tables, as they do in a program that has run for a minute.
      for (const database of [ground.postgresUrl, peerUrl.href]) await query(database, 'vacuum analyze')
    }
    if (slice < 0) continue
    results[at]!.acknowledged.push((latencies.length / acknowledgedMs) * 1000)
    results[at]!.rates.push((latencies.length / (performance.now() - start)) * 1000)
    results[at]!.cpu.push((cpuOf(pid) + ground.postgresCpu() - before) / latencies.length)
  }
}
for (const [at, { name }] of contestants.entries()) {
  const { acknowledged, rates, cpu } = results[at]!
  console.log(
    `${name.padEnd(34)} ${median(acknowledged).toFixed(0).padStart(6)}/s acknowledged ${median(rates).toFixed(0).padStart(6)}/s in their threads   node + postgres ${median(cpu).toFixed(0)} µs`,
  )
}
const paired = (of: 'acknowledged' | 'rates' | 'cpu') =>
  median(results[0]![of].map((value, at) => value / results[1]![of][at]!)).toFixed(2)
console.log(
  `Parley / Express   acknowledged ${paired('acknowledged')}, in their threads ${paired('rates')} (floor 5)   processor ${paired('cpu')} (floor 0.20)`,
)
await looking.end()
peer.kill()
