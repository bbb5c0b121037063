import { buffer } from 'node:stream/consumers'
import type { Database } from '#platform/db.ts'
import type { Files } from '#platform/files.ts'
import { fileKey } from '#platform/files.ts'
import type { Log } from '#platform/log.ts'
import { publish } from '#platform/live.ts'
import { type FetchedMedia, MediaCutOff, type MediaFailure } from '#twilio/fetch-media.ts'
import { sniff } from './media-type.ts'
import { type ExpectedMedia, markFailed, markStored, takeExpected } from './media-store.ts'

/** Seconds until each next try. Twilio: a file may not be there yet when its message is. */
const retrySeconds = [5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600]
const filesAtOnce = 4

/** Asks Twilio for a file with the connector's credentials. */
export type FetchFile = (
  organizationId: string,
  connectorId: string,
  url: string,
) => Promise<FetchedMedia | MediaFailure>

/** Fetches the due files of an organization and keeps them. Returns how many were tried. */
export async function fetchDueMedia(
  database: Database,
  organizationId: string,
  files: Files,
  fetchFile: FetchFile,
  log: Log,
): Promise<number> {
  const due = await database.withOrganization(organizationId, (tx) =>
    takeExpected(tx, retrySeconds, filesAtOnce),
  )
  await Promise.all(
    due.map(async (expected) => {
      const outcome = await fetchOne(organizationId, expected, files, fetchFile)
      if ('problem' in outcome)
        log.warn(
          { mediaId: expected.id, tries: expected.tries, problem: outcome.problem },
          'A file could not be fetched',
        )
      await database.withOrganization(organizationId, async (tx) => {
        if ('problem' in outcome) {
          const isFinal = !outcome.later || expected.tries > retrySeconds.length
          await markFailed(tx, expected.id, outcome.problem, isFinal)
        } else await markStored(tx, expected.id, outcome)
        publish(tx, {
          topic: 'message',
          subjectId: expected.messageId,
          facts: { conversationId: expected.conversationId },
        })
      })
    }),
  )
  return due.length
}

type Outcome =
  | { storageKey: string; mediaType: string; fileName: string | null; bytes: number }
  | { problem: string; later: boolean }

async function fetchOne(
  organizationId: string,
  expected: ExpectedMedia,
  files: Files,
  fetchFile: FetchFile,
): Promise<Outcome> {
  try {
    const fetched = await fetchFile(organizationId, expected.connectorId, expected.providerUrl)
    if ('failed' in fetched) return { problem: fetched.detail, later: fetched.later }
    // At most 16 MB: the fetch cuts off what is larger.
    const content = await buffer(fetched.stream)
    const mediaType = await sniff(content, fetched.contentType ?? expected.declaredType)
    // A name of our own: what a stranger's phone calls a file never becomes a path.
    const storageKey = fileKey(organizationId, 'inbound', expected.id)
    await files.putFile(storageKey, content)
    return { storageKey, mediaType, fileName: fetched.fileName, bytes: content.length }
  } catch (error) {
    if (error instanceof MediaCutOff) return { problem: error.message, later: error.later }
    return { problem: error instanceof Error ? error.message : 'failed', later: true }
  }
}
