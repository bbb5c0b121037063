import type { MessageDetails, MessageKind } from '@parley/contract/messages.ts'
import type { z } from 'zod'

/** The part of a message that tells what it says. */
export interface Said {
  kind: z.infer<typeof MessageKind>
  body: string
  details: z.infer<typeof MessageDetails>
  /** Of its first file, like `image/jpeg`. */
  mediaType: string | null
}

/** A file without words, as one line: `[image]`. */
export const lineOfFile = (mediaType: string | null | undefined): string =>
  `[${mediaType?.split('/')[0] ?? 'file'}]`

/** What a message says, as one line for lists. */
export function previewOf({ kind, body, details, mediaType }: Said): string {
  const { location, button, list, answers = [] } = details
  const said =
    body || (location?.label ?? button?.title ?? list?.title ?? answers.map(({ value }) => value).join(' · '))
  if (said) return said
  if (kind === 'media') return lineOfFile(mediaType)
  return kind === 'contacts' ? '[contact]' : `[${kind}]`
}
