interface Counted {
  count: number
  endsAt: number
}

export interface Allowance {
  /** In seconds. */
  window: number
  max: number
}

/** Names that are counted at once; beyond it the one that began first is forgotten. */
const most = 20_000

/** Counts requests by name, an address or an account, in windows of so many seconds. Each server that is opened counts for itself. */
export function countRequests(now: () => number = Date.now) {
  const counted = new Map<string, Counted>()

  const begin = (key: string, endsAt: number) => {
    counted.delete(key)
    const [first] = counted.keys()
    if (counted.size >= most && first !== undefined) counted.delete(first)
    counted.set(key, { count: 1, endsAt })
  }
  return {
    /** Notes one request, or refuses it and tells in how many seconds to come back. */
    async consume(key: string, { window, max }: Allowance) {
      const known = counted.get(key)
      const at = now()
      if (!known || known.endsAt <= at) {
        begin(key, at + window * 1000)
        return { allowed: true, retryAfter: null }
      }
      if (known.count >= max) return { allowed: false, retryAfter: Math.ceil((known.endsAt - at) / 1000) }
      known.count += 1
      return { allowed: true, retryAfter: null }
    },
    /** In how many seconds to come back, when nothing is left; null when something is. Notes nothing. */
    secondsUntilAllowed(key: string, { max }: Allowance): number | null {
      const known = counted.get(key)
      const at = now()
      return known && known.endsAt > at && known.count >= max ? Math.ceil((known.endsAt - at) / 1000) : null
    },
  }
}
