export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'sticker' | 'contact'

/** How a chat draws a file of this MIME type. */
export function kindOf(contentType: string): MediaKind {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'image/webp') return 'sticker'
  if (/^text\/(x-)?vcard$/.test(type) || type === 'text/directory') return 'contact'
  const family = type.split('/')[0]
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document'
}

/** Bytes as people read them: `640 KB`, `2.4 MB`. */
export function sizeIn(bytes: number, locale: string): string {
  const big = bytes >= 1_000_000
  const amount = big ? bytes / 1_000_000 : Math.max(1, bytes / 1_000)
  return `${amount.toLocaleString(locale, { maximumFractionDigits: big ? 1 : 0 })} ${big ? 'MB' : 'KB'}`
}
