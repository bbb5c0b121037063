import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { InboundRow } from './journal-inbound.ts'

/**
 * Where verified webhooks wait while PostgreSQL is away. A row is on the disk (fsync) before Twilio hears 200.
 *
 *   current.jsonl   rows are appended here
 *   <time>.jsonl    set aside by a drain; deleted when every row of it is in the database
 *
 * A crash during a drain leaves the file; its rows are journaled again and refused as duplicates.
 */
export interface Spool {
  /** Keeps a row. Throws when the spool is full or the disk refuses; the caller then answers 503. */
  keep(row: InboundRow): Promise<void>
  /** Hands every kept row to `write`, file by file. Returns how many were handed over. */
  drain(write: (rows: readonly InboundRow[]) => Promise<void>): Promise<number>
}

/** Enough for a day of a busy hotel; beyond it Twilio is told 503 and calls the fallback. */
export const spoolLimitBytes = 64 * 1024 * 1024
const rowsPerWrite = 200

export async function openSpool(folder: string, limitBytes = spoolLimitBytes): Promise<Spool> {
  await mkdir(folder, { recursive: true })
  const current = join(folder, 'current.jsonl')
  let line: Promise<unknown> = Promise.resolve()
  let setAside = 0

  const append = async (text: string) => {
    const size = await stat(current).then(
      (found) => found.size,
      () => 0,
    )
    if (size + text.length > limitBytes) throw new Error('The spool for incoming messages is full')
    const file = await open(current, 'a')
    try {
      await file.appendFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  // One after the other: two appends must not interleave, and a drain must not move the file under one.
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = line.then(act, act)
    line = next.catch(() => undefined)
    return next
  }

  return {
    keep: (row) => inTurn(() => append(JSON.stringify(row) + '\n')),
    async drain(write) {
      const aside = join(folder, `${Date.now()}-${process.pid}-${(setAside += 1)}.jsonl`)
      await inTurn(() => rename(current, aside).catch(() => undefined))
      let handed = 0
      for (const name of (await readdir(folder)).sort()) {
        if (name === 'current.jsonl' || !name.endsWith('.jsonl')) continue
        handed += await drainFile(join(folder, name), write)
        await rm(join(folder, name))
      }
      return handed
    },
  }
}

async function drainFile(
  path: string,
  write: (rows: readonly InboundRow[]) => Promise<void>,
): Promise<number> {
  let rows: InboundRow[] = []
  let handed = 0
  const flush = async () => {
    if (rows.length > 0) await write(rows)
    handed += rows.length
    rows = []
  }
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const row = parseRow(text)
    if (row) rows.push({ ...row, origin: 'spool' })
    if (rows.length >= rowsPerWrite) await flush()
  }
  await flush()
  return handed
}

/** The last line of a file may be torn by a crash before its 200: Twilio was not told it is kept, and sends it again. */
function parseRow(text: string): InboundRow | undefined {
  try {
    return JSON.parse(text) as InboundRow
  } catch {
    return undefined
  }
}
