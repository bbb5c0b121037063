import { type RefusalCode, refusals, type Refused } from '@parley/contract/refusals.ts'
import type { FastifyError, FastifyReply } from 'fastify'
import type { z } from 'zod'
import { refuse } from './refusal.ts'

/** One field that is not valid. `path` is dotted, from `params`, `query` or `body`. */
export interface Issue {
  path: string
  message: string
}

/** The body of every error, RFC 9457 problem details with the refusal's code and remedy. */
export interface Problem {
  type: string
  title: string
  status: number
  code: RefusalCode
  detail: string
  remedy: string
  facts?: Record<string, unknown>
  issues?: Issue[]
}

export const issuesOf = (error: z.ZodError, part: string): Issue[] =>
  error.issues.map((issue) => ({ path: [part, ...issue.path.map(String)].join('.'), message: issue.message }))

/** A refusal as it goes over the wire. `issues` and `detail` among the facts take their own places. */
export function problemOf(refused: Refused): Problem {
  const { status, title, remedy } = refusals[refused.refused]
  const { issues, detail, ...facts } = refused.facts
  return {
    type: `urn:parley:refusal:${refused.refused}`,
    title,
    status,
    code: refused.refused,
    detail: typeof detail === 'string' ? detail : title,
    remedy,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
    ...(Array.isArray(issues) ? { issues: issues as Issue[] } : {}),
  }
}

/** Sends the refusal as `application/problem+json`. */
export function sendProblem(reply: FastifyReply, refused: Refused): FastifyReply {
  const problem = problemOf(refused)
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

const byFastifyCode: Record<string, RefusalCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_REQ_FILE_TOO_LARGE: 'body_too_large',
  FST_FILES_LIMIT: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
}

/** What the parser of forms throws of its own has a sentence and no code. */
const brokenForm = /^(Multipart: Boundary not found|Unexpected end of|(File|Part) terminated early)/

/** What a thrown error is to the client: a refusal of its own doing, or null for a fault of ours. */
export function refusalOfError(error: FastifyError): Refused | null {
  const known = byFastifyCode[error.code]
  if (known) return refuse(known)
  // Whoever was writing the file wraps it.
  const { message } = error.cause instanceof Error ? error.cause : error
  if (brokenForm.test(message)) return refuse('malformed_body')
  if (error.statusCode === 429) return refuse('too_many_requests')
  if (error.statusCode === 404) return refuse('not_found')
  return error.statusCode !== undefined && error.statusCode < 500 ? refuse('malformed_body') : null
}
