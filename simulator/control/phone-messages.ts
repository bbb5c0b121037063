import { z } from 'zod'

import type { Drawing, Message, Phone } from '#entities.ts'
import { fetchMedia } from '#messages/outbound-media.ts'
import type { InboundExtras } from '#messages/inbound-parameters.ts'
import { receiveMessage, type PhoneDraft } from '#messages/receive-message.ts'
import { senderOf, toWhatsAppAddress } from '#rules/address.ts'
import { MAX_MEDIA_BYTES } from '#rules/media-limits.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane, type ControlRefusal } from './control-route.ts'
import { withPhone } from './phones.ts'
import { type MediaInput, MessageInput } from './shapes.ts'

type Wish = z.infer<typeof MessageInput>
type Media = PhoneDraft['media']

export function servePhoneMessages(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'POST',
    path: '/phones/{address}/messages',
    summary: 'The user sends a message',
    body: MessageInput,
    status: 201,
    answer: z.object({ sid: z.string() }),
    handle: ({ params, body }) => withPhone(world, params.address, (phone) => send(world, phone, body)),
  })
}

async function send(world: World, phone: Phone, wish: Wish): Promise<{ sid: string } | ControlRefusal> {
  const media = await readMedia(wish)
  if ('problem' in media) return media
  const to = toWhatsAppAddress(wish.to)
  const tapped = readTap(world, phone, to, wish)
  if (tapped && 'problem' in tapped) return tapped
  const draft: PhoneDraft = {
    to,
    body: tapped?.body ?? wish.body ?? '',
    media,
    drawing: tapped?.drawing ?? (wish.location ? { type: 'location', ...wish.location } : null),
    replyTo: tapped?.replyTo ?? wish.reply_to ?? null,
    forwarded: wish.forwarded === true || wish.frequently_forwarded === true,
    extras: {
      ...tapped?.extras,
      referral: wish.referral,
      frequentlyForwarded: wish.frequently_forwarded,
    },
  }
  if (draft.body === '' && media.length === 0 && draft.drawing === null)
    return problem(400, 'The message is empty: give body, media, location, contacts, button, list or form.')
  const result = receiveMessage(world, phone, draft)
  return 'trouble' in result ? problem(409, result.trouble) : { sid: result.sid }
}

async function readMedia(wish: Wish): Promise<Media | ControlRefusal> {
  const inputs = wish.media === undefined ? [] : [wish.media].flat()
  const media: Media = []
  for (const input of inputs) {
    const one = await readOne(input)
    if (one === null)
      return problem(400, 'The media cannot be downloaded from its url. Check that the address answers 200.')
    if (one.bytes.length > MAX_MEDIA_BYTES)
      return problem(400, 'The media is larger than 16 MB, WhatsApp refuses it.')
    media.push(one)
  }
  for (const contact of wish.contacts ?? [])
    media.push({ contentType: 'text/vcard', bytes: vCard(contact), filename: `${contact.name}.vcf` })
  return media
}

async function readOne(input: z.infer<typeof MediaInput>): Promise<Media[number] | null> {
  if ('url' in input) return await fetchMedia(input.url)
  const bytes = Buffer.from(input.base64, 'base64')
  return { contentType: input.content_type, bytes, filename: input.filename ?? null }
}

function vCard({ name, phone }: { name: string; phone: string }): Buffer {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${name}`,
    `N:${name};;;;`,
    `TEL;TYPE=CELL:${phone}`,
    'END:VCARD',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

type Tap = { body: string; drawing: Drawing; replyTo: string | null; extras: InboundExtras }
type Action = { title?: unknown; id?: unknown }
type Item = { item?: unknown; id?: unknown; description?: unknown }

/** A tap on a button or a list row of the message it answers, or its form filled in; without reply_to, of the latest that has it. */
function readTap(world: World, phone: Phone, to: string, wish: Wish): Tap | ControlRefusal | null {
  if (wish.button !== undefined) return readButton(world, phone, to, wish, wish.button)
  if (wish.list !== undefined) return readList(world, phone, to, wish, wish.list)
  if (wish.form !== undefined) return readForm(world, phone, to, wish, wish.form)
  return null
}

function readButton(
  world: World,
  phone: Phone,
  to: string,
  wish: Wish,
  button: NonNullable<Wish['button']>,
): Tap | ControlRefusal {
  const named = typeof button === 'string' ? button : (button.payload ?? button.text ?? '')
  const offered = offeredBy(world, phone, to, wish.reply_to, (drawing) =>
    arrayOf<Action>(drawing.actions).find((one) => one.id === named || one.title === named),
  )
  const typed = typeof button === 'string' ? {} : button
  const text = typed.text ?? textOr(offered?.choice.title, named)
  const payload = typed.payload ?? textOr(offered?.choice.id, text)
  if (text === '') return problem(400, 'button needs a title, or text and payload.')
  const fromTemplate = Boolean(offered?.message.drawing?.template)
  return {
    body: text,
    drawing: { type: 'button', text, payload },
    replyTo: wish.reply_to ?? offered?.message.sid ?? null,
    extras: { button: { text, payload, fromTemplate } },
  }
}

function readList(
  world: World,
  phone: Phone,
  to: string,
  wish: Wish,
  list: NonNullable<Wish['list']>,
): Tap | ControlRefusal {
  const named = typeof list === 'string' ? list : list.id
  const offered = offeredBy(world, phone, to, wish.reply_to, (drawing) =>
    arrayOf<Item>(drawing.items).find((one) => one.id === named || one.item === named),
  )
  if (typeof list === 'string' && !offered)
    return problem(404, `No message on this phone offers a list row ${list}. Give {id, title} instead.`)
  const choice =
    typeof list === 'string'
      ? {
          id: textOr(offered?.choice.id, named),
          title: textOr(offered?.choice.item, named),
          description: textOr(offered?.choice.description, ''),
        }
      : list
  return {
    body: choice.title,
    drawing: { type: 'list', ...choice },
    replyTo: wish.reply_to ?? offered?.message.sid ?? null,
    extras: { list: choice },
  }
}

function readForm(
  world: World,
  phone: Phone,
  to: string,
  wish: Wish,
  form: NonNullable<Wish['form']>,
): Tap | ControlRefusal {
  const offered = offeredBy(world, phone, to, wish.reply_to, ({ type }) =>
    String(type).endsWith('/flows') ? type : undefined,
  )
  if (!offered) return problem(404, 'No message on this phone opens a form.')
  return {
    body: '',
    drawing: { type: 'form', answers: form },
    replyTo: offered.message.sid,
    extras: { form },
  }
}

function offeredBy<T>(
  world: World,
  phone: Phone,
  to: string,
  replyTo: string | undefined,
  find: (drawing: Drawing) => T | undefined,
): { message: Message; choice: T } | null {
  const thread = world.store.messagesOfUser(phone.address)
  for (const message of thread.toReversed()) {
    if (message.drawing === null || message.direction === 'inbound') continue
    if (replyTo === undefined ? senderOf(message) !== to : message.sid !== replyTo) continue
    const choice = find(message.drawing)
    if (choice) return { message, choice }
  }
  return null
}

function arrayOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : []
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
