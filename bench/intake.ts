import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { cpuOf } from './cpu.ts'
import { prepareInbound } from './twilio-requests.ts'
import { query, startGround, startProcess, untilAnswers } from './ground.ts'
import { paired, race } from './race.ts'

// Durable, acknowledged inbound webhooks per second: ours against a server that does nothing and against Express with
// Twilio's middleware and one INSERT.

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
roof.kill()
peer.kill()
