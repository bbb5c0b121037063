interface Counted {
  count: number
  endsAt: number
}

/** Addresses that are counted at once; beyond it the one that began first is forgotten. */
const most = 20_000

/** Counts requests by address in windows of so many seconds. Each server that is opened counts for itself. */
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
    async consume(key: string, { window, max }: { window: number; max: number }) {
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
  }
}
