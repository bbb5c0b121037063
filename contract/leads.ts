import { z } from 'zod'
import { ContactLine } from './contacts.ts'
import { id, instant, operation, page, pageQuery } from './operation.ts'

/** `won` and `lost` end a lead. */
export const StageKind = z.enum(['open', 'won', 'lost']).meta({ id: 'StageKind' })

/** A step of a pipeline, with what stands in it. */
export const Stage = z
  .object({
    id,
    name: z.string(),
    kind: StageKind,
    leadCount: z.number().int(),
    /** One sum for each currency, in millionths. */
    totals: z.array(z.object({ currency: z.string(), value: z.number().int() })),
  })
  .meta({ id: 'Stage' })

export const Pipeline = z
  .object({ id, name: z.string(), stages: z.array(Stage), createdAt: instant })
  .meta({ id: 'Pipeline' })

/** A deal with a contact. */
export const Lead = z
  .object({
    id,
    pipelineId: id,
    stage: z.object({ id, name: z.string(), kind: StageKind }),
    contact: ContactLine,
    title: z.string(),
    /** In millionths of the currency; null: not known. */
    value: z.number().int().nullable(),
    currency: z.string(),
    owner: z.object({ memberId: id, name: z.string() }).nullable(),
    /** Since when it stands in its stage. */
    stageSince: instant,
    createdAt: instant,
  })
  .meta({ id: 'Lead' })

const tag = 'Leads'
const name = z.string().trim().min(1).max(80)
const pipeline = z.object({ pipelineId: id })
const lead = z.object({ leadId: id })
const stages = z
  .array(z.object({ id: id.optional(), name, kind: StageKind }))
  .min(1)
  .max(20)
const title = z.string().trim().min(1).max(200)
const value = z.number().int().min(0).max(9_000_000_000_000_000).nullable()
const currency = z.string().regex(/^[A-Z]{3}$/)

export const leadOperations = {
  listPipelines: operation({
    id: 'listPipelines',
    method: 'GET',
    path: '/api/v1/pipelines',
    tag,
    summary: 'Pipelines with their stages; the first is made by itself',
    permission: 'leads.read',
    answer: z.object({ items: z.array(Pipeline) }),
  }),
  createPipeline: operation({
    id: 'createPipeline',
    method: 'POST',
    path: '/api/v1/pipelines',
    tag,
    summary: 'Create a pipeline with the usual stages',
    permission: 'leads.manage',
    body: z.object({ name }),
    status: 201,
    answer: Pipeline,
  }),
  updatePipeline: operation({
    id: 'updatePipeline',
    method: 'PATCH',
    path: '/api/v1/pipelines/{pipelineId}',
    tag,
    summary: 'Rename a pipeline, or say its stages anew in their order; those left out are removed',
    permission: 'leads.manage',
    params: pipeline,
    body: z.object({ name, stages }).partial(),
    answer: Pipeline,
    refusals: ['stage_in_use'],
  }),
  removePipeline: operation({
    id: 'removePipeline',
    method: 'DELETE',
    path: '/api/v1/pipelines/{pipelineId}',
    tag,
    summary: 'Remove a pipeline without leads',
    permission: 'leads.manage',
    params: pipeline,
    status: 204,
    refusals: ['stage_in_use'],
  }),
  listLeads: operation({
    id: 'listLeads',
    method: 'GET',
    path: '/api/v1/leads',
    tag,
    summary: 'Leads in the order of the board',
    permission: 'leads.read',
    query: pageQuery.extend({
      pipelineId: id.optional(),
      stageId: id.optional(),
      contactId: id.optional(),
      ownerId: id.optional(),
    }),
    answer: page(Lead),
  }),
  createLead: operation({
    id: 'createLead',
    method: 'POST',
    path: '/api/v1/leads',
    tag,
    summary: 'Create a lead; without a stage it begins at the first',
    permission: 'leads.manage',
    body: z.object({
      contactId: id,
      title,
      pipelineId: id.optional(),
      stageId: id.optional(),
      value: value.default(null),
      currency: currency.default('USD'),
      ownerId: id.nullable().default(null),
    }),
    status: 201,
    answer: Lead,
  }),
  getLead: operation({
    id: 'getLead',
    method: 'GET',
    path: '/api/v1/leads/{leadId}',
    tag,
    summary: 'A lead',
    permission: 'leads.read',
    params: lead,
    answer: Lead,
  }),
  updateLead: operation({
    id: 'updateLead',
    method: 'PATCH',
    path: '/api/v1/leads/{leadId}',
    tag,
    summary: 'Change a lead',
    permission: 'leads.manage',
    params: lead,
    body: z.object({ title, value, currency, ownerId: id.nullable() }).partial(),
    answer: Lead,
  }),
  moveLead: operation({
    id: 'moveLead',
    method: 'POST',
    path: '/api/v1/leads/{leadId}/move',
    tag,
    summary: 'Move a lead to a stage of its pipeline, before another lead or to the end',
    permission: 'leads.manage',
    params: lead,
    body: z.object({ stageId: id, beforeId: id.nullable().default(null) }),
    answer: Lead,
  }),
  removeLead: operation({
    id: 'removeLead',
    method: 'DELETE',
    path: '/api/v1/leads/{leadId}',
    tag,
    summary: 'Remove a lead',
    permission: 'leads.manage',
    params: lead,
    status: 204,
  }),
}
