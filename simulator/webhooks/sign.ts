import { createHmac } from 'node:crypto'

/** Decoded form parameters; a name may repeat. */
export type FormParameters = Readonly<Record<string, string | readonly string[]>>

/** The URL as it is requested and signed: without the fragment, which only carries connection overrides. */
export function withoutFragment(url: string): string {
  const hash = url.indexOf('#')
  return hash < 0 ? url : url.slice(0, hash)
}

/** Writes the scheme's standard port into a URL that has none: Twilio signs some requests that way. */
export function withExplicitPort(url: string): string {
  const parts = /^(https?):\/\/([^/?#]+)(.*)$/.exec(url)
  if (!parts || /:\d+$/.test(parts[2]!)) return url
  return `${parts[1]}://${parts[2]}:${parts[1] === 'https' ? 443 : 80}${parts[3]}`
}

/**
 * `X-Twilio-Signature` of a form POST, or of a GET when `parameters` is empty.
 * Twilio: base64(HMAC-SHA1(token, URL + each key and value, keys in UTF-16 order, repeated values once and sorted)).
 */
export function signRequest(authToken: string, url: string, parameters: FormParameters): string {
  let text = withoutFragment(url)
  for (const key of Object.keys(parameters).sort()) {
    const value = parameters[key]!
    if (typeof value === 'string') text += key + value
    else for (const one of [...new Set(value)].sort()) text += key + one
  }
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}
