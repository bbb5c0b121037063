import { ask } from './ask.ts'

/** Where a fault strikes; an absent field matches everything. */
export type FaultMatch = { method?: string; path?: string; to?: string }

export type Fault = {
  id: string
  match: FaultMatch
  /** A word, or the effect's name with its details. */
  effect: string | Record<string, Record<string, unknown>>
  /** How often it still strikes; null until it is cleared. */
  times: number | null
  /** From 0 to 1. */
  probability: number
  struck: number
}

export type NewFault = {
  match: FaultMatch
  effect: unknown
  times?: number
  probability?: number
}

export function addFault(fault: NewFault): Promise<unknown> {
  return ask('PUT', '/faults', fault)
}

/** Clears one fault, or all without an id. */
export function clearFaults(id?: string): Promise<unknown> {
  return ask('DELETE', id ? `/faults/${encodeURIComponent(id)}` : '/faults')
}
