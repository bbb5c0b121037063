import type { Approval, Content } from '#entities.ts'
import { titleOf } from '#errors.ts'
import { findReviewIssue } from '#rules/template-review.ts'
import type { World } from '#world.ts'

// The life of a template at Meta:
//   unsubmitted → received → pending → approved | rejected     received → rejected when the automatic check fails
//   approved → paused (3 h, then 6 h) → approved; the third pause disables
//   approved → rejected | disabled

const HOUR_MS = 3_600_000
const RECEIVED_MS = 1_000
const PAUSES_MS: readonly number[] = [3 * HOUR_MS, 6 * HOUR_MS]
/** Meta: the name of a rejected or deleted template is free again after thirty days. */
const NAME_BLOCK_MS = 30 * 24 * HOUR_MS

/** Twilio's error log tells of these; there is no other news of an approval. */
const ALERTS: Partial<Record<Approval['status'], number>> = {
  rejected: 63040,
  paused: 63041,
  disabled: 63042,
  approved: 63046,
}

type Verdict = {
  status: Approval['status']
  category?: string | undefined
  reason?: string | undefined
}

/**
 * Meta decides. A new category is refused where the submission forbade it; a pause ends by itself, and the third one
 * is for good.
 */
export function decideTemplate(world: World, content: Content, verdict: Verdict): void {
  const { approval } = content
  const moved = verdict.category !== undefined && verdict.category !== approval.category
  const forbidden =
    moved && !approval.allowCategoryChange && approval.category !== '' && approval.status !== 'approved'
  if (forbidden && verdict.status === 'approved')
    settle(world, content, 'rejected', 'INCORRECT_CATEGORY. The submission does not allow another category.')
  else {
    if (moved) approval.category = verdict.category!
    if (verdict.status === 'paused') pause(world, content)
    else settle(world, content, verdict.status, verdict.reason)
  }
  goOnWithReview(world, content)
}

/** Keeps the name of a template that is deleted from being used anew for a while. */
export function forgetTemplate(world: World, content: Content): void {
  if (content.approval.status !== 'unsubmitted') blockName(world, content)
  world.store.contents.delete(content.sid)
  world.live.changed('content')
}

/** Sets going what a template waits for: the automatic check, the desk's own approval, the end of a pause. */
export function goOnWithReview(world: World, content: Content): void {
  const { approval } = content
  const { status } = approval
  const later = (ms: number, act: () => void) =>
    world.clock.after(Math.max(0, ms), () => {
      const stands = world.store.contents.get(content.sid) === content
      if (stands && content.approval === approval && approval.status === status) act()
    })
  if (status === 'received') later(RECEIVED_MS, () => check(world, content))
  if (status === 'pending') approveLater(world, later, content)
  if (status === 'paused' && approval.pausedUntil !== null)
    later(approval.pausedUntil - world.clock.now(), () => settle(world, content, 'approved'))
}

function approveLater(world: World, later: (ms: number, act: () => void) => void, content: Content): void {
  const { autoApproveSeconds } = world.review
  if (autoApproveSeconds === null) return
  later(autoApproveSeconds * 1_000, () => {
    if (world.review.autoApproveSeconds === autoApproveSeconds) settle(world, content, 'approved')
  })
}

/** The desk approves by itself after so many seconds of the simulator's clock, or not (null). What waits is included. */
export function setAutoApproval(world: World, seconds: number | null): void {
  world.review.autoApproveSeconds = seconds
  for (const content of world.store.contents.values())
    if (content.approval.status === 'pending') goOnWithReview(world, content)
  world.live.changed('content')
}

function check(world: World, content: Content): void {
  const until = world.store.blockedNames.get(nameKey(content)) ?? 0
  const issue =
    until > world.clock.now()
      ? `the name ${content.approval.name} was used before and is blocked until ${new Date(until).toISOString()}`
      : findReviewIssue(content)
  if (issue === null) settle(world, content, 'pending')
  else {
    const name = `${content.approval.name}_${content.sid.toLowerCase()}`
    settle(
      world,
      content,
      'rejected',
      `INVALID_FORMAT. Facebook is not able to create template templateName=${name} due to the following error: ${issue}`,
    )
  }
  goOnWithReview(world, content)
}

function pause(world: World, content: Content): void {
  const { approval } = content
  const span = PAUSES_MS[approval.pauses]
  approval.pauses++
  if (span === undefined) {
    settle(world, content, 'disabled')
    return
  }
  settle(world, content, 'paused')
  approval.pausedUntil = world.clock.now() + span
}

function settle(world: World, content: Content, status: Approval['status'], reason = ''): void {
  const { approval } = content
  approval.status = status
  approval.pausedUntil = null
  approval.rejectionReason = reason || (status === 'rejected' ? 'INVALID_FORMAT' : '')
  content.updatedAt = world.clock.now()
  if (status === 'rejected' && approval.name !== '') blockName(world, content)
  const code = ALERTS[status]
  if (code !== undefined) raiseAlert(world, content, code)
  world.live.changed('content')
}

function blockName(world: World, content: Content): void {
  world.store.blockedNames.set(nameKey(content), world.clock.now() + NAME_BLOCK_MS)
}

function nameKey({ accountSid, approval, language }: Content): string {
  return `${accountSid} ${approval.name} ${language}`
}

function raiseAlert(world: World, content: Content, code: number): void {
  world.store.addAlert({
    sid: world.ids.sid('NO'),
    accountSid: content.accountSid,
    errorCode: String(code),
    logLevel: code === 63046 ? 'warning' : 'error',
    text: titleOf(code),
    requestMethod: 'POST',
    requestUrl: `/v1/Content/${content.sid}/ApprovalRequests/whatsapp`,
    resourceSid: content.sid,
    serviceSid: null,
    createdAt: world.clock.now(),
  })
  world.live.changed('alert')
}
