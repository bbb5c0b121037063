import { z } from 'zod'
import { id, instant, operation, page, pageQuery } from './operation.ts'

/** What the dictionary of Twilio's errors says may be done after one. */
export const RetryClass = z.enum([
  'never',
  'later',
  'next-day',
  'once-later',
  'fix-first',
  'credentials',
  'careful',
])
export type RetryClass = z.infer<typeof RetryClass>
/** What an error of Twilio's says in short, by language of the screens, and what may be done after it; null: it is no failure. */
const error = z.object({ title: z.record(z.enum(['en', 'pt']), z.string()), retry: RetryClass.nullable() })
/** A contact as a campaign names one. */
export const person = z.object({ id, name: z.string(), address: z.string() })

/** How far it has come, in touches. */
export const CampaignProgress = z
  .object({
    recipients: z.number().int(),
    planned: z.number().int(),
    review: z.number().int(),
    approved: z.number().int(),
    held: z.number().int(),
    skipped: z.number().int(),
    rejected: z.number().int(),
    queued: z.number().int(),
    accepted: z.number().int(),
    delivered: z.number().int(),
    read: z.number().int(),
    failed: z.number().int(),
    unknown: z.number().int(),
    replied: z.number().int(),
    optedOut: z.number().int(),
    /** Null when it was counted just now; a large campaign is counted rarely, and after so many milliseconds a new count can be had. */
    freshInMs: z.number().int().nullable(),
  })
  .meta({ id: 'CampaignProgress' })

/** How far its messages came, how fast they left, and why others did not. */
export const CampaignCharts = z
  .object({
    /** Each holds the next: a message that was read was delivered, too. `replied` counts contacts. */
    funnel: z.object({
      queued: z.number().int(),
      accepted: z.number().int(),
      delivered: z.number().int(),
      read: z.number().int(),
      replied: z.number().int(),
    }),
    /** What did not go out or did not arrive, by reason: a refusal, or an error of Twilio's. The most frequent first. */
    stopped: z.array(
      z.object({
        outcome: z.enum(['failed', 'skipped', 'held', 'rejected', 'unknown']),
        reason: z.string().nullable(),
        /** Where the reason is an error of Twilio's. */
        error: error.nullable(),
        count: z.number().int(),
      }),
    ),
    sending: z.object({
      /** What one point stands for; the width grows with the campaign. */
      everySeconds: z.number().int(),
      points: z.array(z.object({ at: instant, messages: z.number().int(), perMinute: z.number() })),
      /** What its senders may send in a minute, all together, now. */
      allowedPerMinute: z.number().int(),
    }),
    freshInMs: z.number().int().nullable(),
  })
  .meta({ id: 'CampaignCharts' })

/** One line of the report: a recipient, and what came of the last message. */
export const ReportLine = z
  .object({
    contact: person,
    state: z.enum(['active', 'replied', 'opted_out', 'finished', 'skipped']),
    step: z.number().int(),
    outcome: z.string(),
    reason: z.string().nullable(),
    template: z.string().nullable(),
    repliedAt: instant.nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'ReportLine' })

const tag = 'Campaigns'
const params = z.object({ campaignId: id })
const read = { tag, permission: 'campaigns.read' } as const

export const campaignReportOperations = {
  getCampaignCharts: operation({
    ...read,
    id: 'getCampaignCharts',
    method: 'GET',
    path: '/api/v1/campaigns/{campaignId}/charts',
    summary: 'How far its messages came, how fast they left, and why others did not',
    params,
    answer: CampaignCharts,
  }),
  exportCampaignReport: operation({
    ...read,
    id: 'exportCampaignReport',
    method: 'GET',
    path: '/api/v1/campaigns/{campaignId}/report.csv',
    summary: 'The whole report as a table',
    params,
    download: 'text/csv',
  }),
  getCampaignReport: operation({
    ...read,
    id: 'getCampaignReport',
    method: 'GET',
    path: '/api/v1/campaigns/{campaignId}/report',
    summary: 'A line per recipient, with a reason for each one who got nothing',
    params,
    query: pageQuery.extend({ outcome: z.string().max(60).optional() }),
    answer: page(ReportLine).extend({
      outcomes: z.array(
        z.object({
          outcome: z.string(),
          reason: z.string().nullable(),
          error: error.nullable(),
          count: z.number().int(),
        }),
      ),
      /** When the outcomes can be counted anew; null when they were counted just now. */
      freshInMs: z.number().int().nullable(),
    }),
  }),
}
