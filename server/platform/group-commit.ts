export interface GroupCommitOptions<Row, Result> {
  /** Writes the rows in one statement or transaction; answers in the same order. */
  write: (batch: readonly Row[]) => Promise<readonly Result[]>
  /** Most rows of a batch. */
  limit: number
  /** How many batches may be on their way at once. */
  inFlight: number
  /**
   * After a batch of fewer rows than `below` so many milliseconds are waited, for rows nobody waits for: the next batch is larger, and what a write
   * costs by itself is shared by more.
   */
  rest?: { milliseconds: number; below: number }
}

interface Waiting<Row, Result> {
  row: Row
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Joins rows that arrive while earlier ones are being written into the next write. A lone row goes out in
 * the turn of the event loop in which it came, and the busier it gets the larger the batches are. When a batch fails its rows are written one by one, so a bad
 * row fails alone. Returns how to submit a row; the promise settles after its write.
 */
export function groupCommit<Row, Result>(
  options: GroupCommitOptions<Row, Result>,
): (row: Row) => Promise<Result> {
  const { write, limit, inFlight, rest } = options
  const queue: Waiting<Row, Result>[] = []
  let running = 0

  const writeRows = async (batch: readonly Waiting<Row, Result>[]): Promise<readonly Result[]> => {
    const results = await write(batch.map(({ row }) => row))
    if (results.length !== batch.length)
      throw new Error(`A batch of ${batch.length} rows gave ${results.length} results`)
    return results
  }
  const writeSingly = async (batch: readonly Waiting<Row, Result>[]) => {
    for (const each of batch) {
      try {
        const [result] = await writeRows([each])
        each.resolve(result as Result)
      } catch (error) {
        each.reject(error)
      }
    }
  }
  const commit = async (batch: readonly Waiting<Row, Result>[]) => {
    try {
      const results = await writeRows(batch)
      batch.forEach((each, at) => each.resolve(results[at] as Result))
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else await writeSingly(batch)
    }
  }
  const gathered = async () => {
    if (queue.length > 0) await new Promise(setImmediate)
    return queue.length > 0
  }
  const run = async () => {
    running++
    // What arrived in the same turn of the event loop goes together.
    while (await gathered()) {
      const batch = queue.splice(0, limit)
      await commit(batch)
      if (rest && batch.length < rest.below) await new Promise((done) => setTimeout(done, rest.milliseconds))
    }
    running--
  }
  return (row) =>
    new Promise<Result>((resolve, reject) => {
      queue.push({ row, resolve, reject })
      if (running < inFlight) void run()
    })
}
