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

/** Goes from organization to organization, those that were woken side by side, and looks for others every second. */
export function startRounds({ find, take, onFault }: RoundsOptions): Rounds {
  const awake = new Set<string>()
  let running: Promise<void> | null = null
  let stopped = false

  const run = async () => {
    while (awake.size > 0 && !stopped) {
      const organizations = [...awake]
      awake.clear()
      await Promise.all(organizations.map((id) => take(id, () => stopped)))
    }
  }
  const start = () => {
    running ??= run()
      .catch(onFault)
      .finally(() => {
        running = null
        if (awake.size > 0 && !stopped) start()
      })
  }
  const look = async () => {
    for (const id of await find()) awake.add(id)
    if (awake.size > 0) start()
  }
  const timer = setInterval(() => void look().catch(onFault), lookEveryMs)
  timer.unref()

  return {
    wake(organizationId) {
      if (stopped) return
      awake.add(organizationId)
      start()
    },
    async settled() {
      await look()
      while (running) await running
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
