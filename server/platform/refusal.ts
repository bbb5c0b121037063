import type { RefusalCode, Refused } from '@parley/contract/refusals.ts'

export type { Refused } from '@parley/contract/refusals.ts'

/**
 * An expected failure, as a value to return. What nobody expects is a fault: it is thrown, and met only where a request
 * or a job began (`http.ts`, `jobs.ts`), which answer or retry. A function never returns a fault or throws a refusal.
 */
export const refuse = (code: RefusalCode, facts: Record<string, unknown> = {}): Refused => ({
  refused: code,
  facts,
})

export const isRefusal = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'refused' in value && typeof value.refused === 'string'
