import type { ImportPlan } from '@parley/contract/imports.ts'
import type { Tx } from '#platform/db.ts'
import { fileKey } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { Upload } from '#platform/upload.ts'
import type { ContactField } from './contact-field.ts'
import { listFields } from './contact-field-store.ts'
import { beginImport, endImport, findImport, type ImportColumn, insertImport } from './import-store.ts'
import { guessDelimiter, readCsv } from './read-csv.ts'
import { guessFields } from './read-import-row.ts'
import type { ImportRoom } from './run-import.ts'

/** Rows that are looked at before anything is brought in. */
const looked = 6

/** Keeps a list and looks at its beginning. @returns its id */
export async function keepImport(
  { database, files, clock }: ImportRoom,
  organizationId: string,
  upload: Upload,
  createdBy: string | null,
): Promise<string | Refused> {
  const id = newId()
  const storageKey = fileKey(organizationId, 'imports', id)
  await files.putFile(storageKey, upload.stream)
  const own = await database.withOrganization(organizationId, listFields)
  const looks = upload.isTruncated() ? null : await lookAt(files, storageKey, own)
  if (!looks) {
    await files.deleteFile(storageKey)
    return refuse(upload.isTruncated() ? 'body_too_large' : 'file_not_readable')
  }
  await database.withOrganization(organizationId, (tx) =>
    insertImport(tx, { id, fileName: upload.name, storageKey, ...looks, createdBy, createdAt: clock.now() }),
  )
  return id
}

async function lookAt(
  files: ImportRoom['files'],
  storageKey: string,
  own: readonly ContactField[],
): Promise<{ delimiter: string; columns: ImportColumn[] } | null> {
  const head = await files.getFile(storageKey)
  if (!head) return null
  let beginning = ''
  for await (const part of head) {
    beginning += String(part)
    if (beginning.length > 4096) break
  }
  const delimiter = guessDelimiter(beginning)
  const file = await files.getFile(storageKey)
  if (!file) return null
  const rows: string[][] = []
  for await (const some of readCsv(file, delimiter)) {
    rows.push(...some.flatMap((row) => ('cells' in row ? [row.cells] : [])))
    if (rows.length >= looked) break
  }
  file.destroy()
  const [names, ...samples] = rows.slice(0, looked)
  if (!names || names.length > 200) return null
  const guesses = guessFields(names, own)
  const columns = names.map((name, at) => ({
    name: name.slice(0, 120),
    samples: samples.map((cells) => (cells[at] ?? '').slice(0, 120)),
    guess: guesses[at] ?? null,
  }))
  return { delimiter, columns }
}

/** Says what the columns are and begins. Of many who begin it at once, one does. */
export async function startImport(tx: Tx, id: string, plan: ImportPlan): Promise<Refused | null> {
  const list = await findImport(tx, id, true)
  if (!list) return refuse('not_found')
  if (list.state !== 'ready') return refuse('import_started')
  if (!Object.values(plan.columns).includes('phone')) return refuse('import_without_phone')
  await beginImport(tx, id, plan)
  publish(tx, { topic: 'import', subjectId: id })
  return null
}

/** Stops one that runs. What was written until now stays; what is being written is undone. */
export async function cancelImport(tx: Tx, id: string, at: Date): Promise<void> {
  await endImport(tx, id, { state: 'canceled', detail: null, finishedAt: at })
  publish(tx, { topic: 'import', subjectId: id })
}

/** The plan that the names of the columns suggest. */
export function guessedPlan(
  columns: readonly ImportColumn[],
  optIn: { wording: string; place: string },
): ImportPlan {
  const taken = columns.flatMap(({ guess }, at) => (guess ? [[String(at), guess] as const] : []))
  return {
    columns: Object.fromEntries(taken),
    country: null,
    optInWording: optIn.wording,
    optInPlace: optIn.place,
  }
}
