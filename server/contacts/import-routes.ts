import { importOperations as operations } from '@parley/contract/imports.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { cancelImport, guessedPlan, keepImport, startImport } from './begin-import.ts'
import { findImport, listImportRows, listProblems } from './import-store.ts'
import type { ImportRoom } from './run-import.ts'

/** More than these are read in the file alone. */
const problemsShown = 500
const problemsExported = 100_000

export function importRoutes(doors: Doors, room: ImportRoom): void {
  const shown = async (tx: Tx, id: string) => (await findImport(tx, id)) ?? refuse('not_found')

  door(doors, operations.uploadImport, async ({ principal: { organizationId, memberId }, file, body }) => {
    const id = await keepImport(room, organizationId, file, memberId)
    if (isRefusal(id)) return id
    return await doors.db.withOrganization(organizationId, async (tx) => {
      const list = await shown(tx, id)
      if (isRefusal(list) || body.start === 'false') return list
      const plan = guessedPlan(list.columns, { wording: body.optInWording, place: body.optInPlace })
      return (await startImport(tx, id, plan)) ?? (await shown(tx, id))
    })
  })
  door(doors, operations.listImports, ({ principal }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => ({ items: await listImportRows(tx) })),
  )
  door(doors, operations.getImport, ({ principal, params: { importId } }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const list = await shown(tx, importId)
      if (isRefusal(list)) return list
      return { ...list, firstProblems: await listProblems(tx, importId, problemsShown) }
    }),
  )
  door(doors, operations.startImport, ({ principal, params: { importId }, body }) =>
    doors.db.withOrganization(
      principal.organizationId,
      async (tx) => (await startImport(tx, importId, body)) ?? (await shown(tx, importId)),
    ),
  )
  door(doors, operations.cancelImport, ({ principal, params: { importId } }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      await cancelImport(tx, importId, room.clock.now())
      return await shown(tx, importId)
    }),
  )
  door(doors, operations.exportImportProblems, ({ principal, params: { importId } }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const list = await shown(tx, importId)
      if (isRefusal(list)) return list
      const names = list.columns.map(({ name }) => name)
      const rows = (await listProblems(tx, importId, problemsExported)).map(
        ({ line, reason, detail, cells }) => [
          ...names.map((_, at) => cells[at] ?? ''),
          String(line),
          detail ? `${reason}: ${detail}` : reason,
        ],
      )
      return [[...names, 'line', 'problem'], ...rows]
    }),
  )
}
