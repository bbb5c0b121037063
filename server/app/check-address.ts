import { mayReach } from '#platform/egress.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

/**
 * Whether an application's address could be asked at all. A name is looked up each time it is asked, where the address
 * behind it is checked; here only what is plain from the text is refused, so that a form can say so at once.
 */
export function checkAddress(text: string, allow: readonly string[]): Refused | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
    return refuse('address_not_allowed')
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':')
  if (isAddress && mayReach(host, allow) === 'forbidden') return refuse('address_not_allowed', { host })
  if (host === 'localhost' && mayReach('127.0.0.1', allow) === 'forbidden')
    return refuse('address_not_allowed', { host })
  return null
}
