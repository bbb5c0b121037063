import { existsSync } from 'node:fs'
import { join } from 'node:path'

import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const DIST = join(import.meta.dirname, '../phone/dist')
const ABSENT =
  'The phone pages are not built yet. Build them once with: npx vite build simulator/phone\n' +
  'The Twilio surface and the control plane (/simulator/api) work without them.\n'

/** Serves the browser phones at /simulator; paths that are no file belong to the page's own router. */
export async function servePhonePages(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: DIST, serve: false, cacheControl: false })
  app.get('/', (_, reply) => reply.redirect('/simulator/'))
  app.get('/simulator', (_, reply) => reply.redirect('/simulator/'))
  app.get('/simulator/*', (request, reply) => sendPage((request.params as { '*': string })['*'], reply))
}

async function sendPage(path: string, reply: FastifyReply): Promise<FastifyReply> {
  if (path.startsWith('api/'))
    return reply.code(404).send({ message: 'No such path. /simulator/api/openapi.json lists all.' })
  if (!existsSync(join(DIST, 'index.html'))) return reply.code(503).type('text/plain').send(ABSENT)
  const isAsset = path.startsWith('assets/')
  if (path !== '' && !path.includes('..') && existsSync(join(DIST, path)))
    return reply
      .header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache')
      .sendFile(path)
  if (isAsset) return reply.code(404).type('text/plain').send('No such file.\n')
  return reply.header('cache-control', 'no-cache').sendFile('index.html')
}
