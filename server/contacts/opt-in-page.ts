import { randomInt } from 'node:crypto'

/** Letters and digits that nobody mistakes for others. */
const clear = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const drawn = (length: number): string =>
  Array.from({ length }, () => clear[randomInt(clear.length)]).join('')

/** What a page's link text carries: it names the page and the wording that was shown. */
export const newCode = (): string => drawn(6)
/** The public name of a page, not to be guessed: about 60 bits. */
export const newPublicId = (): string => drawn(12).toLowerCase()

/** The code as people send it, whatever they write around it. */
export const joinMark = (code: string): string => `JOIN-${code}`

/** The code a message carries, or null. */
export function codeIn(text: string): string | null {
  return (
    /(?:^|[^\p{L}\p{N}])JOIN-([A-Z2-9]{6})(?![\p{L}\p{N}])/iu.exec(text.slice(0, 500))?.[1]?.toUpperCase() ??
    null
  )
}

/** Opens WhatsApp with a text that only has to be sent. Meta: the number without its plus. */
export const chatLink = (senderAddress: string, text: string): string =>
  `https://wa.me/${senderAddress.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`
