import { timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import { hmacSha1 } from './hmac.ts'
import type { FormParameters } from './parse-form.ts'

export interface SignedRequest {
  /** The full URL as it was configured at Twilio, with its query, without its fragment. */
  url: string
  /** The decoded form parameters; empty for a GET or a JSON body. */
  parameters: FormParameters
  /** The header `X-Twilio-Signature`. */
  signature: string | undefined
  /** Auth Tokens that may have signed: the current one first, then the one it replaced. */
  tokens: readonly string[]
}

export type SignatureVerdict =
  | { valid: true; tokenIndex: number }
  | { valid: false; reason: 'missing' | 'malformed' | 'mismatch' }

// SHA-1 gives 20 bytes: 26 free characters, one that carries four bits, and the padding. Any other spelling is not Twilio's.
const wellFormed = /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/

/**
 * Was this request signed by the holder of one of the Auth Tokens?
 * Twilio: `base64(HMAC-SHA1(token, url + each sorted key with its value))`. Twilio is inconsistent about the port and about the
 * encoding of the query, so the literal URL is tried first and its variants only afterwards, and only where they
 * differ from it: a forged signature costs two hashes for a usual URL.
 */
export function checkSignature(request: SignedRequest): SignatureVerdict {
  const { url, parameters, signature, tokens } = request
  if (!signature) return { valid: false, reason: 'missing' }
  if (!wellFormed.test(signature)) return { valid: false, reason: 'malformed' }
  const suffix = signedSuffix(parameters)
  const signs = (candidate: string) =>
    tokens.findIndex((token) => isSame(signature, hmacSha1(token, candidate + suffix)))

  const literal = signs(url)
  if (literal !== -1) return { valid: true, tokenIndex: literal }
  for (const candidate of urlVariants(url)) {
    const tokenIndex = signs(candidate)
    if (tokenIndex !== -1) return { valid: true, tokenIndex }
  }
  return { valid: false, reason: 'mismatch' }
}

/** Signs as Twilio does: for asking an application that expects to be asked by Twilio. */
export function signRequest(url: string, parameters: FormParameters, token: string): string {
  return hmacSha1(token, url + signedSuffix(parameters))
}

const signatureBytes = 28
const claimed = Buffer.allocUnsafeSlow(signatureBytes)
const computed = Buffer.allocUnsafeSlow(signatureBytes)

/** Takes the same time whatever differs. What does not fill its buffer is refused: the rest of it would be the signature before. */
function isSame(one: string, other: string): boolean {
  const filled = claimed.write(one, 'latin1') + computed.write(other, 'latin1')
  return filled === 2 * signatureBytes && timingSafeEqual(claimed, computed)
}

/** Twilio: keys in code unit order, each with its value; the values of a repeated key once each, in order. */
function signedSuffix(parameters: FormParameters): string {
  let suffix = ''
  for (const key of inOrder(Object.keys(parameters))) {
    const value = parameters[key]
    if (typeof value === 'string') suffix += key + value
    else for (const one of [...new Set(value)].sort()) suffix += key + one
  }
  return suffix
}

/** The names that were checked last: Twilio sends the same ones in the same order again and again. */
let lastNames: { sent: readonly string[]; sorted: readonly string[] } = { sent: [], sorted: [] }

function inOrder(names: readonly string[]): readonly string[] {
  const { sent } = lastNames
  const isKnown = names.length === sent.length && names.every((name, at) => name === sent[at])
  if (!isKnown) lastNames = { sent: names, sorted: names.toSorted() }
  return lastNames.sorted
}

/** Those of the address that was asked last: forged requests in floods ask one address. */
let lastUrl: { url: string; variants: ReadonlySet<string> } = { url: '', variants: new Set() }

function urlVariants(url: string): ReadonlySet<string> {
  if (lastUrl.url !== url) lastUrl = { url, variants: variantsOf(url) }
  return lastUrl.variants
}

/** Every other form of the URL that Twilio may have signed, the literal one left out. */
function variantsOf(url: string): ReadonlySet<string> {
  const variants = new Set(portForms(url))
  const normalized = URL.parse(url)?.href ?? url
  const normalizedForms = normalized === url ? [...variants] : portForms(normalized)
  for (const form of normalizedForms) {
    variants.add(form)
    variants.add(withLegacyQuery(form))
  }
  variants.delete(url)
  return variants
}

/** scheme, user and password, host, port, rest. Not parsed with URL, which would change the characters. */
const urlParts = /^([a-z][a-z0-9+.-]*:\/\/)((?:[^/?#]*@)?)(\[[^\]]*\]|[^/?#:]*)(?::([^/?#]*))?(.*)$/is

/** The URL without a port, and with one: its own, or the standard port of its scheme. */
function portForms(url: string): string[] {
  const [, scheme, user, host, port, rest] = urlParts.exec(url) ?? []
  if (!scheme) return [url]
  const standard = scheme.toLowerCase() === 'https://' ? '443' : '80'
  return [`${scheme}${user}${host}${rest}`, `${scheme}${user}${host}:${port || standard}${rest}`]
}

/** Some of Twilio's back ends escape query values as Node's old `querystring` does, for example `%27` for `'`. */
function withLegacyQuery(url: string): string {
  const at = url.indexOf('?')
  return at === -1 || at === url.length - 1
    ? url
    : `${url.slice(0, at)}?${stringify(parse(url.slice(at + 1)))}`
}
