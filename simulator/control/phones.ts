import { createHash } from 'node:crypto'

import { z } from 'zod'

import type { Phone } from '#entities.ts'
import { comeOnline, readOnPhone } from '#messages/progress-message.ts'
import { countryOf, hasPhoneNumber, isWhatsAppAddress, senderOf, toWhatsAppAddress } from '#rules/address.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane, type ControlRefusal } from './control-route.ts'
import { formatPhone, listPhoneMessages } from './phone-view.ts'
import { PhoneInput, PhoneMessageShape, PhoneShape } from './shapes.ts'

export function servePhones(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/phones',
    summary: 'All phones, with their chats',
    status: 200,
    answer: z.object({ phones: z.array(PhoneShape) }),
    handle: () => ({ phones: [...world.store.phones.values()].map((phone) => formatPhone(world, phone)) }),
  })
  plane.serve({
    method: 'POST',
    path: '/phones',
    summary: 'Add a phone, or rename the one with this address',
    body: PhoneInput,
    status: 201,
    answer: PhoneShape,
    handle: ({ body }) => addPhone(world, body),
  })
  plane.serve({
    method: 'GET',
    path: '/phones/{address}',
    summary: 'One phone',
    status: 200,
    answer: PhoneShape,
    handle: ({ params }) => withPhone(world, params.address, (phone) => formatPhone(world, phone)),
  })
  plane.serve({
    method: 'PUT',
    path: '/phones/{address}',
    summary: 'Change a phone: name, receipts, online, blocked senders',
    body: PhoneInput.omit({ address: true }),
    status: 200,
    answer: PhoneShape,
    handle: ({ params, body }) =>
      withPhone(world, params.address, (phone) => {
        changePhone(world, phone, body)
        return formatPhone(world, phone)
      }),
  })
  plane.serve({
    method: 'DELETE',
    path: '/phones/{address}',
    summary: 'Remove a phone; its messages stay in the account',
    status: 204,
    answer: null,
    handle: ({ params }) =>
      withPhone(world, params.address, (phone) => {
        world.store.phones.delete(phone.address)
        world.live.changed('phone', phone.address)
      }),
  })
  plane.serve({
    method: 'GET',
    path: '/phones/{address}/messages',
    summary: "The phone's messages, oldest first",
    query: z.object({ sender: z.string().optional() }),
    status: 200,
    answer: z.object({ messages: z.array(PhoneMessageShape) }),
    handle: ({ params, query }) => {
      const address = toWhatsAppAddress(params.address ?? '')
      const sender = query.sender === undefined ? undefined : toWhatsAppAddress(query.sender)
      return { messages: listPhoneMessages(world, address, sender) }
    },
  })
  plane.serve({
    method: 'POST',
    path: '/phones/{address}/read',
    summary: 'The user looks at a message (sid), or at all of a sender (from)',
    body: z.union([z.object({ sid: z.string() }), z.object({ from: z.string() })]),
    status: 200,
    answer: z.object({ read: z.array(z.string()) }),
    handle: ({ params, body }) => read(world, toWhatsAppAddress(params.address ?? ''), body),
  })
}

/** The phone of a path, with or without `whatsapp:`. */
export function withPhone(
  world: World,
  address: string | undefined,
  use: (phone: Phone) => unknown,
): unknown {
  const phone = world.store.phones.get(toWhatsAppAddress(address ?? ''))
  return phone
    ? use(phone)
    : problem(404, `No phone has the address ${address}. Add it with POST /simulator/api/phones.`)
}

function addPhone(world: World, input: z.infer<typeof PhoneInput>) {
  const address = toWhatsAppAddress(input.address)
  if (!isWhatsAppAddress(address))
    return problem(
      400,
      `${input.address} is no WhatsApp address. Write whatsapp:+15550001234, or whatsapp:BR.abc123 for a user without number.`,
    )
  if (world.store.sendersByAddress.has(address))
    return problem(409, `${address} is a business sender. A phone needs a number of its own.`)
  let phone = world.store.phones.get(address)
  if (!phone) {
    phone = newPhone(world, address)
    world.store.phones.set(address, phone)
  }
  changePhone(world, phone, input)
  return formatPhone(world, phone)
}

/** Twilio: each user has a business-scoped id; here it follows from the address, so that it is the same every time. */
function newPhone(world: World, address: string): Phone {
  const digest = createHash('sha256').update(address).digest('hex').slice(0, 20).toUpperCase()
  return {
    address,
    userId: hasPhoneNumber(address) ? `whatsapp:${countryOf(address)}.${digest}` : address,
    profileName: '',
    username: null,
    online: true,
    readReceipts: true,
    registered: true,
    marketingPerDay: null,
    blocks: [],
    createdAt: world.clock.now(),
  }
}

function changePhone(world: World, phone: Phone, input: Partial<z.infer<typeof PhoneInput>>): void {
  phone.profileName = input.profile_name ?? phone.profileName
  phone.username = input.username ?? phone.username
  phone.readReceipts = input.read_receipts ?? phone.readReceipts
  phone.registered = input.registered ?? phone.registered
  if (input.marketing_per_day !== undefined) phone.marketingPerDay = input.marketing_per_day
  if (input.blocks) phone.blocks = input.blocks.map(toWhatsAppAddress)
  const wasOffline = !phone.online
  phone.online = input.online ?? phone.online
  if (wasOffline && phone.online) comeOnline(world, phone)
  world.live.changed('phone', phone.address)
}

function read(
  world: World,
  address: string,
  wish: { sid: string } | { from: string },
): { read: string[] } | ControlRefusal {
  const received = world.store
    .messagesOfUser(address)
    .filter((message) => message.direction !== 'inbound' && message.arrivedAt !== null)
  const chosen =
    'sid' in wish
      ? received.filter((message) => message.sid === wish.sid)
      : received.filter((message) => senderOf(message) === toWhatsAppAddress(wish.from) && !message.seen)
  if ('sid' in wish && chosen.length === 0)
    return problem(404, `${wish.sid} has not reached the phone ${address}, so it cannot be read there.`)
  for (const message of chosen) readOnPhone(world, message)
  return { read: chosen.map((message) => message.sid) }
}
