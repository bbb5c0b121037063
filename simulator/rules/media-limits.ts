/** Bytes. Twilio: no WhatsApp media above 16 MB. */
export const MAX_MEDIA_BYTES = 16 * 1024 * 1024
const MAX_IMAGE_BYTES = 5 * 1024 * 1024

/** WhatsApp's word for a media type; vCards are contacts. */
export function messageTypeOf(contentType: string): string {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  if (type === 'image/webp') return 'sticker'
  if (type === 'text/vcard' || type === 'text/x-vcard') return 'contacts'
  const family = type.split('/')[0]!
  return ['image', 'audio', 'video'].includes(family) ? family : 'document'
}

/** Twilio: 63021 for a type WhatsApp does not draw, 63034 for one that is too big; null when it may go. */
export function findMediaError(contentType: string, size: number): number | null {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  const family = messageTypeOf(type)
  if (family === 'image' && type !== 'image/jpeg' && type !== 'image/png') return 63021
  if (size === 0) return 63019
  return size > (family === 'image' ? MAX_IMAGE_BYTES : MAX_MEDIA_BYTES) ? 63034 : null
}
