import { z } from 'zod'

import { isWhatsAppAddress, toWhatsAppAddress } from '#rules/address.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane } from './control-route.ts'

const OptOutShape = z.object({
  from: z.string().describe("what the user left: a sender's address or a Messaging Service"),
  user: z.string(),
  at: z.string(),
})

const ListShape = z.object({ opt_outs: z.array(OptOutShape) })

/** Twilio's list of who left: kept by Advanced Opt-Out, and here to be set without a word. */
export function serveOptOuts(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/opt-outs',
    summary: 'Users whom Twilio does not send to (21610), because they wrote STOP',
    status: 200,
    answer: ListShape,
    handle: () => list(world),
  })
  plane.serve({
    method: 'PUT',
    path: '/opt-outs',
    summary: 'Have a user leave a sender or a Messaging Service, or come back',
    body: z.object({ from: z.string(), user: z.string(), opted_out: z.boolean() }),
    status: 200,
    answer: ListShape,
    handle: ({ body }) => {
      const from = world.store.services.has(body.from) ? body.from : toWhatsAppAddress(body.from)
      const user = toWhatsAppAddress(body.user)
      if (!world.store.services.has(from) && !world.store.sendersByAddress.has(from))
        return problem(404, `${body.from} is neither a sender nor a Messaging Service.`)
      if (!isWhatsAppAddress(user)) return problem(400, `${body.user} is no WhatsApp address.`)
      if (body.opted_out) world.store.optOuts.set(`${from} ${user}`, world.clock.now())
      else world.store.optOuts.delete(`${from} ${user}`)
      world.live.changed('opt-out', user)
      return list(world)
    },
  })
}

function list(world: World): z.infer<typeof ListShape> {
  const rows = [...world.store.optOuts].map(([pair, at]) => {
    const [from = '', user = ''] = pair.split(' ')
    return { from, user, at: new Date(at).toISOString() }
  })
  return { opt_outs: rows }
}
