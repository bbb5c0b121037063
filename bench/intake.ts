import twilio from 'twilio'
import { checkSignature } from '../server/twilio/signature.ts'
import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { cpuOf } from './cpu.ts'
import { prepareInbound } from './twilio-requests.ts'
import { median, percentile, query, startGround, startProcess, untilAnswers } from './ground.ts'
import { openLoop } from './open-loop.ts'
import { paired, race } from './race.ts'

// Durable, acknowledged inbound webhooks per second: ours against a server that does nothing and against Express with
// Twilio's middleware and one INSERT. Then how long an answer takes when they come at a fixed rate, and what a forged signature costs.

/** Of the fixed rate. */
const perSecond = 1500

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

const roofRequests = prepareInbound(`http://127.0.0.1:${roofPort}/inbound`, 90_000)
const [bare, ours, theirs] = await race([
  {
    name: 'roof: node:http, nothing',
    port: roofPort,
    requests: () => roofRequests,
    cpu: () => cpuOf(roof.pid),
  },
  {
    name: 'Parley, durable',
    port: Number(new URL(ground.webhookUrl).port),
    requests: () => prepareInbound(ground.webhookUrl, 40_000),
    cpu: () => cpuOf(ground.hub.pid) + ground.postgresCpu(),
  },
  {
    name: 'Express + twilio + INSERT',
    port: peerPort,
    requests: () => prepareInbound(peerWebhook, 15_000),
    cpu: () => cpuOf(peer.pid) + ground.postgresCpu(),
  },
])
console.log(`Parley / Express   ${paired('rates', ours!, theirs!)}   (floor 2.5, target 5)`)
console.log(`Processor          ${paired('cpu', ours!, theirs!)}   (floor 0.25)`)
console.log(`Parley / roof      ${paired('rates', ours!, bare!)}   (floor 0.25, target 0.44)`)

const late = { ours: [] as number[], theirs: [] as number[] }
for (let slice = -1; slice < 5; slice += 1) {
  const turns = [
    { whose: 'ours', url: ground.webhookUrl },
    { whose: 'theirs', url: peerWebhook },
  ] as const
  for (const { whose, url } of slice % 2 === 0 ? turns : turns.toReversed()) {
    const latencies = await openLoop(
      Number(new URL(url).port),
      prepareInbound(url, 2 * perSecond),
      perSecond,
      64,
    )
    if (slice >= 0) late[whose].push(percentile(latencies, 0.99))
  }
}
console.log(
  `At ${perSecond}/s          p99 ${median(late.ours).toFixed(1)} ms against ${median(late.theirs).toFixed(1)} ms, ${median(late.ours.map((value, at) => value / late.theirs[at]!)).toFixed(2)}   (at most 1.0)`,
)

const forged = {
  url: ground.webhookUrl,
  parameters: { MessageSid: `SM${'0'.repeat(32)}`, Body: 'x'.repeat(500), From: 'whatsapp:+4915112345678' },
  signature: `${'A'.repeat(27)}=`,
}
/** Microseconds of one check. */
function costOf(check: () => boolean): number {
  const rounds = 5000
  const start = performance.now()
  for (let round = 0; round < rounds; round += 1) if (check()) throw new Error('It is forged')
  return ((performance.now() - start) * 1000) / rounds
}
const checks = Array.from({ length: 7 }, () => [
  costOf(() => checkSignature({ ...forged, tokens: [twilioAccount.token] }).valid),
  costOf(() => twilio.validateRequest(twilioAccount.token, forged.signature, forged.url, forged.parameters)),
])
const [own, helper] = [0, 1].map((at) => median(checks.map((costs) => costs[at]!)))
console.log(
  `A forged signature ${own!.toFixed(1)} µs, Twilio's helper ${helper!.toFixed(1)} µs: ${(helper! / own!).toFixed(1)} times   (floor 3)`,
)
roof.kill()
peer.kill()
