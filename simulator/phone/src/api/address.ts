/** `whatsapp:+12025550101` → `+1 202 555 0101`; a user id loses only its prefix. */
export function readableAddress(address: string): string {
  const plain = address.replace(/^whatsapp:/, '')
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(plain)
  if (american) return `+1 ${american[1]} ${american[2]} ${american[3]}`
  const other = /^\+(\d{2,3})(\d{3})(\d{3})(\d{3})$/.exec(plain)
  return other ? `+${other.slice(1).join(' ')}` : plain
}

/** The form the API speaks: what a person types, with spaces and without the prefix, is understood. */
export function toAddress(typed: string): string | null {
  const plain = typed.trim().replace(/^whatsapp:/i, '')
  const number = plain.replace(/[\s().-]/g, '')
  if (/^\+\d{6,15}$/.test(number)) return `whatsapp:${number}`
  return isUserId(plain) ? `whatsapp:${plain}` : null
}

export function isUserId(text: string): boolean {
  return /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/.test(text)
}
