import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

/** What of a contact, their lead and its owner an outbound agent may say. */
export const FactUse = z.enum([
  'contact.name',
  'contact.tags',
  'contact.fields',
  'lead.title',
  'lead.value',
  'lead.stage',
  'lead.pipeline',
  'owner.name',
])
export type FactUse = z.infer<typeof FactUse>

/** Something the organization knows and may say, with where it is from. In a text it is `{{org.<name>}}`. */
export const OrganizationFact = z
  .object({
    name: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9_]{0,39}$/),
    value: z.string().trim().min(1).max(300),
    /** Where it is from: a price list, a page, a decision. */
    source: z.string().trim().min(1).max(200),
  })
  .meta({ id: 'OrganizationFact' })

/** How it sounds in one language. */
export const Tone = z
  .object({
    language: z.string().trim().min(2).max(10),
    /** For the model: formal or not, how long, what to avoid. */
    tone: z.string().max(1000),
    /** How a message begins; may hold facts: `Hi {{first_name|there}},`. */
    greeting: z.string().max(200),
    /** How it ends. */
    closing: z.string().max(200),
  })
  .meta({ id: 'Tone' })

/** Composes what campaigns say, in the voice of the organization. It never answers replies. */
export const OutboundAgent = z
  .object({
    id,
    name: z.string(),
    /** built_in: fills facts into texts. model: words each message and is checked against the facts. */
    brain: z.enum(['built_in', 'model']),
    /** Written in when a contact's language is not known. */
    language: z.string(),
    /** The voice of the organization: how it speaks, and what must not be said. */
    instructions: z.string(),
    /** What the organization does and for whom. Everything in it may be said. */
    brief: z.string(),
    facts: z.array(OrganizationFact),
    uses: z.array(FactUse),
    tones: z.array(Tone),
    createdAt: instant,
  })
  .meta({ id: 'OutboundAgent' })

export const FactSource = z.enum(['contact', 'lead', 'owner', 'organization'])
export const ComposedBy = z.enum(['plan', 'built_in', 'model'])

/** A fact that went into a text. */
export const UsedFact = z
  .object({
    name: z.string(),
    value: z.string(),
    source: FactSource,
    /** What the organization wrote down about its own facts. */
    detail: z.string().nullable(),
  })
  .meta({ id: 'UsedFact' })

/** Why the model's wording was not taken. `what` quotes the words, or names what went wrong. */
export const ComposeNote = z
  .object({
    kind: z.enum([
      'number',
      'price',
      'date',
      'link',
      'name',
      'claim',
      'language',
      'length',
      'empty',
      'fact',
      'failed',
    ]),
    what: z.string(),
  })
  .meta({ id: 'ComposeNote' })

const tag = 'Outbound agents'
const params = z.object({ outboundAgentId: id })
const settings = {
  name: z.string().trim().min(1).max(80),
  brain: z.enum(['built_in', 'model']),
  language: z.string().trim().min(2).max(10),
  instructions: z.string().max(8000),
  brief: z.string().max(8000),
  facts: z
    .array(OrganizationFact)
    .max(50)
    .refine((facts) => new Set(facts.map(({ name }) => name)).size === facts.length, {
      message: 'Each fact needs a name of its own',
    }),
  uses: z.array(FactUse).max(FactUse.options.length),
  tones: z.array(Tone).max(20),
}

export const outboundOperations = {
  listOutboundAgents: operation({
    id: 'listOutboundAgents',
    method: 'GET',
    path: '/api/v1/outbound-agents',
    tag,
    summary: 'Agents that compose what campaigns say',
    permission: 'agents.read',
    answer: z.object({ items: z.array(OutboundAgent) }),
  }),
  createOutboundAgent: operation({
    id: 'createOutboundAgent',
    method: 'POST',
    path: '/api/v1/outbound-agents',
    tag,
    summary: 'Create an outbound agent',
    permission: 'agents.manage',
    status: 201,
    body: z.object({
      name: settings.name,
      brain: settings.brain.default('built_in'),
      language: settings.language.default('en'),
      instructions: settings.instructions.default(''),
      brief: settings.brief.default(''),
      facts: settings.facts.default([]),
      uses: settings.uses.default([
        'contact.name',
        'lead.title',
        'lead.value',
        'lead.stage',
        'lead.pipeline',
        'owner.name',
      ]),
      tones: settings.tones.default([]),
    }),
    answer: OutboundAgent,
    refusals: ['brain_not_configured'],
  }),
  getOutboundAgent: operation({
    id: 'getOutboundAgent',
    method: 'GET',
    path: '/api/v1/outbound-agents/{outboundAgentId}',
    tag,
    summary: 'An outbound agent',
    permission: 'agents.read',
    params,
    answer: OutboundAgent,
  }),
  updateOutboundAgent: operation({
    id: 'updateOutboundAgent',
    method: 'PATCH',
    path: '/api/v1/outbound-agents/{outboundAgentId}',
    tag,
    summary: 'Change how it speaks and what it may say',
    permission: 'agents.manage',
    params,
    body: z.object(settings).partial(),
    answer: OutboundAgent,
    refusals: ['brain_not_configured'],
  }),
  deleteOutboundAgent: operation({
    id: 'deleteOutboundAgent',
    method: 'DELETE',
    path: '/api/v1/outbound-agents/{outboundAgentId}',
    tag,
    summary: 'Delete it; campaigns go on with the words of their plan',
    permission: 'agents.manage',
    params,
    status: 204,
  }),
  tryOutboundAgent: operation({
    id: 'tryOutboundAgent',
    method: 'POST',
    path: '/api/v1/outbound-agents/{outboundAgentId}/try',
    tag,
    summary: 'See what one contact would be told, without sending anything',
    permission: 'agents.read',
    params,
    body: z.object({
      contactId: id,
      goal: z.string().trim().max(2000).default(''),
      /** A text with facts to fill in; empty: worded from the goal. */
      text: z.string().trim().max(1600).default(''),
    }),
    answer: z.object({
      text: z.string(),
      language: z.string(),
      facts: z.array(UsedFact),
      /** Facts the text asks for and nobody knows. */
      missing: z.array(z.string()),
      composedBy: ComposedBy,
      note: ComposeNote.nullable(),
    }),
    refusals: ['brain_not_configured'],
  }),
}
