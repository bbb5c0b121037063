/** Shown in the page itself; anything else is a download, so that no file of a stranger runs in our origin. */
const inline: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/amr',
  'video/mp4',
  'video/3gpp',
  'application/pdf',
])

export const isInline = (mediaType: string): boolean => inline.has(mediaType)

/** Kinds whose bytes have no signature, so that the declaration decides; all of them are shown as plain downloads. */
const unsigned: ReadonlySet<string> = new Set(['text/plain', 'text/vcard', 'text/x-vcard', 'text/csv'])

/**
 * What a file is, by its bytes: a name or a declared type can lie.
 * WhatsApp's voice notes are Opus in Ogg, which a short one shows only as Ogg.
 */
export async function sniff(start: Buffer, declared: string | null): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = (await fileTypeFromBuffer(start))?.mime.split(';')[0]
  if (found === 'application/ogg') return 'audio/ogg'
  // An MP4 without pictures is declared audio; its bytes cannot tell quickly.
  if (found === 'video/mp4' && declared === 'audio/mp4') return 'audio/mp4'
  if (found !== undefined) return found
  return declared !== null && unsigned.has(declared) ? declared : 'application/octet-stream'
}
