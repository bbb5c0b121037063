import { on } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import type { ListToStage, StagedBatch } from './stage-list.ts'

/** In MB. Whatever the list, its reader needs no more; one that may have more takes it. */
const memory = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 }

/** `stageList` in a thread of its own. A file that breaks off, and whatever goes wrong with the thread, is thrown. */
export async function* stageListApart(file: Readable, list: ListToStage): AsyncGenerator<StagedBatch> {
  const worker = new Worker(new URL('./list-worker.ts', import.meta.url), {
    workerData: list,
    stdin: true,
    resourceLimits: memory,
  })
  let broken: unknown = new Error('The reader of a list ended before its list')
  pipeline(file, worker.stdin!).catch(async (error: unknown) => {
    broken = error
    await worker.terminate()
  })
  try {
    for await (const [batch] of on(worker, 'message', { close: ['exit'] })) {
      if (batch === null) return
      yield batch as StagedBatch
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage('taken')
    }
    throw broken
  } finally {
    file.destroy()
    await worker.terminate()
  }
}
