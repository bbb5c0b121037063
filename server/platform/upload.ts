import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { refuse, type Refused } from './refusal.ts'
import { storable } from './storable.ts'

/** The one file of a multipart request. Its name and type are what the client claims, nothing more. */
export interface Upload {
  name: string
  mediaType: string
  stream: Readable
  /** Once it was read: it went over the limit, and the rest is missing. */
  isTruncated(): boolean
  /** Reads it whole. A file over the limit rejects, and the client hears `body_too_large`. */
  bytes(): Promise<Buffer>
}

/** Reads the form up to its file; fields must stand before it. */
export async function readUpload(
  request: FastifyRequest,
  limitBytes: number,
): Promise<{ file: Upload; fields: Record<string, unknown> } | Refused> {
  if (!request.isMultipart()) return refuse('unsupported_media_type')
  const part = await request.file({ limits: { fileSize: limitBytes } })
  if (!part || part.fieldname !== 'file') {
    part?.file.resume()
    return refuse('invalid_request', {
      issues: [{ path: 'file', message: 'Send one file in the field "file"' }],
    })
  }
  const fields: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(part.fields)) {
    if (field && 'value' in field) fields[name] = field.value
  }
  const file = {
    name: storable(part.filename.slice(0, 255)),
    mediaType: storable(part.mimetype),
    stream: part.file,
    isTruncated: () => part.file.truncated,
    bytes: () => part.toBuffer(),
  }
  return { file, fields: storable(fields) }
}
