import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Resolves when the part works; what it rejects with says why not. */
export type Check = () => Promise<unknown>

const patience = 2000

async function failureOf(check: Check): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience)
  })
  try {
    await Promise.race([check(), late])
    return null
  } catch (error) {
    return error instanceof Error && error.message !== '' ? error.message : 'failed'
  } finally {
    clearTimeout(timer)
  }
}

/**
 * `/healthz`: the process answers. `/readyz`: every check passes, else 503 with the names of those that do not.
 * `/metrics`: the Prometheus text. None of them needs a sign-in and none tells anything of an organization.
 */
export function healthRoutes(
  app: FastifyInstance,
  checks: Readonly<Record<string, Check>>,
  metrics: Metrics,
): void {
  let told = ''
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await failureOf(check)] as const),
    )
    const failing = results.filter(([, failure]) => failure !== null)
    const names = failing.map(([name]) => name)
    // Whoever waits asks again and again; the log hears of a change.
    if (names.join() !== told)
      for (const [name, failure] of failing) request.log.warn({ check: name, failure }, 'Not ready')
    told = names.join()
    return reply
      .code(names.length === 0 ? 200 : 503)
      .send({ status: names.length === 0 ? 'ready' : 'not ready', failing: names })
  })
  app.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
