import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { newId, timeOfId } from '#platform/ids.ts'
import type { InboundRow } from './journal-inbound.ts'

/**
 * Where verified webhooks wait while PostgreSQL is away. A row is on the disk (fsync) before Twilio hears 200.
 *
 *   current.jsonl   rows are appended here
 *   <id>.jsonl      set aside by a drain; deleted when every row of it is in the database
 *
 * A crash during a drain leaves the file; its rows are journaled again and refused as duplicates. Several processes may
 * share the folder: each may empty what another has kept.
 */
export interface Spool {
  /** Keeps a row. Throws when the spool is full or the disk refuses; the caller then answers 503. */
  keep(row: InboundRow): Promise<void>
  /** Hands every kept row to `write`, file by file. Returns how many were handed over. */
  drain(write: WriteRows): Promise<number>
}

type WriteRows = (rows: readonly InboundRow[]) => Promise<void>

/** Enough for a day of a busy hotel; beyond it Twilio is told 503 and calls the fallback. */
export const spoolLimitBytes = 64 * 1024 * 1024
const rowsPerWrite = 200

export async function openSpool(folder: string, limitBytes = spoolLimitBytes): Promise<Spool> {
  await mkdir(folder, { recursive: true })
  const current = join(folder, 'current.jsonl')
  let line: Promise<unknown> = Promise.resolve()

  const files = async () => (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const append = async (text: string) => {
    const sizes = (await files()).map(async (name) => (await statOf(join(folder, name)))?.size ?? 0)
    const kept = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    if (kept + text.length > limitBytes) throw new Error('The spool for incoming messages is full')
    // A drain that set the file aside in the meantime may have read it already: then the row is written again.
    while (!(await appendOnce(current, text)));
  }
  // One after the other: two appends must not interleave.
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = line.then(act, act)
    line = next.catch(() => undefined)
    return next
  }
  const drainAside = async (write: WriteRows) => {
    let handed = 0
    for (const name of await files()) {
      if (name === 'current.jsonl') continue
      handed += await drainFile(join(folder, name), write)
      await rm(join(folder, name), { force: true })
    }
    return handed
  }

  return {
    keep: (row) => inTurn(() => append(JSON.stringify(row) + '\n')),
    async drain(write) {
      // What an earlier drain could not hand over comes first: while the database is away nothing more is set aside.
      const left = await drainAside(write)
      await rename(current, join(folder, `${newId()}.jsonl`)).catch(unlessMissing)
      return left + (await drainAside(write))
    },
  }
}

const statOf = (path: string) => stat(path).catch(unlessMissing)

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** @returns whether the file was still in its place when the text was on the disk */
async function appendOnce(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'a')
  try {
    await file.appendFile(text)
    await file.sync()
    return (await statOf(path))?.ino === (await file.stat()).ino
  } finally {
    await file.close()
  }
}

async function drainFile(path: string, write: WriteRows): Promise<number> {
  const file = await open(path).catch(unlessMissing)
  // Another process has handed it over.
  if (!file) return 0
  let rows: InboundRow[] = []
  let handed = 0
  const flush = async () => {
    if (rows.length > 0) await write(rows)
    handed += rows.length
    rows = []
  }
  try {
    for await (const text of file.readLines()) {
      const row = parseRow(text)
      if (row) rows.push({ ...row, origin: 'spool', receivedAt: timeOfId(row.id).toISOString() })
      if (rows.length >= rowsPerWrite) await flush()
    }
    await flush()
  } finally {
    await file.close()
  }
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
