import type { Media, Message } from '#entities.ts'
import type { World } from '#world.ts'

/** Keeps the bytes and hangs them on the message. */
export function storeMedia(
  world: World,
  message: Message,
  { contentType, bytes, filename }: { contentType: string; bytes: Buffer; filename: string | null },
): Media {
  const media: Media = {
    sid: world.ids.sid('ME'),
    messageSid: message.sid,
    accountSid: message.accountSid,
    contentType,
    filename,
    size: bytes.length,
    createdAt: world.clock.now(),
  }
  message.media.push(media)
  world.store.addMedia(media, bytes)
  return media
}
