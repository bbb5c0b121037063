import { z } from 'zod'

import type { Fault, FaultEffect } from '#faults.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane } from './control-route.ts'
import { type EffectInput, FaultInput, FaultShape } from './shapes.ts'
import { toWhatsAppAddress } from '#rules/address.ts'

// A hung call is cut after this long when the client never gives up.
const HANG_MS = 60_000

export function serveFaults(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/faults',
    summary: 'The faults that stand',
    status: 200,
    answer: z.object({ faults: z.array(FaultShape) }),
    handle: () => ({ faults: world.faults.list().map(format) }),
  })
  plane.serve({
    method: 'PUT',
    path: '/faults',
    summary: 'Add a fault; the same match and effect replaces the one before',
    body: FaultInput,
    status: 200,
    answer: FaultShape,
    handle: ({ body }) => {
      const { method, path, to, status } = body.match
      const fault = world.faults.add({
        match: {
          ...(method && { method }),
          ...(path && { path }),
          ...(to && { to: toWhatsAppAddress(to) }),
          ...(status && { status }),
        },
        effect: readEffect(body.effect),
        times: body.times ?? null,
        probability: body.probability,
      })
      world.live.changed('fault')
      return format(fault)
    },
  })
  plane.serve({
    method: 'DELETE',
    path: '/faults',
    summary: 'Remove all faults',
    status: 204,
    answer: null,
    handle: () => {
      world.faults.remove(null)
      world.live.changed('fault')
    },
  })
  plane.serve({
    method: 'DELETE',
    path: '/faults/{id}',
    summary: 'Remove one fault',
    status: 204,
    answer: null,
    handle: ({ params }) => {
      if (!world.faults.remove(params.id ?? '')) return problem(404, `No fault ${params.id}.`)
      world.live.changed('fault')
      return null
    },
  })
}

/** From the wire: a word, or an object with the effect's name as its one key. */
function readEffect(input: z.infer<typeof EffectInput>): FaultEffect {
  if (typeof input === 'string') {
    if (input === 'hang-after-accept') return { kind: input, ms: HANG_MS }
    return input === 'reset' ? { kind: input, accept: true } : { kind: input }
  }
  if ('delay' in input) return { kind: 'delay', ms: input.delay.ms }
  if ('delay-callback' in input) return { kind: 'delay-callback', ms: input['delay-callback'].ms }
  if ('async-error' in input) return { kind: 'async-error', code: input['async-error'].code }
  if ('list-lag' in input) return { kind: 'list-lag', max_s: input['list-lag'].max_s }
  if ('reset' in input) return { kind: 'reset', accept: input.reset.accept ?? true }
  if ('hang-after-accept' in input)
    return { kind: 'hang-after-accept', ms: input['hang-after-accept'].ms ?? HANG_MS }
  const { http, code, accept } = input.status
  return { kind: 'status', http, code: code ?? null, accept: accept ?? false }
}

function format(fault: Fault): z.infer<typeof FaultShape> {
  const { kind, ...details } = fault.effect
  const effect = Object.keys(details).length === 0 ? kind : { [kind]: details }
  return { ...fault, match: { ...fault.match }, effect }
}
