import type { CampaignStep } from '@parley/contract/campaigns.ts'
import type { ContactFilter } from '@parley/contract/contact-filter.ts'

// The life of a campaign
//
//   draft      planned; nothing is written down for any contact
//   prepared   its recipients are being written down and what is said to them composed, for people to look through; nothing leaves
//   launching  its recipients are being written down, and what is said to them composed; what is ready goes out already
//   running    everybody who was meant is written down
//   paused     nothing leaves, replies are still heard; may be changed
//   done       every recipient has replied, heard everything, or was skipped
//   canceled   what had not left never will
//
//   draft ── prepare ──► prepared
//   draft, prepared ── launch ──► launching ──► running ──► done
//   launching, running ── pause ──► paused ── resume ──► launching or running
//   prepared, launching, running, paused ── cancel ──► canceled
//
// A hold stops a campaign without anybody's doing, and ends by itself: a fault, a template that may not be sent for now, a Messaging
// Service that cannot be used.
//
// A touch is one planned message to one contact: planned → (review →) approved → sent; or held, skipped, rejected with a reason. Where nobody
// reviews, one that is due goes from planned to sent.
// When one is sent the next step is planned. A reply ends the plan of that contact.

export type CampaignState = 'draft' | 'prepared' | 'launching' | 'running' | 'paused' | 'done' | 'canceled'

export type HoldReason =
  | 'fault'
  | 'template_paused'
  | 'template_disabled'
  | 'template_rejected'
  | 'template_failing'
  | 'service_unusable'

export interface CampaignRow {
  id: string
  name: string
  kind: 'one_shot' | 'drip' | 'follow_up'
  state: CampaignState
  goal: string
  connectorId: string
  senderIds: string[]
  /** Twilio picks the sender of what goes as a template. */
  throughService: boolean
  agentId: string | null
  audience: ContactFilter
  audienceIsLive: boolean
  steps: CampaignStep[]
  approval: 'all' | 'first' | 'none'
  approvalFirst: number
  startsAt: Date | null
  quietFrom: number | null
  quietUntil: number | null
  endsAfterDays: number | null
  holdReason: HoldReason | null
  holdTemplateId: string | null
  heldAt: Date | null
  askedAt: Date | null
  createdBy: string | null
  launchedBy: string | null
  permitId: string | null
  permitEpoch: number
  expandedTo: string | null
  expandedAt: Date | null
  createdAt: Date
  launchedAt: Date | null
  finishedAt: Date | null
}

/** The plan as a member gives it. */
export type CampaignPlan = Pick<
  CampaignRow,
  | 'name'
  | 'kind'
  | 'goal'
  | 'connectorId'
  | 'senderIds'
  | 'throughService'
  | 'agentId'
  | 'audience'
  | 'audienceIsLive'
  | 'steps'
  | 'approval'
  | 'approvalFirst'
  | 'startsAt'
  | 'quietFrom'
  | 'quietUntil'
  | 'endsAfterDays'
>

/** States in which something is still to come. */
export const alive: readonly CampaignState[] = ['prepared', 'launching', 'running', 'paused']

/** States in which it says something. */
export const speaking: readonly CampaignState[] = ['launching', 'running']

/** Does a person look at a draft before it goes? `decided` counts those of this campaign that were looked at. */
export function needsReview(
  { approval, approvalFirst }: Pick<CampaignRow, 'approval' | 'approvalFirst'>,
  decided: number,
): boolean {
  return approval === 'all' || (approval === 'first' && decided < approvalFirst)
}

/** Whether what is due is composed as it goes: nobody is to look at it before. */
export const goesStraight = ({ approval, state }: Pick<CampaignRow, 'approval' | 'state'>): boolean =>
  approval === 'none' && speaking.includes(state)

const day = 24 * 3_600_000

/** Whether the days it was given are over, counted from its start. */
export function isOver(
  { startsAt, launchedAt, endsAfterDays }: Pick<CampaignRow, 'startsAt' | 'launchedAt' | 'endsAfterDays'>,
  at: Date,
): boolean {
  const began = startsAt !== null && launchedAt !== null && startsAt > launchedAt ? startsAt : launchedAt
  return began !== null && endsAfterDays !== null && at.getTime() >= began.getTime() + endsAfterDays * day
}
