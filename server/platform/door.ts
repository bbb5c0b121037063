import type { Readable } from 'node:stream'
import type { Operation } from '@parley/contract/operation.ts'
import type { Permission } from '@parley/contract/permissions.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { csvOf } from './csv.ts'
import type { Database } from './db.ts'
import { claimKey, keepAnswer, releaseKey, requestHash } from './idempotency.ts'
import type { Authenticate, Person, Principal } from './principal.ts'
import { type Issue, issuesOf, problemOf, sendProblem } from './problem.ts'
import { isRefusal, refuse, type Refused } from './refusal.ts'
import { storable } from './storable.ts'
import { readUpload, type Upload } from './upload.ts'
import { toWire, type Wire } from './wire.ts'

type PrincipalFor<P extends Operation['permission']> = P extends Permission
  ? Principal
  : P extends 'signed-in'
    ? Principal | Person
    : Principal | Person | null

/** What a handler is given: a checked request of someone who may ask for this. */
export interface Given<O extends Operation> {
  principal: PrincipalFor<O['permission']>
  params: z.output<O['params']>
  query: z.output<O['query']>
  body: z.output<O['body']>
  file: O['file'] extends true ? Upload : null
  /** For what lies outside the contract: headers, the client's address. */
  request: FastifyRequest
  reply: FastifyReply
}

/** A file to give out, whole or as it is made. */
export interface Download {
  fileName: string
  content: Buffer | Readable
}

export type Handler<O extends Operation> = (
  given: Given<O>,
) => Promise<(O['download'] extends string ? Download : Wire<z.input<O['answer']>>) | Refused>

/** What the doors of one server share. */
export interface Doors {
  app: FastifyInstance
  authenticate: Authenticate
  /** Keeps the answers of requests that carry an `Idempotency-Key`. */
  db: Database
}

const isNothing = (schema: z.ZodType) => schema.def.type === 'undefined'

/** The principal when they may ask for this, else why not. */
function admit(operation: Operation, principal: Principal | Person | null): Refused | null {
  const { permission } = operation
  if (permission === 'public') return null
  if (principal === null) return refuse('not_signed_in')
  if (permission === 'signed-in') return null
  if (principal.kind === 'person') return refuse('no_organization')
  return principal.permissions.has(permission) ? null : refuse('not_permitted', { permission })
}

interface Checked {
  params: unknown
  query: unknown
  body: unknown
}

function check(operation: Operation, given: Checked): Checked | Refused {
  const issues: Issue[] = []
  const checked: Checked = { params: undefined, query: undefined, body: undefined }
  for (const part of ['params', 'query', 'body'] as const) {
    if (isNothing(operation[part])) continue
    const result = operation[part].safeParse(given[part] ?? (part === 'body' ? {} : undefined))
    if (result.success) checked[part] = result.data
    else issues.push(...issuesOf(result.error, part))
  }
  // An id in the path that is no id names nothing, like any other id that nobody has.
  if (issues.some((issue) => issue.path.startsWith('params.'))) return refuse('not_found')
  return issues.length === 0 ? checked : refuse('invalid_request', { issues })
}

interface Outcome {
  status: number
  /** JSON of the answer or of the problem, or the text of a table; undefined for an empty answer. */
  answer: unknown
}

function outcomeOf(operation: Operation, result: unknown): Outcome {
  if (isRefusal(result)) {
    const problem = problemOf(result)
    return { status: problem.status, answer: problem }
  }
  // Parsing drops every field that the contract does not name, so a store cannot leak one.
  const answer = isNothing(operation.answer) ? undefined : operation.answer.parse(toWire(result))
  return { status: operation.status, answer: operation.csv ? csvOf(answer as string[][]) : answer }
}

/** Runs once for each `Idempotency-Key`; a repetition gets the first answer. */
async function onlyOnce(
  doors: Doors,
  operation: Operation,
  principal: Principal | Person | null,
  request: FastifyRequest,
  checked: Checked,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const key = request.headers['idempotency-key']
  const applies =
    operation.method === 'POST' && !operation.file && principal !== null && principal.kind !== 'person'
  if (key === undefined || !applies) return run()
  if (typeof key !== 'string' || key.length < 1 || key.length > 255) {
    const issues = [{ path: 'headers.idempotency-key', message: 'From 1 to 255 characters' }]
    return outcomeOf(operation, refuse('invalid_request', { issues }))
  }
  const hash = requestHash(operation.id, checked.params, checked.query, checked.body)
  const repetition = { organizationId: principal.organizationId, key, operation: operation.id, hash }
  const earlier = await claimKey(doors.db, repetition)
  if (earlier !== null) {
    return isRefusal(earlier)
      ? outcomeOf(operation, earlier)
      : { status: earlier.status, answer: earlier.answer ?? undefined }
  }
  try {
    const outcome = await run()
    await keepAnswer(doors.db, repetition, outcome)
    return outcome
  } catch (error) {
    await releaseKey(doors.db, repetition)
    throw error
  }
}

async function answer(
  reply: FastifyReply,
  outcome: Outcome,
  { csv, path }: Operation,
): Promise<FastifyReply> {
  reply.code(outcome.status).header('cache-control', 'no-store')
  if (csv && typeof outcome.answer === 'string')
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${path.slice(path.lastIndexOf('/') + 1)}"`)
      .send(outcome.answer)
  const type = outcome.status >= 400 ? 'application/problem+json' : 'application/json'
  return outcome.answer === undefined
    ? reply.send()
    : reply.type(`${type}; charset=utf-8`).send(JSON.stringify(outcome.answer))
}

/** Answers with a file that is kept, never shown: it may hold what strangers wrote. */
function give(reply: FastifyReply, mediaType: string, result: unknown): FastifyReply {
  if (isRefusal(result)) return sendProblem(reply, result)
  const { fileName, content } = result as Download
  return reply
    .headers({
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'no-store',
    })
    .send(content)
}

/**
 * Binds a handler to one operation of the contract: who asks, may they, is the request valid, then the handler, then
 * only what the contract promises. The handler answers or refuses; what it throws is a fault.
 */
export function door<O extends Operation>(doors: Doors, operation: O, handler: Handler<O>): void {
  doors.app.route({
    method: operation.method,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const principal = await doors.authenticate(request)
      const turnedAway = admit(operation, principal)
      if (turnedAway) return sendProblem(reply, turnedAway)
      const upload = operation.file ? await readUpload(request, operation.fileBytes) : null
      if (isRefusal(upload)) return sendProblem(reply, upload)
      const body = upload === null ? request.body : upload.fields
      const checked = check(operation, { params: request.params, query: storable(request.query), body })
      if (isRefusal(checked)) {
        upload?.file.stream.resume()
        return sendProblem(reply, checked)
      }
      const given = {
        principal,
        ...checked,
        file: upload?.file ?? null,
        request,
        reply,
      } as unknown as Given<O>
      if (operation.download !== null) return give(reply, operation.download, await handler(given))
      const run = async () => {
        const result = await handler(given)
        upload?.file.stream.resume()
        return outcomeOf(operation, result)
      }
      return answer(reply, await onlyOnce(doors, operation, principal, request, checked, run), operation)
    },
  })
}
