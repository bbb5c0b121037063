import { request } from 'undici'

import type { Message } from '#entities.ts'
import type { World } from '#world.ts'
import { findMediaError, MAX_MEDIA_BYTES } from '#rules/media-limits.ts'
import { storeMedia } from './store-media.ts'

const FETCH_MS = 15_000

/**
 * Fetches an outbound message's media as Twilio does: after the 201, without credentials.
 * Returns Twilio's error (63019, 63021, 63034) or null. WhatsApp shows one media per message: the first.
 */
export async function fetchOutboundMedia(world: World, message: Message): Promise<number | null> {
  const url = message.mediaUrls[0]
  if (url === undefined || message.media.length > 0) return null
  const fetched = await fetchMedia(url)
  if (fetched === null) return 63019
  const error = findMediaError(fetched.contentType, fetched.bytes.length)
  if (error !== null) return error
  storeMedia(world, message, fetched)
  return null
}

export type FetchedMedia = { contentType: string; bytes: Buffer; filename: string | null }

/** Downloads up to one byte more than WhatsApp's limit; null when it cannot be had. */
export async function fetchMedia(url: string, redirects = 5): Promise<FetchedMedia | null> {
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(FETCH_MS) })
    const location = answer.headers.location
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      await answer.body.dump()
      return redirects === 0 ? null : await fetchMedia(new URL(location, url).href, redirects - 1)
    }
    if (answer.statusCode !== 200) {
      await answer.body.dump()
      return null
    }
    const parts: Buffer[] = []
    let size = 0
    for await (const part of answer.body) {
      parts.push(part)
      size += part.length
      if (size > MAX_MEDIA_BYTES) break
    }
    const contentType = String(answer.headers['content-type'] ?? 'application/octet-stream')
    return { contentType, bytes: Buffer.concat(parts), filename: lastSegment(url) }
  } catch {
    return null
  }
}

/** Twilio: the file name a user sees is the last part of the URL's path. */
function lastSegment(url: string): string | null {
  const name = new URL(url).pathname.split('/').pop()
  if (!name) return null
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
