interface Form {
  /** A number with the digit that was added: what stands before it, and after. */
  long: RegExp
  /** A number without it, in the same two parts. */
  short: RegExp
  digit: string
}

/**
 * Countries whose mobile numbers are written in two ways, of which WhatsApp knows one and people the other.
 *
 * Brazil     a 9 was put before mobile numbers of eight digits, which begin with 6 to 9; older WhatsApp accounts go without.
 * Mexico     a 1 stood between country and number until 2019; WhatsApp ids still carry it.
 * Argentina  a 9 stands between country and mobile number when it is dialled from abroad, and not at home.
 */
const forms: readonly Form[] = [
  { long: /^(\+55[1-9]\d)9([6-9]\d{7})$/, short: /^(\+55[1-9]\d)([6-9]\d{7})$/, digit: '9' },
  { long: /^(\+52)1([2-9]\d{9})$/, short: /^(\+52)([2-9]\d{9})$/, digit: '1' },
  { long: /^(\+54)9([1-8]\d{9})$/, short: /^(\+54)([1-8]\d{9})$/, digit: '9' },
]

const prefix = 'whatsapp:'

/** The same phone number written the other way, or undefined where its country has one way only. */
export function otherForm(address: string): string | undefined {
  if (!address.startsWith(prefix)) return undefined
  const number = address.slice(prefix.length)
  for (const { long, short, digit } of forms) {
    const [, before, after] = long.exec(number) ?? []
    if (before && after) return prefix + before + after
    const [, head, tail] = short.exec(number) ?? []
    if (head && tail) return prefix + head + digit + tail
  }
  return undefined
}
