/** The business clock: service windows, quiet hours, schedules. Leases use the database's clock instead. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is moved. */
export function fixedClock(at: Date): Clock & { advance(seconds: number): void } {
  let now = at.getTime()
  return {
    now: () => new Date(now),
    advance: (seconds) => {
      now += seconds * 1000
    },
  }
}

async function readNow(url: string): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
  const { now } = (await response.json()) as { now?: string }
  const at = Date.parse(now ?? '')
  if (!response.ok || Number.isNaN(at))
    throw new Error(`The clock at ${url} did not tell the time. Check CLOCK_URL.`)
  return at
}

/** How far another clock is ahead of ours, in ms: at least and at most, for its answer was on the way for a while. */
async function readOffset(url: string): Promise<{ least: number; most: number }> {
  const asked = Date.now()
  const at = await readNow(url)
  return { least: at - Date.now(), most: at - asked }
}

/**
 * A clock that follows the one at `url` (`GET` answers `{ now }`), asked every 500 ms. Between answers, and while the
 * other side is away, it runs on by itself; an answer that was long on the way does not turn it back. Resolves after the
 * first answer, which must come within `patience` ms.
 */
export async function followClock(url: string, patience = 10_000): Promise<Clock & AsyncDisposable> {
  const deadline = Date.now() + patience
  let offset: number | null = null
  while (offset === null) {
    try {
      offset = (await readOffset(url)).least
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  let followed = offset
  let asking = false
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    void readOffset(url)
      .then(({ least, most }) => (followed = followed < least || followed > most ? least : followed))
      .catch(() => undefined)
      .finally(() => (asking = false))
  }, 500)
  timer.unref()
  return {
    now: () => new Date(Date.now() + followed),
    [Symbol.asyncDispose]: async () => clearInterval(timer),
  }
}
