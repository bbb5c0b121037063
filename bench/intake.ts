import { randomBytes } from 'node:crypto'
import { signRequest } from '../server/twilio/signature.ts'
import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { closedLoop } from './closed-loop.ts'
import { cpuOf, median, percentile, query, startGround, startProcess, untilAnswers } from './ground.ts'

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

/** Unique requests of the shape Twilio sends, signed for this address. */
function prepare(url: string, count: number): Buffer[] {
  const { host, pathname } = new URL(url)
  return Array.from({ length: count }, (_, at) => {
    const sid = `SM${randomBytes(16).toString('hex')}`
    const waId = `4915${String(at).padStart(9, '0')}`
    const parameters = {
      SmsMessageSid: sid,
      NumMedia: '0',
      ProfileName: 'Bruno Keller',
      MessageType: 'text',
      SmsSid: sid,
      WaId: waId,
      SmsStatus: 'received',
      Body: 'What time is breakfast tomorrow, please?',
      To: 'whatsapp:+12025550101',
      NumSegments: '1',
      ReferralNumMedia: '0',
      MessageSid: sid,
      AccountSid: twilioAccount.sid,
      From: `whatsapp:+${waId}`,
      ApiVersion: '2010-04-01',
      ChannelMetadata: JSON.stringify({
        type: 'whatsapp',
        data: { context: { ProfileName: 'Bruno Keller', WaId: waId } },
      }),
    }
    const body = new URLSearchParams(parameters).toString()
    const signature = signRequest(url, parameters, twilioAccount.token)
    return Buffer.from(
      `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: TwilioProxy/1.1\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nX-Twilio-Signature: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  })
}

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
const roofRequests = prepare(contestants[0]!.url, contestants[0]!.count)
for (let slice = -1; slice < slices; slice += 1) {
  const order = slice % 2 === 0 ? [0, 1, 2] : [2, 1, 0]
  for (const at of order) {
    const { url, pid, count } = contestants[at]!
    const requests = at === 0 ? roofRequests : prepare(url, count)
    const before = cpuOf(pid)
    const { perSecond, latencies } = await closedLoop(
      Number(new URL(url).port),
      requests,
      connections,
      milliseconds,
    )
    if (slice < 0) continue
    results[at]!.rates.push(perSecond)
    results[at]!.cpu.push((cpuOf(pid) - before) / latencies.length)
    results[at]!.latencies.push(...latencies)
  }
}
for (const [at, { name }] of contestants.entries()) {
  const { rates, cpu, latencies } = results[at]!
  console.log(
    `${name.padEnd(28)} ${median(rates).toFixed(0).padStart(7)}/s   p50 ${percentile(latencies, 0.5).toFixed(1)} ms   p99 ${percentile(latencies, 0.99).toFixed(1)} ms   node ${median(cpu).toFixed(0)} µs`,
  )
}
const paired = (a: number, b: number) =>
  median(results[a]!.rates.map((rate, at) => rate / results[b]!.rates[at]!))
console.log(`Parley / Express   ${paired(1, 2).toFixed(2)}   (floor 2.5, target 5)`)
console.log(`Parley / roof      ${paired(1, 0).toFixed(2)}   (floor 0.25, target 0.44)`)
roof.kill()
peer.kill()
