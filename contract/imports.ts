import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

/** What a column can be taken for. */
export const importFields = [
  'phone',
  'name',
  'last_name',
  'language',
  'owner_email',
  'opt_in_wording',
  'opt_in_place',
  'opt_in_at',
  'tags',
] as const
/** One of these, or `field:` and the id of a field of the organization's own. */
export const ImportField = z
  .union([z.enum(importFields), z.templateLiteral(['field:', z.uuid()])])
  .meta({ id: 'ImportField' })
export type ImportField = z.infer<typeof ImportField>

/** Which column is what, and what holds for every row that says nothing else. */
export const ImportPlan = z
  .object({
    /** Fields by the position of their column, from 0. */
    columns: z.record(z.string().regex(/^\d{1,3}$/), ImportField),
    /** For numbers without a country code: two letters. */
    country: z.string().length(2).nullable().default(null),
    /** The words everybody on the list agreed to, and where; empty: only rows with words of their own are opt-ins. */
    optInWording: z.string().trim().max(1000).default(''),
    optInPlace: z.string().trim().max(300).default(''),
  })
  .meta({ id: 'ImportPlan' })
export type ImportPlan = z.infer<typeof ImportPlan>

export const ContactImport = z
  .object({
    id,
    fileName: z.string(),
    state: z.enum(['ready', 'running', 'done', 'failed', 'canceled']),
    /** Why it failed. */
    detail: z.string().nullable(),
    columns: z.array(
      z.object({ name: z.string(), samples: z.array(z.string()), guess: ImportField.nullable() }),
    ),
    rowsRead: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    optIns: z.number().int(),
    stillClosed: z.number().int(),
    problems: z.number().int(),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'ContactImport' })

export const ImportProblem = z
  .object({
    line: z.number().int(),
    /** phone_missing, phone_not_valid, language_not_known, owner_not_known, date_not_valid, wording_missing, tags_not_valid, field_not_valid, row_not_readable; an open list. */
    reason: z.string(),
    detail: z.string(),
    cells: z.array(z.string()),
  })
  .meta({ id: 'ImportProblem' })

const tag = 'Contacts'
const params = z.object({ importId: id })

export const importOperations = {
  uploadImport: operation({
    id: 'uploadImport',
    method: 'POST',
    path: '/api/v1/contacts/import',
    tag,
    summary:
      'Keep a CSV file of contacts and look at its columns; with "start" the guessed plan begins at once',
    permission: 'contacts.manage',
    file: true,
    fileBytes: 512 * 1024 * 1024,
    body: z.object({
      start: z.enum(['true', 'false']).default('false'),
      optInWording: z.string().trim().max(1000).default(''),
      optInPlace: z.string().trim().max(300).default(''),
    }),
    status: 201,
    answer: ContactImport,
    refusals: ['file_not_readable', 'body_too_large'],
  }),
  listImports: operation({
    id: 'listImports',
    method: 'GET',
    path: '/api/v1/contacts/imports',
    tag,
    summary: 'The last imports',
    permission: 'contacts.read',
    answer: z.object({ items: z.array(ContactImport) }),
  }),
  getImport: operation({
    id: 'getImport',
    method: 'GET',
    path: '/api/v1/contacts/imports/{importId}',
    tag,
    summary: 'How far an import has come, with its first problems',
    permission: 'contacts.read',
    params,
    answer: ContactImport.extend({ firstProblems: z.array(ImportProblem) }),
  }),
  startImport: operation({
    id: 'startImport',
    method: 'POST',
    path: '/api/v1/contacts/imports/{importId}/start',
    tag,
    summary: 'Bring the contacts in',
    permission: 'contacts.manage',
    params,
    body: ImportPlan,
    answer: ContactImport,
    refusals: ['import_started', 'import_without_phone'],
  }),
  cancelImport: operation({
    id: 'cancelImport',
    method: 'POST',
    path: '/api/v1/contacts/imports/{importId}/cancel',
    tag,
    summary: 'Stop an import that runs: what was written stays. One that has ended stays as it is',
    permission: 'contacts.manage',
    params,
    answer: ContactImport,
  }),
  exportImportProblems: operation({
    id: 'exportImportProblems',
    method: 'GET',
    path: '/api/v1/contacts/imports/{importId}/problems.csv',
    tag,
    summary:
      'The rows that were not taken, as they were, with line and reason: correct them and import the file again',
    permission: 'contacts.read',
    params,
    csv: true,
    answer: z.array(z.array(z.string())),
  }),
}
