import { expect, test, vi } from 'vitest'
import { groupCommit } from './group-commit.ts'

/** A store whose writes end when the test says so. */
function slowStore() {
  const batches: { rows: number[]; end: (error?: Error) => void }[] = []
  const write = (rows: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      batches.push({
        rows: [...rows],
        end: (error) => (error ? reject(error) : resolve(rows.map((row) => row * 10))),
      })
    })
  return { batches, write }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a lone row is written in the same turn', async () => {
  const store = slowStore()
  void groupCommit({ write: store.write, limit: 500, inFlight: 2 })(1)
  await turn()
  expect(store.batches.map((batch) => batch.rows)).toEqual([[1]])
})

test('what arrives together goes together, up to the limit; what comes while batches are away waits', async () => {
  const store = slowStore()
  const submit = groupCommit({ write: store.write, limit: 3, inFlight: 2 })
  const results = [1, 2].map((row) => submit(row))
  await turn()
  results.push(...[3, 4, 5, 6, 7, 8, 9].map((row) => submit(row)))
  await turn()
  await turn()
  expect(store.batches.map((batch) => batch.rows)).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
  store.batches[0]?.end()
  await turn()
  await turn()
  expect(store.batches[2]?.rows).toEqual([6, 7, 8])
  for (let at = 1; at < 4; at += 1) {
    store.batches[at]?.end()
    await turn()
    await turn()
  }
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90])
})

test('after a small batch it may rest, and what comes meanwhile goes together', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const store = slowStore()
  const submit = groupCommit({
    write: store.write,
    limit: 500,
    inFlight: 1,
    rest: { milliseconds: 30, below: 2 },
  })
  void submit(1)
  await turn()
  store.batches[0]?.end()
  for (const row of [2, 3]) {
    await turn()
    void submit(row)
  }
  await turn()
  expect(store.batches).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(30)
  await turn()
  expect(store.batches.map((batch) => batch.rows)).toEqual([[1], [2, 3]])
  // The second was large enough.
  void submit(4)
  store.batches[1]?.end()
  await turn()
  await turn()
  expect(store.batches.at(-1)?.rows).toEqual([4])
  vi.useRealTimers()
})

test('a bad row fails alone', async () => {
  const submit = groupCommit<number, number>({
    limit: 500,
    inFlight: 1,
    write: async (rows) => {
      await turn()
      if (rows.includes(13)) throw new Error('unlucky')
      return rows.map((row) => row * 10)
    },
  })
  const results = await Promise.allSettled([1, 12, 13, 14].map((row) => submit(row)))
  expect(results.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual([
    10,
    120,
    'failed',
    140,
  ])
})

test('a store that answers too little fails the rows instead of mixing them up', async () => {
  const submit = groupCommit<number, number>({ limit: 500, inFlight: 1, write: async () => [] })
  await expect(submit(1)).rejects.toThrow(/gave 0 results/)
})

/** A small repeatable generator, so that a failing seed can be run again. */
const random = (seed: number) => () => {
  seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296
  return seed / 4_294_967_296
}

test.each(Array.from({ length: 50 }, (_, seed) => seed))(
  'each row is written with its own result, bad ones fail alone, limits hold (seed %i)',
  async (seed) => {
    const next = random(seed)
    const limit = 1 + Math.floor(next() * 9)
    const inFlight = 1 + Math.floor(next() * 3)
    const written = new Map<number, number>()
    let away = 0
    const submit = groupCommit<number, number>({
      limit,
      inFlight,
      write: async (rows) => {
        away++
        expect(away).toBeLessThanOrEqual(inFlight)
        expect(rows.length).toBeLessThanOrEqual(limit)
        for (let wait = next() * 4; wait > 0; wait--) await turn()
        away--
        if (rows.some((row) => row % 11 === 0)) throw new Error('bad row')
        for (const row of rows) written.set(row, (written.get(row) ?? 0) + 1)
        return rows.map((row) => row * 10)
      },
    })
    const results: Promise<number | string>[] = []
    for (let row = 1; row <= 120; row++) {
      results.push(submit(row).catch((error: Error) => error.message))
      if (next() < 0.3) await turn()
    }
    const expected = Array.from({ length: 120 }, (_, at) => ((at + 1) % 11 === 0 ? 'bad row' : (at + 1) * 10))
    expect(await Promise.all(results)).toEqual(expected)
    expect([...written.values()].every((times) => times === 1)).toBe(true)
  },
)
