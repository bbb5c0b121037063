import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problemOf } from './problem.ts'
import { refuse } from './refusal.ts'

/**
 * Limits every route that `scope` gets after this. `by` names the bucket; by default it is the client's address.
 * Each process counts for itself, so behind several the limit is as many times higher.
 */
export async function limitRate(
  scope: FastifyInstance,
  options: { perMinute: number; by?: (request: FastifyRequest) => string },
): Promise<void> {
  await scope.register(rateLimit, {
    max: options.perMinute,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: options.by ?? ((request) => request.ip),
    errorResponseBuilder: (_request, { ttl }) => ({
      ...problemOf(refuse('too_many_requests', { seconds: Math.ceil(ttl / 1000) })),
      statusCode: 429,
    }),
  })
}
