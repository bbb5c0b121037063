import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PgBoss } from 'pg-boss'
import { Pool as Connections } from 'undici'
import { runCampaigns } from '../server/campaigns/run-campaigns.ts'
import { createCampaign, launchCampaign } from '../server/campaigns/steer-campaign.ts'
import { startDispatcher } from '../server/messages/dispatch-loop.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { openTwilio } from '../server/twilio/client.ts'
import { freePort } from '../tests/free-port.ts'
import { twilioAccount } from '../tests/world/cast.ts'
import { startProcess, untilAnswers } from './ground.ts'
import { startPeople } from './people.ts'

// A campaign over twenty senders to an API that answers after 50 ms: how near it comes to the pace that is allowed, whether any
// sender ever goes above it in any second, and what a message costs against a queue that POSTs the same as a job.

const messages = Number(process.env['MESSAGES'] ?? 100_000)
const senders = Number(process.env['SENDERS'] ?? 20)
const allowed = 80
await using ground = await startPeople(senders)
const { organizationId, owner } = ground
await ground.addPeople(messages)
const port = await freePort()
const apiUrl = `http://127.0.0.1:${port}`
const api = startProcess('peers/paced-api.js', { PORT: String(port), LATENCY: '50' })
await untilAnswers(`${apiUrl}/report`)

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return user + system + ground.cpu()
}

/** When messages left, by sender. */
const departures = new Map<string, number[]>()

async function ours(): Promise<{ cpu: number; arrivals: number[][] }> {
  const database = await openDatabase({ url: ground.url, subscriptions: {}, log: silentLog })
  await using client = openTwilio({ accountSid: twilioAccount.sid, authToken: twilioAccount.token, apiUrl })
  const dispatcher = startDispatcher({
    database,
    clock: systemClock,
    log: silentLog,
    post: async (_organization, _connector, message, limits) => {
      const times = departures.get(message.from ?? '')
      if (times) times.push(performance.now())
      else departures.set(message.from ?? '', [performance.now()])
      return await client.sendMessage(message, limits)
    },
    statusUrl: async () => 'http://127.0.0.1:9',
    fileUrl: () => '',
    pause: async () => undefined,
  })
  const by = { memberId: null, at: new Date() }
  const made = await database.withOrganization(organizationId, async (tx) => {
    const plan = {
      name: 'Spring',
      kind: 'one_shot' as const,
      goal: '',
      connectorId: ground.connectorId,
      senderIds: ground.senderIds,
      throughService: false,
      agentId: null,
      audience: { all: [] },
      audienceIsLive: false,
      steps: [{ text: '', waitSeconds: 0, templateId: ground.templateId, variables: {} }],
      approval: 'none' as const,
      approvalFirst: 20,
      startsAt: null,
      quietFrom: null,
      quietUntil: null,
      endsAfterDays: null,
    }
    const campaign = await createCampaign(tx, plan, by)
    if (isRefusal(campaign)) throw new Error(campaign.refused)
    await launchCampaign(tx, campaign.id, by)
    return campaign.id
  })
  const before = cpu()
  for (let done = false; !done;) {
    // As the product's job does: once a second, and then for as long as there is more to do.
    if (!(await runCampaigns(database, organizationId, systemClock, silentLog)))
      await new Promise((wait) => setTimeout(wait, 1000))
    const { rows } = await owner.query<{ left: boolean }>(
      `select (select state from campaign where id = $1) <> 'done' or exists (select from message where phase = 'outbox') or exists (select from attempt where state = 'dispatching') as left`,
      [made],
    )
    done = rows[0]?.left === false
  }
  const used = (cpu() - before) / messages
  await dispatcher.stop()
  await database.close()
  const report = (await (await fetch(`${apiUrl}/report`)).json()) as { from: string; times: number[] }[]
  return { cpu: used, arrivals: report.map(({ times }) => times) }
}

/** The most that are in any second that begins with a message. */
function mostInASecond(times: readonly number[]): number {
  let most = 0
  for (let from = 0, to = 0; from < times.length; from += 1) {
    while (to < times.length && times[to]! < times[from]! + 1000) to += 1
    most = Math.max(most, to - from)
  }
  return most
}

/** A job for each message, and a worker that POSTs it: no consent, no thread, no pace, no record but the job's own. */
async function boss(count: number): Promise<number> {
  const queue = new PgBoss({ connectionString: ground.url, schema: 'bench_boss' })
  queue.on('error', () => undefined)
  await queue.start()
  await queue.createQueue('send')
  const connections = new Connections(apiUrl, { connections: 128 })
  for (let at = 0; at < count; at += 1000)
    await queue.insert(
      'send',
      Array.from({ length: Math.min(1000, count - at) }, (_, n) => ({
        data: { to: `whatsapp:+4915${at + n}` },
      })),
    )
  const before = cpu()
  let sent = 0
  await new Promise<void>((resolve) => {
    void queue.work<{ to: string }>('send', { batchSize: 500, pollingIntervalSeconds: 0.5 }, async (jobs) => {
      await Promise.all(
        jobs.map(async ({ data }) => {
          const body = new URLSearchParams({ To: data.to, From: 'boss', ContentSid: 'HX0' }).toString()
          const { body: answer } = await connections.request({
            path: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`,
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body,
          })
          await answer.json()
          sent += 1
        }),
      )
      if (sent >= count) resolve()
    })
  })
  const used = (cpu() - before) / count
  await connections.close()
  await queue.stop({ graceful: false })
  return used
}

/** The same on Redis, in a process of its own because its packages are only here. @returns what it says of itself */
async function bullmq(jobs: number): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'peers/bullmq.js')],
    {
      env: {
        ...process.env,
        API_URL: apiUrl,
        PORT: String(await freePort()),
        COUNT: String(jobs),
        PATHNAME: `/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`,
      },
    },
  )
  return stdout.trim()
}

process.on('exit', () => api.kill())
const { cpu: used, arrivals } = await ours()
const first = Math.min(...arrivals.map((times) => times[0]!))
const last = Math.max(...arrivals.map((times) => times.at(-1)!))
const count = arrivals.reduce((sum, times) => sum + times.length, 0)
const rate = count / ((last - first) / 1000)
console.log(`${count} messages over ${arrivals.length} senders, ${((last - first) / 1000).toFixed(1)} s`)
console.log(
  `  achieved / allowed           ${(rate / (senders * allowed)).toFixed(3)}   (${rate.toFixed(0)}/s)`,
)
const most = (all: Iterable<readonly number[]>) => Math.max(...[...all].map(mostInASecond))
console.log(
  `  most of a sender in a second ${most(departures.values())} left, ${most(arrivals)} arrived; ${allowed} are allowed`,
)
const peer = await boss(Math.min(messages, 20_000))
console.log(
  `  CPU for a message            ${used.toFixed(0)} µs, all of it: plan, gate, thread, outbox, POST, record`,
)
console.log(`  a pg-boss job that POSTs     ${peer.toFixed(0)} µs   (ratio ${(used / peer).toFixed(1)})`)
console.log(`  a BullMQ job that POSTs      ${await bullmq(Math.min(messages, 20_000))}`)
