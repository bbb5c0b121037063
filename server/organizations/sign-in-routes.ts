import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Identity } from './identity.ts'

/** The only paths of the sign-in library that are open; everything else it offers is done by our own operations. */
const paths = ['sign-up/email', 'sign-in/email', 'sign-out', 'change-password'] as const

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
  reply.code(answer.status)
  // Several cookies are several headers; joined with a comma a browser reads only the first.
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
  })
  return await reply.send(await answer.text())
}

export function signInRoutes(app: FastifyInstance, identity: Identity, publicUrl: string) {
  for (const path of paths) {
    app.post(`/api/auth/${path}`, async (request, reply) => {
      const answer = await identity.handler(
        new Request(new URL(request.url, publicUrl), {
          method: 'POST',
          headers: headersOf(request),
          body: JSON.stringify(request.body ?? {}),
        }),
      )
      return await pass(reply, answer)
    })
  }
}
