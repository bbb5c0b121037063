import type { FastifyInstance } from 'fastify'

import type { Message } from '#entities.ts'
import { isRefusal, notFound, refuse, type Refusal } from '#errors.ts'
import { formatFeedback, formatMessage } from '#formatters/message.ts'
import { cutPage, formatUriPage } from '#formatters/page.ts'
import { acceptMessage } from '#messages/accept-message.ts'
import { setStatus } from '#messages/progress-message.ts'
import { readMessageRequest } from '#rules/message-request.ts'
import type { World } from '#world.ts'
import { serveApi, type ApiCall, type Answer } from './api-route.ts'
import { listMessages } from './message-filter.ts'

const ROOT = '/2010-04-01/Accounts/:accountSid/Messages'
const FINAL: ReadonlySet<string> = new Set([
  'sent',
  'delivered',
  'read',
  'failed',
  'undelivered',
  'canceled',
  'received',
])

export function serveMessages(app: FastifyInstance, world: World): void {
  const serve = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    handle: (call: ApiCall) => Answer | Refusal,
  ) => serveApi(app, world, { product: 'api', method, path, handle })
  serve('POST', `${ROOT}.json`, (call) => createMessage(world, call))
  serve('GET', `${ROOT}.json`, (call) => pageOfMessages(world, call))
  serve('GET', `${ROOT}/:sid.json`, (call) =>
    withMessage(world, call, (message) => ({ status: 200, body: formatMessage(message) })),
  )
  serve('POST', `${ROOT}/:sid.json`, (call) =>
    withMessage(world, call, (message) => updateMessage(world, message, call.form)),
  )
  serve('DELETE', `${ROOT}/:sid.json`, (call) =>
    withMessage(world, call, (message) => deleteMessage(world, message)),
  )
  serve('POST', `${ROOT}/:sid/Feedback.json`, (call) =>
    withMessage(world, call, (message) => {
      message.feedback = call.form.get('Outcome') ?? 'confirmed'
      return { status: 200, body: formatFeedback(message) }
    }),
  )
}

/** The message of the path, if it is the account's own. */
export function withMessage(
  world: World,
  { account, params, path }: ApiCall,
  use: (message: Message) => Answer | Refusal,
): Answer | Refusal {
  const message = world.store.message(params.sid ?? '')
  return message && message.accountSid === account.sid && !message.notice ? use(message) : notFound(path)
}

function createMessage(world: World, { account, form, path }: ApiCall): Answer | Refusal {
  const request = readMessageRequest(world.store, account, form, world.clock.now())
  if (isRefusal(request)) return request
  const message = acceptMessage(world, account.sid, request, path)
  return { status: 201, body: formatMessage(message) }
}

function pageOfMessages(world: World, { account, query, path }: ApiCall): Answer | Refusal {
  const rows = listMessages(world.store, account.sid, query, world.clock.now())
  if (isRefusal(rows)) return rows
  const page = cutPage(rows, query, 50, (message) => message.sid)
  if (isRefusal(page)) return page
  return { status: 200, body: formatUriPage('messages', path, query, page, formatMessage) }
}

/** Twilio: an update either empties the body (redaction) or cancels what is still scheduled. */
function updateMessage(world: World, message: Message, form: URLSearchParams): Answer | Refusal {
  const status = form.get('Status')
  const body = form.get('Body')
  if (status !== null) {
    if (status !== 'canceled') return refuse(20422, 'Invalid Status')
    if (message.status !== 'scheduled') return refuse(30409)
    setStatus(world, message, 'canceled')
  }
  if (body !== null) {
    if (body !== '') return refuse(20422, 'Body can only be updated to an empty text')
    if (!FINAL.has(message.status)) return refuse(20009)
    message.body = ''
    message.updatedAt = world.clock.now()
    world.live.changed('message', message.to)
  }
  return { status: 200, body: formatMessage(message) }
}

function deleteMessage(world: World, message: Message): Answer | Refusal {
  if (!FINAL.has(message.status)) return refuse(20009)
  world.store.deleteMessage(message)
  world.live.changed('message', message.to)
  return { status: 204 }
}
