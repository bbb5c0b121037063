import { z } from 'zod'

import type { LogEntry } from '#request-log.ts'
import { sendWebhook } from '#messages/send-webhook.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane } from './control-route.ts'

const EntryShape = z.looseObject({
  id: z.string(),
  kind: z.enum(['api', 'webhook']),
  at: z.string(),
  method: z.string(),
  status: z.number().nullable(),
})

const Query = z.object({
  kind: z.enum(['api', 'webhook']).optional(),
  after: z.string().optional().describe('only what began after this id'),
  limit: z.coerce.number().int().min(1).max(10_000).default(500).describe('the last so many'),
})

export function serveRequests(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/requests',
    summary:
      'Every webhook sent with its attempts and answer, every API call received; oldest first, bounded',
    query: Query,
    status: 200,
    answer: z.object({ requests: z.array(EntryShape) }),
    handle: ({ query }) => ({ requests: list(world, query).map(format) }),
  })
  plane.serve({
    method: 'GET',
    path: '/requests/{id}',
    summary: 'One request',
    status: 200,
    answer: EntryShape,
    handle: ({ params }) => {
      const entry = world.log.find(params.id ?? '')
      return entry ? format(entry) : problem(404, `No request ${params.id}; the log keeps only the latest.`)
    },
  })
  plane.serve({
    method: 'DELETE',
    path: '/requests',
    summary: 'Empty the log',
    status: 204,
    answer: null,
    handle: () => {
      world.log.clear()
      world.live.changed('request')
    },
  })
  plane.serve({
    method: 'POST',
    path: '/requests/{id}/replay',
    summary: 'Send a webhook again, with the same parameters and idempotency token, signed anew',
    status: 200,
    answer: EntryShape,
    handle: ({ params }) => replay(world, params.id ?? ''),
  })
}

function list(world: World, query: z.infer<typeof Query>): LogEntry[] {
  const all = world.log.list(query.kind ?? null)
  const from = query.after === undefined ? 0 : all.findIndex((entry) => entry.id === query.after) + 1
  return all.slice(from).slice(-query.limit)
}

/** API answers are kept as text and read only when somebody looks. */
function format(entry: LogEntry): LogEntry {
  if (entry.kind === 'webhook' || typeof entry.answer !== 'string') return entry
  try {
    return { ...entry, answer: JSON.parse(entry.answer) as unknown }
  } catch {
    return entry
  }
}

async function replay(world: World, id: string) {
  const entry = world.log.find(id)
  if (!entry) return problem(404, `No request ${id}; the log keeps only the latest.`)
  if (entry.kind === 'api')
    return problem(409, 'Only webhooks can be sent again: this call came from outside.')
  const { entry: sent } = await sendWebhook(world, {
    purpose: entry.purpose,
    url: entry.url,
    method: entry.method,
    message: { sid: entry.message_sid, accountSid: entry.account_sid, messagingServiceSid: null },
    parameters: entry.params,
    token: entry.idempotency_token,
    fault: 'replay',
  })
  return sent
}
