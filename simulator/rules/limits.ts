/** Twilio gives each sender this many messages a second to WhatsApp; what is above waits. */
export const USUAL_PACE = 80

// Twilio: a sender's queue is four hours long.
const LONGEST_QUEUE_MS = 4 * 3_600_000
const DAY_MS = 24 * 3_600_000
// Meta: one message in six seconds to one user, after a burst of 45.
const PAIR_BURST = 45
const PAIR_PER_SECOND = 1 / 6
/** Meta does not publish how many marketing messages a user gets; a phone may say another number. */
export const MARKETING_PER_DAY = 2
// Buckets that have long been full again are forgotten from this many on.
const MOST_BUCKETS = 200_000

type Bucket = { tokens: number; at: number }

/** What was used of the limits of Twilio and Meta. Instants are milliseconds of the simulator's clock. */
export class Limits {
  /** Users that a business wrote to on its own account, by `account user`: when it last did. Oldest first. */
  readonly #reached = new Map<string, Map<string, number>>()
  /** When a user was given marketing templates, oldest first. */
  readonly #marketing = new Map<string, number[]>()
  readonly #buckets = new Map<string, Bucket>()
  readonly #queues = new Map<string, number>()

  /**
   * A place in a sender's queue, in the order of asking.
   * @returns the instant the message leaves, or null when the queue is full (Twilio: longer than four hours)
   */
  queue(sender: string, now: number, perSecond: number): number | null {
    const at = Math.max(now, this.#queues.get(sender) ?? 0)
    if (at - now > LONGEST_QUEUE_MS) return null
    this.#queues.set(sender, at + 1_000 / perSecond)
    return at
  }

  /** Whether WhatsApp takes one more message of a sender; a second's worth may come at once. */
  takePace(sender: string, at: number, perSecond: number): boolean {
    return this.#take(sender, at, Math.max(1, perSecond), perSecond)
  }

  /** Whether a user may get one more message of this sender now. */
  takePair(sender: string, user: string, at: number): boolean {
    return this.#take(`${sender} ${user}`, at, PAIR_BURST, PAIR_PER_SECOND)
  }

  /** Users that an account reached on its own within the last 24 hours. */
  reachedCount(account: string, now: number): number {
    const users = this.#reached.get(account)
    if (!users) return 0
    for (const [user, at] of users) {
      if (now - at < DAY_MS) break
      users.delete(user)
    }
    return users.size
  }

  /** Whether the account reached this user within the last 24 hours: another message costs nothing of its limit. */
  hasReached(account: string, user: string, now: number): boolean {
    const at = this.#reached.get(account)?.get(user)
    return at !== undefined && now - at < DAY_MS
  }

  noteReached(account: string, user: string, now: number): void {
    const users = this.#reached.get(account) ?? new Map<string, number>()
    this.#reached.set(account, users)
    users.delete(user)
    users.set(user, now)
  }

  /** Marketing templates that a user was given within the last 24 hours, by whatever business. */
  marketingCount(user: string, now: number): number {
    const lately = (this.#marketing.get(user) ?? []).filter((at) => now - at < DAY_MS)
    if (lately.length > 0) this.#marketing.set(user, lately)
    else this.#marketing.delete(user)
    return lately.length
  }

  noteMarketing(user: string, now: number): void {
    this.#marketing.set(user, [...(this.#marketing.get(user) ?? []), now])
  }

  /** What must outlive a restart; paces and queues are a matter of seconds. */
  save() {
    return {
      reached: [...this.#reached].map(([account, users]) => [account, [...users]] as const),
      marketing: [...this.#marketing],
    }
  }

  load(saved: ReturnType<Limits['save']>): void {
    for (const [account, users] of saved.reached) this.#reached.set(account, new Map(users))
    for (const [user, at] of saved.marketing) this.#marketing.set(user, at)
  }

  clear(): void {
    for (const map of [this.#reached, this.#marketing, this.#buckets, this.#queues]) map.clear()
  }

  #take(key: string, at: number, capacity: number, perSecond: number): boolean {
    const known = this.#buckets.get(key)
    const refilled = known ? known.tokens + (Math.max(0, at - known.at) / 1_000) * perSecond : capacity
    const tokens = Math.min(capacity, refilled)
    // One that is used moves to the end, so that the first are those nobody asks for.
    this.#buckets.delete(key)
    this.#buckets.set(key, {
      tokens: tokens >= 1 ? tokens - 1 : tokens,
      at: Math.max(at, known?.at ?? at),
    })
    if (this.#buckets.size > MOST_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value!)
    return tokens >= 1
  }
}

/** Twilio: a sender's messaging limit in words, such as "10K Customers/24hr"; what has no number is no limit. */
export function readMessagingLimit(text: string): number {
  const found = /^\s*(?:TIER_)?(\d+(?:\.\d+)?)\s*([KM])?/i.exec(text)
  if (!found) return Infinity
  const unit = { K: 1_000, M: 1_000_000 }[found[2]?.toUpperCase() ?? ''] ?? 1
  return Number(found[1]) * unit
}
