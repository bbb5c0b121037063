import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'

/** A control answer that says no, in plain words. */
export type ControlRefusal = { problem: { status: number; message: string } }

type ControlCall<B, Q> = { params: Record<string, string>; body: B; query: Q; reply: FastifyReply }

export type ControlRoute<B extends z.ZodType, Q extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/simulator/api`, parameters in OpenAPI's braces. */
  path: string
  summary: string
  body?: B
  query?: Q
  /** Usual status of success. */
  status: number
  answer: z.ZodType | null
  handle: (call: ControlCall<z.infer<B>, z.infer<Q>>) => unknown
}

/** What OpenAPI needs to know of a route. */
export type RouteNote = Omit<ControlRoute<z.ZodType, z.ZodType>, 'handle'>

const PREFIX = '/simulator/api'

export function problem(status: number, message: string): ControlRefusal {
  return { problem: { status, message } }
}

/** Serves control routes and remembers them for the OpenAPI document. */
export class ControlPlane {
  readonly notes: RouteNote[] = []
  readonly #app: FastifyInstance

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  serve<B extends z.ZodType, Q extends z.ZodType>(route: ControlRoute<B, Q>): void {
    const { handle, ...note } = route
    this.notes.push(note)
    this.#app.route({
      method: route.method,
      url: PREFIX + route.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const body = (route.body ?? z.unknown()).safeParse(request.body ?? undefined)
        if (!body.success) return refuseControl(reply, problem(400, describe(body.error)))
        const query = (route.query ?? z.unknown()).safeParse(request.query)
        if (!query.success) return refuseControl(reply, problem(400, describe(query.error)))
        const params = request.params as Record<string, string>
        const result = await handle({
          params,
          body: body.data as z.infer<B>,
          query: query.data as z.infer<Q>,
          reply,
        })
        if (reply.sent) return reply
        if (isProblem(result)) return refuseControl(reply, result)
        return route.answer === null ? reply.code(route.status).send() : reply.code(route.status).send(result)
      },
    })
  }
}

function isProblem(value: unknown): value is ControlRefusal {
  return typeof value === 'object' && value !== null && 'problem' in value
}

function refuseControl(reply: FastifyReply, { problem: { status, message } }: ControlRefusal): FastifyReply {
  return reply.code(status).send({ message })
}

function describe(error: z.ZodError): string {
  const lines = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  return `The request does not fit: ${lines.join('; ')}. See ${PREFIX}/openapi.json.`
}
