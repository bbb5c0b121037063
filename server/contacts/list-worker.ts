import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { type ListToStage, stageList } from './stage-list.ts'

// Reads a list in a thread of its own, so that those who wait for an answer of this server do not wait for the list. The file comes by the
// standard input. Nothing is read on before a batch was taken.

const port = parentPort!
for await (const batch of stageList(process.stdin, workerData as ListToStage)) {
  const taken = once(port, 'message')
  port.postMessage(
    batch,
    batch.parts.flatMap(({ rows }) => rows.map(({ buffer }) => buffer as ArrayBuffer)),
  )
  await taken
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
port.postMessage(null)
port.close()
