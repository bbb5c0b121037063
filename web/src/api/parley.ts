import { createParley, type Problem } from '@parley/sdk'

/** The one client of the app: the same SDK that customers use. */
export const parley = createParley()

/** An expected failure, thrown so that queries and mutations see it; `problem` says what happened and what to do. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/**
 * The data of a call, or a `Refusal`.
 * @example await answer(parley.GET('/api/v1/me'))
 */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  throw new Refusal(asProblem(error, response.status))
}

function asProblem(error: unknown, status: number): Problem {
  if (typeof error === 'object' && error !== null && 'code' in error && 'title' in error)
    return error as Problem
  return { type: '', title: '', status, code: 'internal_fault', detail: '', remedy: '' }
}
