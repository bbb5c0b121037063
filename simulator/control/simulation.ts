import { z } from 'zod'

import { seedWorld } from '#seed.ts'
import type { World } from '#world.ts'
import type { ControlPlane } from './control-route.ts'
import { describeControlPlane } from './openapi.ts'

const ClockShape = z.object({ now: z.string(), offset_ms: z.number() })

/** Health, time, live news, reset, and the document that describes the plane. */
/** What is further away, such as the end of a template's pause, does not keep the simulator busy. */
const soonMs = 60_000

export function serveSimulation(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/health',
    summary: 'Ready, and how much is still on its way',
    status: 200,
    answer: z.object({
      status: z.string(),
      messages: z.number(),
      pending_webhooks: z.number(),
      pending_timers: z.number(),
      refused_webhooks: z.number(),
    }),
    handle: () => ({
      status: 'ok',
      messages: world.store.messageCount,
      pending_webhooks: world.queue.pending,
      pending_timers: world.clock.dueWithin(soonMs),
      refused_webhooks: world.queue.refused,
    }),
  })
  plane.serve({
    method: 'GET',
    path: '/clock',
    summary: "The simulator's time",
    status: 200,
    answer: ClockShape,
    handle: () => readClock(world),
  })
  plane.serve({
    method: 'POST',
    path: '/clock',
    summary: 'Move time forward; what becomes due happens at once',
    body: z.object({
      advance_s: z
        .number()
        .min(0)
        .max(400 * 86_400),
    }),
    status: 200,
    answer: ClockShape,
    handle: ({ body }) => {
      world.clock.advance(body.advance_s * 1_000)
      world.live.changed('clock')
      return readClock(world)
    },
  })
  plane.serve({
    method: 'POST',
    path: '/reset',
    summary: 'Forget everything and start with the seeded world; the clock returns to real time',
    status: 200,
    answer: z.object({ status: z.string() }),
    handle: () => {
      reset(world)
      return { status: 'ok' }
    },
  })
  plane.serve({
    method: 'GET',
    path: '/live',
    summary: 'Server-sent events: {type, address?} at every change',
    status: 200,
    answer: z.string(),
    handle: ({ reply }) => {
      reply.hijack()
      world.live.listen(reply.raw)
    },
  })
  plane.serve({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    status: 200,
    answer: z.unknown(),
    handle: () => describeControlPlane(plane.notes),
  })
}

function readClock(world: World): z.infer<typeof ClockShape> {
  return { now: new Date(world.clock.now()).toISOString(), offset_ms: Math.round(world.clock.offsetMs) }
}

function reset(world: World): void {
  world.clock.clear()
  world.clock.offsetMs = 0
  world.queue.clear()
  world.faults.remove(null)
  world.log.clear()
  world.held.clear()
  world.typing.clear()
  world.store.clear()
  seedWorld(world)
  world.live.changed('reset')
}
