/** Answers that may be a little old. */
export interface Remembered<T> {
  of(key: string): Promise<T>
  /** What changes is asked for anew, also by those whose question is still under way. */
  forget(): void
}

export interface Remembering {
  /** An answer is good for this long. */
  keptMs: number
  /**
   * When asking fails, or takes longer than `afterMs`, an answer up to `keptMs` old is good enough. "There is none" is
   * never good enough in need: it may have come to be since.
   */
  inNeed?: { afterMs: number; keptMs: number }
  /** Answers kept; beyond that everything is forgotten. */
  most?: number
  now?: () => number
}

/** Asks once however many wait for the same answer, and keeps it for a while. */
export function remember<T>(
  ask: (key: string) => Promise<T>,
  { keptMs, inNeed, most = 10_000, now = Date.now }: Remembering,
): Remembered<T> {
  /** Each answer, and the one promise of it that all who ask are given. */
  const kept = new Map<string, { answer: T; told: Promise<T>; at: number }>()
  const asked = new Map<string, Promise<T>>()
  let changes = 0

  const askOnce = (key: string): Promise<T> => {
    const running = asked.get(key)
    if (running) return running
    const before = changes
    const question = ask(key)
      .then((answer) => {
        // What was forgotten meanwhile may have changed after it was read.
        if (before === changes) {
          if (kept.size >= most) kept.clear()
          kept.set(key, { answer, told: Promise.resolve(answer), at: now() })
        }
        return answer
      })
      .finally(() => {
        if (asked.get(key) === question) asked.delete(key)
      })
    asked.set(key, question)
    return question
  }

  return {
    of(key) {
      const known = kept.get(key)
      const age = known ? now() - known.at : Infinity
      if (known && age < keptMs) return known.told
      const question = askOnce(key)
      if (!known || !inNeed || known.answer === undefined || age >= inNeed.keptMs) return question
      return patiently(question, known.answer, inNeed.afterMs)
    },
    forget() {
      changes += 1
      kept.clear()
      asked.clear()
    },
  }
}

/** The answer, or the old one when there is none in time. */
async function patiently<T>(question: Promise<T>, old: T, afterMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(old), afterMs)
  })
  try {
    return await Promise.race([question, patience])
  } catch {
    return old
  } finally {
    clearTimeout(timer)
  }
}
