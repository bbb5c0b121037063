import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { stageListApart } from './stage-list-apart.ts'
import { type ListToStage, type StagedBatch, stageList } from './stage-list.ts'

const list: ListToStage = {
  delimiter: ',',
  reached: [0, 0],
  context: {
    plan: { columns: { '0': 'phone', '1': 'name' }, country: null, optInWording: '', optInPlace: '' },
    owners: new Map(),
    fields: new Map(),
  },
}
const phone = (n: number) => `+4930${1_000_000 + n}`
const fileOf = (...rows: string[]) => Readable.from([Buffer.from(['phone,name', ...rows].join('\n'))])
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `${phone(n)},P${n}`)

const textOf = (batch: StagedBatch, writer: number) =>
  batch.parts[writer]!.rows.map((piece) => new TextDecoder().decode(piece)).join('')
/** Number and name of each row. */
const rowsOf = (batch: StagedBatch, writer: number) =>
  textOf(batch, writer)
    .split('\n')
    .filter(Boolean)
    .map((row) => row.split('\t').slice(1, 3).join(' '))
const all = async (batches: AsyncIterable<StagedBatch>): Promise<StagedBatch[]> => {
  const read: StagedBatch[] = []
  for await (const batch of batches) read.push(batch)
  return read
}
const only = async (file: Readable, given = list): Promise<StagedBatch> => {
  const [batch, ...others] = await all(stageList(file, given))
  expect(others).toEqual([])
  return batch!
}

test('a number has one writer, with whom its rows keep their order', async () => {
  const batch = await only(fileOf('+49301000001,A', '+49301000002,B', '0049 30 1000001,C'))
  const { rowsRead, failed, parts } = batch
  expect({ rowsRead, failed }).toEqual({ rowsRead: 4, failed: null })
  expect([0, 1].map((writer) => rowsOf(batch, writer))).toEqual([
    ['whatsapp:+49301000002 B'],
    ['whatsapp:+49301000001 A', 'whatsapp:+49301000001 C'],
  ])
  expect(parts.map(({ repeats }) => repeats)).toEqual([false, true])
})

test('what stands in a row cannot be taken for another column or row', async () => {
  const batch = await only(fileOf(String.raw`+49301000001,"a	b\c` + '\n\r\\."'))
  const rows = [0, 1].map((writer) => textOf(batch, writer)).join('')
  expect(rows.split('\n')).toHaveLength(2)
  expect(rows.split('\t')[2]).toBe(String.raw`a\tb\\c\n\r\\.`)
  expect(rows.split('\t')).toHaveLength(12)
})

test('each writer goes on where it was, and what is wrong is told once', async () => {
  const rows = [...numbered(6), 'no number,X', ...numbered(8).slice(6)]
  const whole = await only(fileOf(...rows))
  expect(whole.parts.map(({ count }) => count)).toEqual([4, 4])
  expect(whole.parts[0]!.problems).toEqual([
    { line: 8, reason: 'phone_not_valid', detail: 'no number', cells: ['no number', 'X'] },
  ])
  expect(whole.parts[1]!.problems).toEqual([])

  const rest = await only(fileOf(...rows), { ...list, reached: [8, 3] })
  expect(rest.parts[0]!.problems).toEqual([])
  expect(rowsOf(rest, 0)).toEqual(rowsOf(whole, 0).slice(3))
  expect(rowsOf(rest, 1)).toEqual(rowsOf(whole, 1).slice(1))
})

test('a batch ends after so many rows, or after so much text', async () => {
  const many = await all(stageList(fileOf(...numbered(25_000)), list))
  expect(many.map(({ rowsRead }) => rowsRead)).toEqual([10_001, 20_001, 25_001])
  const counts = many.flatMap(({ parts }) => parts.map(({ count }) => count))
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(25_000)

  const long = 'x'.repeat(50_000)
  const wordy = Array.from({ length: 200 }, (_, n) => `no number ${n},${long}`)
  const parts = await all(stageList(fileOf(...wordy), list))
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.flatMap(({ parts }) => parts[0]!.problems)).toHaveLength(200)
})

describe('in a thread of its own', () => {
  test('the list is the same', async () => {
    const rows = [...numbered(12_000), 'no number,X', `${phone(1)},again`]
    const [here, there] = await Promise.all([
      all(stageList(fileOf(...rows), list)),
      all(stageListApart(fileOf(...rows), list)),
    ])
    expect(there).toHaveLength(2)
    expect(there).toEqual(here)
  })
  test('a file that breaks off is no end', async () => {
    const file = new PassThrough()
    file.write('phone,name\n')
    const reading = all(stageListApart(file, list))
    setImmediate(() => file.destroy(new Error('The store is away')))
    await expect(reading).rejects.toThrow('The store is away')
  })
  test('who reads no further ends it', async () => {
    const file = new PassThrough()
    file.write(['phone,name', ...numbered(15_000)].join('\n'))
    for await (const { rowsRead } of stageListApart(file, list)) {
      expect(rowsRead).toBe(10_001)
      break
    }
    expect(file.destroyed).toBe(true)
  })
})
