import { z } from 'zod'
import { CampaignProgress, person, RetryClass } from './campaign-report.ts'
import { ContactFilter } from './contact-filter.ts'
import { id, instant, operation, page, pageQuery } from './operation.ts'
import { ComposedBy, ComposeNote, FactSource, UsedFact } from './outbound.ts'
import { TemplatePreview } from './templates.ts'

export const CampaignState = z.enum([
  'draft',
  'prepared',
  'launching',
  'running',
  'paused',
  'done',
  'canceled',
])
export const CampaignKind = z.enum(['one_shot', 'drip', 'follow_up'])
export const TouchState = z.enum(['planned', 'review', 'approved', 'sent', 'skipped', 'held', 'rejected'])

/** What is said at one step. `{{name}}` and other facts of the contact are filled in; `{{name|there}}` says what stands in when it is missing. */
export const CampaignStep = z
  .object({
    /** Said while the window is open; empty: an outbound agent that knows the goal words it, else the template is said then too. */
    text: z.string().trim().max(1600),
    /** Of the step before, in seconds. */
    waitSeconds: z
      .number()
      .int()
      .min(0)
      .max(365 * 86_400),
    /** For whoever may only get a template; null: the one that suits best. Siblings of the same name serve other languages. */
    templateId: id.nullable(),
    /** Values of the template's variables, with facts to fill in. */
    variables: z.record(z.string().max(16), z.string().max(1024)),
  })
  .meta({ id: 'CampaignStep' })
export type CampaignStep = z.infer<typeof CampaignStep>

const quiet = z.object({
  from: z.number().int().min(0).max(1439),
  until: z.number().int().min(0).max(1439),
})

/** What holds for all campaigns of an organization. */
export const CampaignSettings = z
  .object({
    /** Minutes of the contact's own day between which campaigns send nothing that set no quiet hours of their own. */
    quiet: quiet.nullable(),
  })
  .meta({ id: 'CampaignSettings' })

const plan = z.object({
  name: z.string().trim().min(1).max(120),
  kind: CampaignKind,
  goal: z.string().trim().max(2000).default(''),
  connectorId: id,
  /** The numbers it goes out from; those of the pool, whatever is given, when it goes through the Messaging Service. */
  senderIds: z.array(id).max(50).default([]),
  /** Templates go out through the connector's Messaging Service, and Twilio picks the number. */
  throughService: z.boolean().default(false),
  /** The outbound agent in whose voice it speaks; null: as the plan says it. */
  agentId: id.nullable().default(null),
  audience: ContactFilter,
  /** Contacts who come to match while it runs are added. */
  audienceIsLive: z.boolean().default(false),
  steps: z.array(CampaignStep).min(1).max(20),
  /** all: a person approves every draft; first: the first few; none: it is trusted. */
  approval: z.enum(['all', 'first', 'none']).default('all'),
  approvalFirst: z.number().int().min(1).max(10_000).default(20),
  startsAt: instant.nullable().default(null),
  /** Between these minutes of the contact's own day nothing is sent; null: as the organization has it for all campaigns. */
  quiet: quiet.nullable().default(null),
  /** After so many days from its start what has not left is given up, and answers no longer count; null: when all is said. */
  endsAfterDays: z.number().int().min(1).max(90).nullable().default(null),
})

export const Campaign = plan
  .extend({
    id,
    state: CampaignState,
    /** Why it waits although nobody paused it; it goes on by itself. */
    hold: z
      .object({
        reason: z.enum([
          'fault',
          'template_paused',
          'template_disabled',
          'template_rejected',
          'template_failing',
          'service_unusable',
        ]),
        template: z.string().nullable(),
        since: instant,
      })
      .nullable(),
    progress: CampaignProgress,
    createdAt: instant,
    launchedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Campaign' })

/** One planned message to one contact; contact and step name it within its campaign. */
export const Touch = z
  .object({
    contact: person,
    step: z.number().int(),
    state: TouchState,
    text: z.string(),
    template: z.object({ id, name: z.string(), language: z.string(), preview: TemplatePreview }).nullable(),
    /** Values of the template's variables. */
    variables: z.record(z.string(), z.string()).nullable(),
    /** Facts of the contact that went into it. */
    facts: z.record(z.string(), z.string()),
    /** Where each of them is from. */
    sources: z.record(z.string(), z.object({ source: FactSource, detail: z.string().nullable() })),
    /** plan: as the plan says it. built_in, model: the outbound agent worded it. */
    composedBy: ComposedBy,
    /** Why the model's own words were not taken. */
    note: ComposeNote.nullable(),
    /** Why it is held or skipped: a refusal, or replied. */
    reason: z.string().nullable(),
    dueAt: instant,
  })
  .meta({ id: 'Touch' })

const tag = 'Campaigns'
const params = z.object({ campaignId: id })
const read = { tag, permission: 'campaigns.read' } as const
const manage = { tag, permission: 'campaigns.manage' } as const

export const campaignOperations = {
  listCampaigns: operation({
    ...read,
    id: 'listCampaigns',
    method: 'GET',
    path: '/api/v1/campaigns',
    summary: 'Campaigns, newest first',
    answer: z.object({ items: z.array(Campaign) }),
  }),
  createCampaign: operation({
    ...manage,
    id: 'createCampaign',
    method: 'POST',
    path: '/api/v1/campaigns',
    summary: 'Plan a campaign; nothing is sent before it is launched',
    body: plan,
    status: 201,
    answer: Campaign,
    refusals: ['service_not_usable', 'one_message_has_one_step'],
  }),
  previewAudience: operation({
    ...read,
    id: 'previewAudience',
    method: 'POST',
    path: '/api/v1/campaigns/audience',
    summary: 'How many contacts a filter holds, and how many of them may be written to',
    body: z.object({ audience: ContactFilter, senderIds: z.array(id).max(50) }),
    answer: z.object({
      contacts: z.number().int(),
      optedIn: z.number().int(),
      optedOut: z.number().int(),
      windowOpen: z.number().int(),
      sample: z.array(person),
    }),
  }),
  getCampaignSettings: operation({
    ...read,
    id: 'getCampaignSettings',
    method: 'GET',
    path: '/api/v1/campaign-settings',
    summary: 'What holds for all campaigns',
    answer: CampaignSettings,
  }),
  updateCampaignSettings: operation({
    tag,
    permission: 'organization.manage',
    id: 'updateCampaignSettings',
    method: 'PUT',
    path: '/api/v1/campaign-settings',
    summary: 'Change it; what was given to the outbox already keeps the hours it had',
    body: CampaignSettings,
    answer: CampaignSettings,
  }),
  proposeCampaign: operation({
    ...manage,
    id: 'proposeCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/propose',
    summary: 'What an outbound agent would say to reach a goal; nothing is kept',
    body: z.object({
      agentId: id,
      goal: z.string().trim().min(1).max(2000),
      kind: CampaignKind.default('one_shot'),
      /** The agent's own when left out. */
      language: z.string().trim().min(2).max(10).optional(),
    }),
    answer: z.object({
      steps: z.array(z.object({ text: z.string(), waitSeconds: z.number().int() })),
      /** What of the organization's facts it rests on. */
      facts: z.array(UsedFact),
      composedBy: ComposedBy,
      note: ComposeNote.nullable(),
    }),
    refusals: ['brain_not_configured'],
  }),
  getCampaign: operation({
    ...read,
    id: 'getCampaign',
    method: 'GET',
    path: '/api/v1/campaigns/{campaignId}',
    summary: 'A campaign and how far it has come',
    params,
    answer: Campaign,
  }),
  updateCampaign: operation({
    ...manage,
    id: 'updateCampaign',
    method: 'PUT',
    path: '/api/v1/campaigns/{campaignId}',
    summary: 'Change a campaign that is a draft or paused; what has not left is planned anew',
    params,
    body: plan,
    answer: Campaign,
    refusals: ['service_not_usable', 'campaign_locked', 'one_message_has_one_step'],
  }),
  prepareCampaign: operation({
    ...manage,
    id: 'prepareCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/prepare',
    summary:
      'Write its recipients down and compose what they would get, to be looked through; nothing leaves before it is launched',
    params,
    answer: Campaign,
    refusals: ['campaign_not_launchable'],
  }),
  launchCampaign: operation({
    ...manage,
    id: 'launchCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/launch',
    summary: 'Fix the audience and begin',
    params,
    answer: Campaign,
    refusals: ['service_not_usable', 'campaign_not_launchable'],
  }),
  pauseCampaign: operation({
    ...manage,
    id: 'pauseCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/pause',
    summary: 'Stop sending; nothing is lost',
    params,
    answer: Campaign,
    refusals: ['campaign_not_running'],
  }),
  resumeCampaign: operation({
    ...manage,
    id: 'resumeCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/resume',
    summary: 'Go on sending',
    params,
    answer: Campaign,
    refusals: ['campaign_not_running'],
  }),
  releaseCampaign: operation({
    ...manage,
    id: 'releaseCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/release',
    summary:
      'Look at once whether what holds it still stands, asking Twilio about its template, and go on if it does not',
    params,
    answer: Campaign,
  }),
  cancelCampaign: operation({
    ...manage,
    id: 'cancelCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/cancel',
    summary: 'End it; what has not left is not sent any more',
    params,
    answer: Campaign,
    refusals: ['campaign_not_running'],
  }),
  retryCampaign: operation({
    ...manage,
    id: 'retryCampaign',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/retry',
    summary:
      'Plan the touches again that failed, were held or skipped for a reason, or failed with an error of a class',
    params,
    body: z.union([z.object({ reason: z.string().min(1).max(60) }), z.object({ retry: RetryClass })]),
    answer: z.object({ touches: z.number().int() }),
    refusals: ['campaign_not_running'],
  }),
  listTouches: operation({
    ...read,
    id: 'listTouches',
    method: 'GET',
    path: '/api/v1/campaigns/{campaignId}/touches',
    summary: 'Planned messages in a state, for the review queue',
    params,
    query: pageQuery.extend({
      state: TouchState.default('review'),
      /** Part of the contact's name or number. */
      search: z.string().max(200).optional(),
    }),
    answer: page(Touch).extend({ matching: z.number().int() }),
  }),
  decideTouch: operation({
    ...manage,
    id: 'decideTouch',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/touches/decide',
    summary: 'Approve a draft, edited or not, or reject it',
    params,
    body: z.object({
      contactId: id,
      step: z.number().int().min(0),
      verdict: z.enum(['approve', 'reject']),
      text: z.string().trim().max(1600).optional(),
      variables: z.record(z.string().max(16), z.string().max(1024)).optional(),
    }),
    answer: Touch,
    refusals: ['already_decided'],
  }),
  decideTouches: operation({
    ...manage,
    id: 'decideTouches',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/touches/decide-many',
    summary:
      'Approve or reject many drafts at once; those that do not stand in that queue any more are left alone',
    params,
    body: z.object({
      verdict: z.enum(['approve', 'reject']),
      /** What is held lacks something: it can be rejected with others, and approved one by one. */
      state: z.enum(['review', 'held']).default('review'),
      /** These, or all whose contact's name or number holds the text; an empty text for all. */
      which: z.union([
        z.object({
          touches: z
            .array(z.object({ contactId: id, step: z.number().int().min(0) }))
            .min(1)
            .max(1000),
        }),
        z.object({ search: z.string().max(200) }),
      ]),
    }),
    answer: z.object({ touches: z.number().int() }),
  }),
  approveTouches: operation({
    ...manage,
    id: 'approveTouches',
    method: 'POST',
    path: '/api/v1/campaigns/{campaignId}/approve',
    summary: 'Approve every draft that waits for review',
    params,
    answer: z.object({ touches: z.number().int() }),
  }),
}
