import { authOperations } from '@parley/contract/organizations.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { issuesOf, sendProblem } from '#platform/problem.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { countRequests } from './count-requests.ts'
import type { Identity } from './identity.ts'

/** The only paths of the sign-in library that are open; everything else it offers is done by our own operations. */
const paths = ['sign-up/email', 'sign-in/email', 'sign-out', 'change-password'] as const

const bodies: ReadonlyMap<string, z.ZodType> = new Map(
  Object.values(authOperations).map(({ path, body }) => [path, body]),
)

const wrong = refuse('wrong_credentials')
const taken = refuse('email_taken')
/** The sign-in library's codes of what is nobody's fault. */
const expected: Readonly<Record<string, Refused>> = {
  INVALID_EMAIL_OR_PASSWORD: wrong,
  INVALID_PASSWORD: wrong,
  USER_ALREADY_EXISTS: taken,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: taken,
}

/** What the sign-in library refused, as a refusal of ours. */
async function refusalOf(answer: Response): Promise<Refused> {
  if (answer.status === 429)
    return refuse('too_many_requests', { seconds: Number(answer.headers.get('x-retry-after')) })
  const { code = '', message } = (await answer.json().catch(() => ({}))) as {
    code?: string
    message?: string
  }
  const known = expected[code]
  if (known) return known
  if (answer.status === 401) return refuse('not_signed_in')
  if (answer.status >= 500) throw new Error(`The sign-in library answered ${answer.status} ${code}`)
  return refuse('invalid_request', { issues: [{ path: 'body', message: message ?? code }] })
}

/** Wrong passwords for one account, from wherever they come. An account that is not there is counted like any other. */
const wrongPasswords = { window: 600, max: 20 }

/** Headers of a request in the form the sign-in library reads. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set('x-parley-client', request.ip)
  return headers
}

async function pass(reply: FastifyReply, answer: Response) {
  if (!answer.ok) return sendProblem(reply, await refusalOf(answer))
  reply.code(answer.status)
  // Several cookies are several headers; joined with a comma a browser reads only the first.
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
  })
  return await reply.send(await answer.text())
}

export function signInRoutes(app: FastifyInstance, identity: Identity, publicUrl: string) {
  const wrongly = countRequests()
  for (const path of paths) {
    app.post(`/api/auth/${path}`, async (request, reply) => {
      const body = request.body ?? {}
      const checked = bodies.get(`/api/auth/${path}`)?.safeParse(body)
      if (checked?.error)
        return sendProblem(reply, refuse('invalid_request', { issues: issuesOf(checked.error, 'body') }))
      const account = path === 'sign-in/email' ? accountOf(checked?.data) : null
      const seconds = account === null ? null : wrongly.secondsUntilAllowed(account, wrongPasswords)
      if (seconds !== null) return sendProblem(reply, refuse('too_many_requests', { seconds }))
      const answer = await identity.handler(
        new Request(new URL(request.url, publicUrl), {
          method: 'POST',
          headers: headersOf(request),
          body: JSON.stringify(checked?.data ?? body),
        }),
      )
      if (account !== null && answer.status === 401) await wrongly.consume(account, wrongPasswords)
      return await pass(reply, answer)
    })
  }
}

const accountOf = (body: unknown) => (body as { email: string }).email.toLowerCase()
