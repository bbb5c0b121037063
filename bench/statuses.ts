import pg from 'pg'
import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { cpuOf } from './cpu.ts'
import { startGround, startProcess, untilAnswers } from './ground.ts'
import { paired, race } from './race.ts'
import { prepareReport } from './twilio-requests.ts'

// Twilio's reports about a million messages, durable before they are acknowledged and then shown on their messages: ours against a server that does
// nothing and against Express with Twilio's middleware and one UPDATE. Each report is about a message of its own, anywhere among them.

const messages = Number(process.env['MESSAGES'] ?? 1_000_000)
const each = 10

await using ground = await startGround('web,worker')
const ours = new pg.Client({ connectionString: ground.postgresUrl })
await ours.connect()
console.log(`Writing ${messages} messages twice …`)
await ours.query('create database peer')
await ours.query(`create table written as
  select s.organization_id, s.id as sender_id, s.connector_id, uuidv7() as contact_id, uuidv7() as conversation_id, n
  from (select * from sender where address = 'whatsapp:+12025550101' order by id limit 1) as s, generate_series(1, ${messages / each}) as n`)
for (const statement of [
  `insert into contact (organization_id, id, name, language, created_at) select organization_id, contact_id, 'Person ' || n, 'en', now() from written`,
  `insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at, last_position)
   select organization_id, conversation_id, contact_id, 'whatsapp:+49151' || lpad(n::text, 9, '0'), sender_id, connector_id, now(), ${each} from written`,
  `insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind, body, origin, status, provider_sid,
     lane, priority, due_at, claim_epoch, created_at)
   select organization_id, uuidv7(), conversation_id, contact_id, sender_id, connector_id, position, 'out', 'text', 'Your table for tomorrow is ready, see you then.', 'api',
     'accepted', 'SM' || md5(n || ' ' || position), sender_id::text, 5, now(), 1, now() from written, generate_series(1, ${each}) as position`,
  `insert into attempt (organization_id, id, message_id, number, claim_epoch, state, provider_sid, dispatched_at, settled_at, next_check_at)
   select organization_id, uuidv7(), id, 1, 1, 'accepted', provider_sid, now(), now(), now() + interval '1 hour' from message where direction = 'out' and lane = sender_id::text`,
  'vacuum analyze',
])
  await ours.query(statement)
const { rows } = await ours.query<{ id: string; sid: string; to: string }>(
  `select attempt.id, provider_sid as sid, contact_address as to from attempt join message using (organization_id, provider_sid)
   join conversation on conversation.id = conversation_id order by md5(provider_sid) limit 600000`,
)
await ours.end()

const peerUrl = new URL(ground.postgresUrl)
peerUrl.pathname = '/peer'
const theirs = new pg.Client({ connectionString: peerUrl.href })
await theirs.connect()
await theirs.query(
  'create table message (sid text primary key, body text, status text not null, rank int not null, updated_at timestamptz not null)',
)
await theirs.query(`insert into message select 'SM' || md5(n || ' ' || position), 'Your table for tomorrow is ready, see you then.', 'queued', 0, now()
  from generate_series(1, ${messages / each}) as n, generate_series(1, ${each}) as position`)
await theirs.query('vacuum analyze')
await theirs.end()

const roofPort = await freePort()
const peerPort = await freePort()
const peerWebhook = `http://127.0.0.1:${peerPort}/status`
const roof = startProcess('peers/roof.js', { PORT: String(roofPort) })
const peer = startProcess('peers/express-status.js', {
  PORT: String(peerPort),
  DATABASE_URL: peerUrl.href,
  AUTH_TOKEN: twilioAccount.token,
  WEBHOOK_URL: peerWebhook,
})
await untilAnswers(`http://127.0.0.1:${peerPort}/ready`)
await untilAnswers(`http://127.0.0.1:${roofPort}/`)

let used = 0
/** Reports about messages that nobody reported on yet. */
const reports = (count: number, urlOf: (attemptId: string) => string) => () => {
  const some = rows.slice(used, used + count)
  used += count
  if (some.length < count) throw new Error('There are too few messages for as many slices')
  return some.map(({ id, sid, to }) => prepareReport(urlOf(id), sid, to))
}
const statusUrl = ground.webhookUrl.replace(/inbound$/, 'status')
const roofRequests = rows.slice(0, 90_000).map(({ sid, to }) => prepareReport(peerWebhook, sid, to))
const looking = new pg.Client({ connectionString: ground.postgresUrl })
await looking.connect()
async function untilAllAreShown(): Promise<void> {
  for (;;) {
    const { rows: waiting } = await looking.query('select 1 from report_batch limit 1')
    if (waiting.length === 0) return
    await new Promise((done) => setTimeout(done, 20))
  }
}
const [bare, mine, express] = await race([
  {
    name: 'roof: node:http, nothing',
    port: roofPort,
    requests: () => roofRequests,
    cpu: () => cpuOf(roof.pid),
  },
  {
    name: 'Parley, durable',
    port: Number(new URL(ground.webhookUrl).port),
    requests: reports(30_000, (attemptId) => `${statusUrl}/${attemptId}`),
    cpu: () => cpuOf(ground.hub.pid) + ground.postgresCpu(),
    settle: untilAllAreShown,
  },
  {
    name: 'Express + twilio + UPDATE',
    port: peerPort,
    requests: reports(15_000, () => peerWebhook),
    cpu: () => cpuOf(peer.pid) + ground.postgresCpu(),
  },
])
console.log(
  `Parley / Express   ${paired('rates', mine!, express!)}   (floor 4.5, target 6.4)   shown ${paired('done', mine!, express!)}`,
)
console.log(`Processor          ${paired('cpu', mine!, express!)}`)
console.log(`Parley / roof      ${paired('rates', mine!, bare!)}   (floor 0.28, target 0.39)`)
await looking.end()
roof.kill()
peer.kill()
