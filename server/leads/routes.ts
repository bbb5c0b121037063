import { leadOperations as operations } from '@parley/contract/leads.ts'
import { actorOf } from '#activities/actor-of.ts'
import { displayName, mainAddress } from '#contacts/contact.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { isId } from '#platform/ids.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { createLead, moveLead, removeLead, updateLead } from './change-lead.ts'
import { findLead, type LeadRow, listLeads } from './lead-store.ts'
import { listPipelines } from './pipeline-store.ts'
import { createPipeline, openPipelines, removePipeline, savePipeline } from './save-pipeline.ts'

export function leadRoutes(doors: Doors, clock: Clock): void {
  pipelineDoors(doors, clock)
  const inside = <T>({ organizationId }: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act)
  const deed = (principal: Principal) => ({ by: actorOf(principal), at: clock.now() })

  door(doors, operations.listLeads, async ({ principal, query: { cursor, limit, ...filter } }) => {
    if (cursor !== undefined && !isId(cursor)) {
      const issues = [{ path: 'query.cursor', message: 'Take it from "nextCursor" as it is' }]
      return refuse('invalid_request', { issues })
    }
    return await inside(principal, async (tx) => {
      const rows = await listLeads(tx, filter, cursor ?? null, limit + 1)
      const shown = rows.slice(0, limit)
      const nextCursor = rows.length > limit ? (shown.at(-1)?.id ?? null) : null
      return { items: await shape(tx, shown), nextCursor }
    })
  })
  door(doors, operations.getLead, ({ principal, params }) =>
    inside(principal, (tx) => showLead(tx, params.leadId)),
  )
  door(doors, operations.createLead, ({ principal, body, request }) =>
    inside(principal, async (tx) => {
      await openPipelines(tx, request.headers['accept-language'], clock.now())
      const created = await createLead(tx, body, deed(principal))
      return isRefusal(created) ? created : await showLead(tx, created)
    }),
  )
  door(doors, operations.updateLead, ({ principal, params: { leadId }, body }) =>
    inside(principal, async (tx) => (await updateLead(tx, leadId, body)) ?? (await showLead(tx, leadId))),
  )
  door(doors, operations.moveLead, ({ principal, params: { leadId }, body }) =>
    inside(
      principal,
      async (tx) => (await moveLead(tx, leadId, body, deed(principal))) ?? (await showLead(tx, leadId)),
    ),
  )
  door(doors, operations.removeLead, ({ principal, params }) =>
    inside(principal, (tx) => removeLead(tx, params.leadId, deed(principal))),
  )
}

function pipelineDoors(doors: Doors, clock: Clock): void {
  door(doors, operations.listPipelines, ({ principal, request }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => ({
      items: await openPipelines(tx, request.headers['accept-language'], clock.now()),
    })),
  )
  door(doors, operations.createPipeline, ({ principal, body, request }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => {
      const language = request.headers['accept-language']
      return await showPipeline(tx, await createPipeline(tx, body.name, language, clock.now()))
    }),
  )
  door(doors, operations.updatePipeline, ({ principal, params: { pipelineId }, body }) =>
    doors.db.withOrganization(
      principal.organizationId,
      async (tx) => (await savePipeline(tx, pipelineId, body)) ?? (await showPipeline(tx, pipelineId)),
    ),
  )
  door(doors, operations.removePipeline, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => removePipeline(tx, params.pipelineId)),
  )
}

async function showPipeline(tx: Tx, pipelineId: string) {
  return (await listPipelines(tx)).find(({ id }) => id === pipelineId) ?? refuse('not_found')
}

async function showLead(tx: Tx, leadId: string): Promise<ReturnType<typeof shown> | Refused> {
  const lead = await findLead(tx, leadId)
  return lead ? shown(lead, await memberNames(tx)) : refuse('not_found')
}

async function shape(tx: Tx, rows: readonly LeadRow[]) {
  const names = await memberNames(tx)
  return rows.map((row) => shown(row, names))
}

function shown(lead: LeadRow, names: ReadonlyMap<string, string>) {
  const address = mainAddress(lead.contactAddresses)
  const name = displayName({ name: lead.contactName, profileName: lead.contactProfileName }, address)
  return {
    ...lead,
    stage: { id: lead.stageId, name: lead.stageName, kind: lead.stageKind },
    contact: { id: lead.contactId, name, address },
    owner:
      lead.ownerId === null
        ? null
        : { memberId: lead.ownerId, name: names.get(lead.ownerId) ?? 'Former member' },
  }
}
