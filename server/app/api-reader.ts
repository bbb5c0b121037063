import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { openApi } from '@parley/contract/openapi.ts'
import type { FastifyInstance } from 'fastify'

/** The OpenAPI document at `/api/v1/openapi.json`, and a reader of it at `/api/docs`. */
export async function apiReader(app: FastifyInstance): Promise<void> {
  // Made when somebody asks for it: it takes a third of a second, and no start should wait for it.
  let made: ReturnType<typeof openApi> | null = null
  const document = () => (made ??= openApi())
  app.get(
    '/api/v1/openapi.json',
    async (_request, reply) => await reply.header('cache-control', 'no-cache').send(document()),
  )
  await app.register(async (scope) => {
    await scope.register(swagger, { mode: 'static', specification: { document: {} as never } })
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      transformSpecification: document,
      transformSpecificationClone: false,
      uiConfig: { docExpansion: 'none', deepLinking: true },
      staticCSP: true,
      // It sets styles in elements of its own; styles cannot run code.
      transformStaticCSP: (header) =>
        header.replace("style-src 'self' https:", "style-src 'self' 'unsafe-inline'"),
    })
  })
}
