/** Where a fault strikes; an absent field matches everything. */
type FaultMatch = {
  method?: string
  path?: string
  to?: string
  /** The message status that a callback tells. */
  status?: string
}

/** What a fault does. Times in milliseconds. */
export type FaultEffect =
  | { kind: 'delay'; ms: number }
  | { kind: 'status'; http: number; code: number | null; accept: boolean | 'coin' }
  | { kind: 'hang-after-accept'; ms: number }
  | { kind: 'reset'; accept: boolean }
  | { kind: 'garble' }
  | { kind: 'drop-callback' }
  | { kind: 'duplicate-callback' }
  | { kind: 'reorder-callbacks' }
  | { kind: 'delay-callback'; ms: number }
  | { kind: 'async-error'; code: number }
  | { kind: 'list-lag'; max_s: number }

export type FaultKind = FaultEffect['kind']

export type Fault = {
  id: string
  match: FaultMatch
  effect: FaultEffect
  /** How often it still strikes; null for as long as it stands. */
  times: number | null
  /** From 0 to 1. */
  probability: number
  struck: number
}

/** One event that faults may strike. A callback has two paths: its own and that of the call that made its message. */
export type Occasion = {
  method: string | null
  paths: readonly string[]
  to: string | null
  status: string | null
}

export class FaultBook {
  #faults: Fault[] = []
  #count = 0

  /** Adds a fault; one with the same match and effect is replaced. */
  add(fault: Omit<Fault, 'id' | 'struck'>): Fault {
    const added = { ...fault, id: `fault_${++this.#count}`, struck: 0 }
    this.#faults = [...this.#faults.filter((one) => keyOf(one) !== keyOf(fault)), added]
    return added
  }

  list(): readonly Fault[] {
    return this.#faults
  }

  /** Removes one fault, or all; says whether there was any. */
  remove(id: string | null): boolean {
    const before = this.#faults.length
    this.#faults = id === null ? [] : this.#faults.filter((fault) => fault.id !== id)
    return this.#faults.length < before
  }

  /** The first fault of these kinds that strikes the occasion; a strike is counted against its `times`. */
  strike<K extends FaultKind>(
    kinds: readonly K[],
    occasion: Occasion,
    chance: () => number,
  ): Extract<FaultEffect, { kind: K }> | null {
    if (this.#faults.length === 0) return null
    for (const fault of this.#faults) {
      if (fault.times === 0 || !(kinds as readonly string[]).includes(fault.effect.kind)) continue
      if (!matches(fault.match, occasion)) continue
      if (fault.probability < 1 && chance() >= fault.probability) continue
      fault.struck++
      if (fault.times !== null) fault.times--
      return fault.effect as Extract<FaultEffect, { kind: K }>
    }
    return null
  }
}

function keyOf({ match, effect }: Pick<Fault, 'match' | 'effect'>): string {
  return JSON.stringify([match, effect])
}

function matches(match: FaultMatch, { method, paths, to, status }: Occasion): boolean {
  if (match.method && method && match.method.toUpperCase() !== method.toUpperCase()) return false
  if (match.to && match.to !== to) return false
  if (match.status && match.status !== status) return false
  return !match.path || paths.some((path) => pathMatches(match.path!, path))
}

/** With `*` a pattern of the whole path, else any part of it. */
function pathMatches(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return path.includes(pattern)
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}
