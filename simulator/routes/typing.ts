import type { FastifyInstance } from 'fastify'

import { refuse, type Refusal } from '#errors.ts'
import { showTyping } from '#messages/typing.ts'
import type { World } from '#world.ts'
import { serveApi, type Answer } from './api-route.ts'

/** Twilio: version 2 takes a form with `channel=whatsapp`, version 3 JSON with `"WHATSAPP"`. */
export function serveTyping(app: FastifyInstance, world: World): void {
  serveApi(app, world, {
    product: 'messaging',
    method: 'POST',
    path: '/v2/Indicators/Typing.json',
    handle: ({ account, form }) =>
      form.get('channel') === 'whatsapp'
        ? type(world, account.sid, form.get('messageId'))
        : refuse(20422, 'Invalid channel'),
  })
  serveApi(app, world, {
    product: 'messaging',
    method: 'POST',
    path: '/v3/Indicators/Typing.json',
    handle: ({ account, json }) => {
      const { channel, messageId, ...unknown } = (json ?? {}) as Record<string, unknown>
      if (channel !== 'WHATSAPP' || Object.keys(unknown).length > 0) return refuse(20422, 'Invalid channel')
      return type(world, account.sid, typeof messageId === 'string' ? messageId : null)
    },
  })
}

function type(world: World, accountSid: string, messageSid: string | null): Answer | Refusal {
  const message = world.store.message(messageSid ?? '')
  if (message?.accountSid !== accountSid || message.direction !== 'inbound')
    return refuse(20422, 'Invalid messageId: it must be the SID of an inbound message')
  showTyping(world, message)
  return { status: 200, body: { success: true } }
}
