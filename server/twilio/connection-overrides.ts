/**
 * Twilio: the fragment of a webhook URL tells how to deliver. Five tries for any failure (rc, rp=all), 2 s to connect (ct), 4 s to
 * answer (rt), 15 s in all (tt). Without it an HTTP 5xx or a slow answer is not retried at all.
 */
export const connectionOverrides = '#rc=5&rp=all&ct=2000&rt=4000&tt=15000'

/** The webhook URL as it is written into Twilio. Any fragment it had is replaced. */
export function withConnectionOverrides(url: string): string {
  return withoutFragment(url) + connectionOverrides
}

/** Twilio: the fragment is never sent and never signed. */
export function withoutFragment(url: string): string {
  const at = url.indexOf('#')
  return at === -1 ? url : url.slice(0, at)
}

/** Does the URL configured at Twilio reach our endpoint? Fragment, default port and the case of the host do not matter. */
export function sameEndpoint(configured: string | null | undefined, ours: string): boolean {
  return Boolean(configured) && canonical(configured ?? '') === canonical(ours)
}

function canonical(url: string): string {
  const bare = withoutFragment(url.trim())
  return URL.canParse(bare) ? new URL(bare).href : bare
}
