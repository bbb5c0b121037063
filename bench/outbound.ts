import { Pool as Connections } from 'undici'
import { newId } from '../server/platform/ids.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { startDispatcher } from '../server/messages/dispatch-loop.ts'
import { openTwilio } from '../server/twilio/client.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import pg from 'pg'
import { median, startGround } from './ground.ts'

// Messages per second from `queued` to `accepted`: claim, marker, POST and record, against bare loops that only POST.

const count = 3000
const slices = 5
await using ground = await startGround('web')
const owner = new pg.Client({ connectionString: ground.postgresUrl })
owner.on('error', () => undefined)
await owner.connect()
const { rows } = await owner.query<{ organization_id: string; id: string; connector_id: string }>(
  `select organization_id, id, connector_id from sender where address = 'whatsapp:+12025550101' and active`,
)
const place = rows[0]!
const database = await openDatabase({ url: ground.postgresUrl, subscriptions: {}, log: silentLog })
const client = openTwilio({
  accountSid: twilioAccount.sid,
  authToken: twilioAccount.token,
  apiUrl: ground.simulatorUrl,
})

/** One open conversation for each message, so that none waits for another. */
async function queue(): Promise<void> {
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

async function ours(): Promise<number> {
  await queue()
  const start = performance.now()
  const dispatcher = startDispatcher({
    database,
    clock: systemClock,
    log: silentLog,
    perSecond: 1_000_000,
    post: async (_organization, _connector, message, limits) => await client.sendMessage(message, limits),
    statusUrl: async (_organization, _connector, attempt) => `http://127.0.0.1:9/${attempt}`,
    fileUrl: () => '',
    pause: async () => undefined,
  })
  for (;;) {
    const { rows: left } = await owner.query<{ open: number }>(
      `select count(*)::int as open from message where status in ('queued', 'claimed', 'dispatching') and direction = 'out'`,
    )
    if (left[0]?.open === 0) break
    await new Promise((done) => setTimeout(done, 20))
  }
  const seconds = (performance.now() - start) / 1000
  await dispatcher.stop()
  return count / seconds
}

async function loop(send: (at: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (next < count) await send((next += 1))
    }),
  )
  return count / ((performance.now() - start) / 1000)
}

const bare = new Connections(ground.simulatorUrl, { connections: 64 })
const authorization = `Basic ${Buffer.from(`${twilioAccount.sid}:${twilioAccount.token}`).toString('base64')}`
const undici = (at: number) =>
  bare
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
const stockClient = twilio(twilioAccount.sid, twilioAccount.token)
stockClient.api.baseUrl = ground.simulatorUrl
const stock = (at: number) =>
  stockClient.messages.create({
    to: `whatsapp:+4915${String(at).padStart(9, '0')}`,
    from: 'whatsapp:+12025550101',
    body: 'Breakfast is served.',
    statusCallback: 'http://127.0.0.1:9/x',
  })

const rates = { ours: [] as number[], undici: [] as number[], stock: [] as number[] }
for (let slice = 0; slice < slices; slice += 1) {
  rates.ours.push(await ours())
  rates.undici.push(await loop(undici))
  rates.stock.push(await loop(stock))
}
const against = (peer: number[]) => median(rates.ours.map((rate, at) => rate / peer[at]!)).toFixed(2)
console.log(`Parley, queued to accepted   ${median(rates.ours).toFixed(0)}/s`)
console.log(
  `bare undici loop             ${median(rates.undici).toFixed(0)}/s   Parley / undici  ${against(rates.undici)}`,
)
console.log(
  `stock helper, own client     ${median(rates.stock).toFixed(0)}/s   Parley / stock   ${against(rates.stock)}`,
)
await database.close()
await owner.end()
await bare.close()
