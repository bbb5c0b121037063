/** Work that waits by organizations, and one worker of this process that takes it. */
export interface Rounds {
  /** There is work in this organization. */
  wake(organizationId: string): void
  /** Resolves when nothing waits that this worker could take. */
  settled(): Promise<void>
  /** Finishes what is in flight, takes nothing new. */
  stop(): Promise<void>
}

export interface RoundsOptions {
  /** Organizations in which something waits: the work of other processes, and of a crash, is found by looking. */
  find: () => Promise<readonly string[]>
  /** Takes what waits in an organization, for as long as it is not told to stop. */
  take: (organizationId: string, isStopped: () => boolean) => Promise<void>
  /** It is tried again at the next look. */
  onFault: (error: unknown) => void
}

const lookEveryMs = 1000

/** Takes what waits in each organization that was woken, side by side: none waits for another's. Looks for others every second. */
export function startRounds({ find, take, onFault }: RoundsOptions): Rounds {
  const running = new Map<string, Promise<void>>()
  const wokenMeanwhile = new Set<string>()
  let stopped = false

  const wake = (id: string) => {
    if (stopped) return
    if (running.has(id)) {
      wokenMeanwhile.add(id)
      return
    }
    const work = take(id, () => stopped)
      .catch(onFault)
      .finally(() => {
        running.delete(id)
        if (wokenMeanwhile.delete(id)) wake(id)
      })
    running.set(id, work)
  }
  const look = async () => {
    for (const id of await find()) wake(id)
  }
  const ended = async () => {
    while (running.size > 0) await Promise.all(running.values())
  }
  const timer = setInterval(() => void look().catch(onFault), lookEveryMs)
  timer.unref()

  return {
    wake,
    async settled() {
      await look()
      await ended()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await ended()
    },
  }
}
