import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Media } from '#entities.ts'
import { errorBody, isRefusal, notFound, refuse } from '#errors.ts'
import { formatMedia } from '#formatters/message.ts'
import { cutPage, formatUriPage } from '#formatters/page.ts'
import type { World } from '#world.ts'
import { baseOf, pathOf, serveApi } from './api-route.ts'
import { authenticate, findPathAccount } from './authenticate.ts'
import { withMessage } from './messages.ts'

const ROOT = '/2010-04-01/Accounts/:accountSid/Messages/:sid/Media'

export function serveMedia(app: FastifyInstance, world: World): void {
  serveApi(app, world, {
    product: 'api',
    method: 'GET',
    path: `${ROOT}.json`,
    handle: (call) =>
      withMessage(world, call, (message) => {
        const page = cutPage(message.media, call.query, 50, (media) => media.sid)
        if (isRefusal(page)) return page
        return { status: 200, body: formatUriPage('media_list', call.path, call.query, page, formatMedia) }
      }),
  })
  serveApi(app, world, {
    product: 'api',
    method: 'GET',
    path: `${ROOT}/:media.json`,
    handle: (call) =>
      withMessage(world, call, (message) => {
        const media = message.media.find((one) => one.sid === call.params.media)
        return media ? { status: 200, body: formatMedia(media) } : notFound(call.path)
      }),
  })
  serveApi(app, world, {
    product: 'api',
    method: 'DELETE',
    path: `${ROOT}/:media.json`,
    handle: (call) =>
      withMessage(world, call, (message) => {
        const media = message.media.find((one) => one.sid === call.params.media)
        if (!media) return notFound(call.path)
        world.store.deleteMedia(media.sid)
        return { status: 204 }
      }),
  })
  app.get(`${ROOT}/:media`, (request, reply) => redirectToBytes(world, request, reply))
  app.get('/simulator/media/:media', (request, reply) => sendBytes(world, request, reply))
}

/** Twilio: without `.json` the media's address leads to its bytes elsewhere; public unless the account asks for credentials. */
function redirectToBytes(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const params = request.params as Record<string, string>
  const media = world.store.media.get(params.media ?? '')
  const missing = notFound(pathOf(request))
  if (!media || media.messageSid !== params.sid || media.accountSid !== params.accountSid)
    return reply.code(404).send(errorBody(missing))
  if (world.store.accounts.get(media.accountSid)?.mediaNeedsAuth && !mayRead(world, request, media))
    return reply
      .code(401)
      .header('www-authenticate', 'Basic realm="Twilio API"')
      .send(errorBody(refuse(20003)))
  return reply.redirect(`${baseOf(request)}/simulator/media/${media.sid}`, 307)
}

function mayRead(world: World, request: FastifyRequest, media: Media): boolean {
  const caller = authenticate(world.store, request.headers.authorization)
  if (isRefusal(caller)) return false
  const account = findPathAccount(world.store, caller, media.accountSid, { token: false, active: true })
  return !isRefusal(account)
}

function sendBytes(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { media: sid } = request.params as { media: string }
  const media = world.store.media.get(sid)
  const bytes = world.store.mediaBytes.get(sid)
  if (!media || !bytes) return reply.code(404).type('text/plain').send('No such media.\n')
  const name = media.filename ?? sid
  // Documents that could run scripts must not run them on this origin.
  if (/html|xml/i.test(media.contentType))
    reply.header('content-security-policy', "default-src 'none'; sandbox")
  return reply
    .header('content-type', media.contentType)
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('x-content-type-options', 'nosniff')
    .send(bytes)
}
