import { Pool as Connections } from 'undici'
import { newId } from '../server/platform/ids.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { startDispatcher } from '../server/messages/dispatch-loop.ts'
import { openTwilio } from '../server/twilio/client.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import pg from 'pg'
import { freePort } from '../tests/free-port.ts'
import { median, startGround, startProcess, untilAnswers } from './ground.ts'

// Messages per second from `queued` to `accepted`: claim, marker, POST and record, against loops that only POST. Asked is a
// server that takes everything, at once and after 50 ms as Twilio does.

const slices = 5
/** Messages of a slice, and requests at once in the loops. */
const rounds = [
  { latency: 0, count: 4000, atOnce: 64 },
  { latency: 50, count: 3000, atOnce: 128 },
]
await using ground = await startGround('web')
const owner = new pg.Client({ connectionString: ground.postgresUrl })
owner.on('error', () => undefined)
await owner.connect()
const { rows } = await owner.query<{ organization_id: string; id: string; connector_id: string }>(
  `select organization_id, id, connector_id from sender where address = 'whatsapp:+12025550101' and active`,
)
const place = rows[0]!
const database = await openDatabase({ url: ground.postgresUrl, subscriptions: {}, log: silentLog })

/** One open conversation for each message, so that none waits for another. */
async function queue(count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => [newId(), newId(), newId()] as const)
  const [contacts, conversations, messages] = [0, 1, 2].map((at) => ids.map((one) => one[at as 0]))
  const given = [place.organization_id, contacts, conversations, messages, place.id, place.connector_id]
  await owner.query(
    `insert into contact (organization_id, id) select $1, unnest($2::uuid[])`,
    given.slice(0, 2),
  )
  await owner.query(
    `insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at, last_inbound_at)
     select $1, c.id, c.contact, 'whatsapp:+4915' || lpad(c.n::text, 9, '0'), $4, $5, now(), now() from unnest($2::uuid[], $3::uuid[]) with ordinality as c (id, contact, n)`,
    [place.organization_id, conversations, contacts, place.id, place.connector_id],
  )
  await owner.query(
    `insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind, body, origin, status, lane, priority, due_at, created_at)
     select $1, m.id, m.conversation, m.contact, $5::uuid, $6::uuid, 1, 'out', 'text', 'Breakfast is served from 7:00 to 10:30.', 'api', 'queued', 'sender:' || $5::uuid::text, 10, now(), now()
     from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as m (id, conversation, contact)`,
    [place.organization_id, messages, conversations, contacts, place.id, place.connector_id],
  )
}

async function ours(apiUrl: string, count: number): Promise<number> {
  await queue(count)
  await using client = openTwilio({
    accountSid: twilioAccount.sid,
    authToken: twilioAccount.token,
    apiUrl,
  })
  const start = performance.now()
  const dispatcher = startDispatcher({
    database,
    clock: systemClock,
    log: silentLog,
    perSecond: 1_000_000,
    post: async (_organization, _connector, message, limits) => await client.sendMessage(message, limits),
    statusUrl: async () => 'http://127.0.0.1:9',
    fileUrl: () => '',
    pause: async () => undefined,
  })
  for (;;) {
    // By the indexes of what waits: looking must not cost what is measured.
    const { rows: left } = await owner.query<{ open: boolean }>(
      `select exists (select from message where phase = 'outbox') or exists (select from attempt where state = 'dispatching') as open`,
    )
    if (left[0]?.open === false) break
    await new Promise((done) => setTimeout(done, 20))
  }
  const seconds = (performance.now() - start) / 1000
  await dispatcher.stop()
  return count / seconds
}

async function loop(count: number, atOnce: number, send: (at: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await send((next += 1))
    }),
  )
  return count / ((performance.now() - start) / 1000)
}

const authorization = `Basic ${Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')}`
const bareLoop = (connections: Connections) => (at: number) =>
  connections
    .request({
      path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`,
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        To: `whatsapp:+4915${String(at).padStart(9, '0')}`,
        From: 'whatsapp:+12025550101',
        Body: 'Breakfast is served.',
        StatusCallback: 'http://127.0.0.1:9/x',
      }).toString(),
    })
    .then(({ body }) => body.dump())

const { default: twilio } = await import('twilio')
/** Its HTTPS agent opens twenty sockets, whatever is asked of it; over plain HTTP the loop keeps to that. */
const stockSockets = 20
function stockLoop(apiUrl: string) {
  const stock = twilio(twilioAccount.sid, twilioAccount.token)
  stock.api.baseUrl = apiUrl
  return (at: number) =>
    stock.messages.create({
      to: `whatsapp:+4915${String(at).padStart(9, '0')}`,
      from: 'whatsapp:+12025550101',
      body: 'Breakfast is served.',
      statusCallback: 'http://127.0.0.1:9/x',
    })
}

for (const { latency, count, atOnce } of rounds) {
  const port = await freePort()
  const apiUrl = `http://127.0.0.1:${port}`
  const api = startProcess('peers/api.js', { PORT: String(port), LATENCY: String(latency) })
  await untilAnswers(apiUrl)
  const connections = new Connections(apiUrl, { connections: atOnce })
  const rates = { ours: [] as number[], bare: [] as number[], stock: [] as number[] }
  for (let slice = -1; slice < slices; slice += 1) {
    const slicesRates = {
      ours: await ours(apiUrl, count),
      bare: await loop(count, atOnce, bareLoop(connections)),
      stock: await loop(count, stockSockets, stockLoop(apiUrl)),
    }
    // What a hub that has run for a minute has: statistics.
    if (slice < 0) await owner.query('analyze')
    if (slice < 0) continue
    for (const who of ['ours', 'bare', 'stock'] as const) rates[who].push(slicesRates[who])
  }
  const against = (peer: number[]) => median(rates.ours.map((rate, at) => rate / peer[at]!)).toFixed(2)
  console.log(`An API that answers after ${latency} ms, ${atOnce} requests at once`)
  console.log(`  Parley, queued to accepted   ${median(rates.ours).toFixed(0)}/s`)
  console.log(
    `  bare undici loop             ${median(rates.bare).toFixed(0)}/s   Parley / undici  ${against(rates.bare)}`,
  )
  console.log(
    `  stock helper, own client     ${median(rates.stock).toFixed(0)}/s   Parley / stock   ${against(rates.stock)}`,
  )
  await connections.close()
  api.kill()
}
await database.close()
await owner.end()
