import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from './generated/api.ts'

/** What every failed call answers: problem+json with a stable `code` and a remedy. */
export type Problem = components['schemas']['Problem']
export type { components, operations, paths } from './generated/api.ts'
export type ParleyClient = Client<paths>

/**
 * A typed client of the API.
 * @param baseUrl where Parley runs; empty in the browser, where the page's own origin is meant
 * @param key an API key; leave it out in the browser, where the cookie signs in
 */
export function createParley(
  options: { baseUrl?: string; key?: string; fetch?: typeof fetch } = {},
): ParleyClient {
  return createClient<paths>({
    baseUrl: options.baseUrl ?? '',
    credentials: 'same-origin',
    ...(options.key ? { headers: { authorization: `Bearer ${options.key}` } } : {}),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
}
