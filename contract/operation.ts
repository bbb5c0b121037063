import { z } from 'zod'
import type { Permission } from './permissions.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * One operation of the API as data. The server binds a handler to it, the OpenAPI document, the SDK and the isolation
 * test are made from it, so none of them can say something else.
 */
export interface Operation {
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `{name}` for path parameters, e.g. `/api/v1/connectors/{connectorId}`. */
  path: string
  /** Groups operations in the reader. */
  tag: string
  summary: string
  /** `public`: nobody need sign in. `signed-in`: a person, perhaps without an organization. Else a permission in the organization. */
  permission: Permission | 'public' | 'signed-in'
  params: z.ZodType
  query: z.ZodType
  body: z.ZodType
  /** The body is one file in a multipart form, field `file`. */
  file: boolean
  /** The largest file it takes. */
  fileBytes: number
  /** The answer is a table as text: the handler gives its rows, the first with the names. */
  csv: boolean
  /** The answer is a file of this media type instead of JSON. */
  download: string | null
  status: 200 | 201 | 202 | 204
  answer: z.ZodType
  /**
   * Those beyond `invalid_request`, `not_signed_in`, `not_permitted` and `not_found`, which any operation may answer, and those of a
   * body that cannot be read.
   */
  refusals: readonly RefusalCode[]
}

const nothing = z.undefined()
type Optional =
  | 'params'
  | 'query'
  | 'body'
  | 'file'
  | 'fileBytes'
  | 'csv'
  | 'download'
  | 'status'
  | 'answer'
  | 'refusals'

/** Fills the parts an operation does not have: no parameters, no body, `200`. */
export function operation<const T extends Omit<Operation, Optional> & Partial<Pick<Operation, Optional>>>(
  given: T,
) {
  const empty = {
    params: nothing,
    query: nothing,
    body: nothing,
    file: false,
    fileBytes: 16 * 1024 * 1024,
    csv: false,
    download: null,
    status: 200 as const,
    answer: nothing,
    refusals: [],
  }
  return { ...empty, ...given } as Omit<typeof empty, keyof T> & T
}

export const id = z.uuid()
export const instant = z.iso.datetime()
/** A cursor is opaque: take it from `nextCursor`. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
