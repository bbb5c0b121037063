import { messageOperations } from '@parley/contract/messages.ts'
import type { FastifyInstance } from 'fastify'
import { type Doors, door } from '#platform/door.ts'
import type { Files } from '#platform/files.ts'
import { publish } from '#platform/live.ts'
import { refuse } from '#platform/refusal.ts'
import type { SecretKeys } from '#platform/secret-keys.ts'
import { readSignedFile } from '#platform/signed-url.ts'
import { isInline } from './media-type.ts'
import { expectAgain, findFile } from './media-store.ts'
import { isSendableKind } from './send-gate.ts'

/**
 * Serves kept files by signed links. A stranger's file must not run in our origin: its type is the one its bytes have,
 * only harmless kinds are shown in place, and the page around it can do nothing. What we send is told as what it is, for Twilio passes
 * on no file without a type; behind the link stands its name, which is what the contact reads.
 */
export function mediaRoutes(app: FastifyInstance, doors: Doors, files: Files, keys: SecretKeys) {
  app.get<{ Params: { signed: string } }>('/media/:signed/:name?', async (request, reply) => {
    const file = readSignedFile(keys, request.params.signed, new Date())
    if (!file) return await reply.code(404).type('text/plain').send('This link is not valid, or no longer.')
    const known = await doors.db.withOrganization(file.organizationId, (tx) => findFile(tx, file.key))
    const stream = known && (await files.getFile(file.key))
    if (!known || !stream) return await reply.code(404).type('text/plain').send('This file is gone.')
    const mediaType = known.mediaType ?? 'application/octet-stream'
    const name = encodeURIComponent(known.fileName ?? `file.${mediaType.split('/')[1] ?? 'bin'}`)
    return await reply
      .headers({
        'content-type':
          isInline(mediaType) || isSendableKind(mediaType) ? mediaType : 'application/octet-stream',
        'content-disposition': `${isInline(mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
        'content-length': known.bytes ?? undefined,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      .send(stream)
  })

  door(doors, messageOperations.retryMedia, async ({ principal, params }) => {
    const found = await doors.db.withOrganization(principal.organizationId, async (tx) => {
      const messageId = await expectAgain(tx, params.mediaId)
      if (messageId) publish(tx, { topic: 'message', subjectId: messageId })
      return messageId
    })
    return found ? undefined : refuse('not_found')
  })
}
