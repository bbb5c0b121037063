import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'undici'

// The same POST as a BullMQ job on a Redis that syncs its log each second. Prints microseconds of CPU for a message, Redis included, or why there are none.

const { API_URL = '', PORT = '', COUNT = '0', PATHNAME = '/' } = process.env
if (spawnSync('redis-server', ['--version']).error) {
  console.log('not run: there is no redis-server here')
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'parley-redis-'))
const redis = spawn('redis-server', ['--port', PORT, '--dir', folder, '--appendonly', 'yes', '--save', ''], {
  stdio: 'ignore',
})
// However this ends, Redis ends with it.
process.on('exit', () => {
  redis.kill()
  rmSync(folder, { recursive: true, force: true })
})
const connection = new Redis({ host: '127.0.0.1', port: Number(PORT), maxRetriesPerRequest: null })
const count = Number(COUNT)

/** Of Redis so far, from the kernel's ticks of 10 ms. */
function redisCpu() {
  const fields = readFileSync(`/proc/${redis.pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}
const cpu = () => {
  const { user, system } = process.cpuUsage()
  return user + system + redisCpu()
}

const queue = new Queue('send', { connection })
for (let at = 0; at < count; at += 1000)
  await queue.addBulk(
    Array.from({ length: Math.min(1000, count - at) }, (_, n) => ({
      name: 'send',
      data: { to: `whatsapp:+4915${at + n}` },
      opts: { removeOnComplete: true },
    })),
  )
const connections = new Pool(API_URL, { connections: 128 })
const before = cpu()
let sent = 0
let worker
await new Promise((resolve) => {
  worker = new Worker(
    'send',
    async ({ data }) => {
      const { body: answer } = await connections.request({
        path: PATHNAME,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ To: data.to, From: 'bullmq', ContentSid: 'HX0' }).toString(),
      })
      await answer.json()
      sent += 1
      if (sent >= count) setTimeout(resolve, 200)
    },
    { connection, concurrency: 64 },
  )
})
console.log(`${((cpu() - before) / count).toFixed(0)} µs`)
await worker.close(true)
process.exit(0)
