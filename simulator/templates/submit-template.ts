import type { Content } from '#entities.ts'
import { refuse, type Refusal } from '#errors.ts'
import { canBeTemplate } from '#rules/template-review.ts'
import type { World } from '#world.ts'
import { goOnWithReview } from './review-template.ts'

export type Submission = { name: string; category: string; allowCategoryChange: boolean }

/**
 * Hands a content to Meta for review. Twilio: 92009 when it was handed in before; list pickers and places are refused.
 */
export function submitTemplate(world: World, content: Content, submission: Submission): Refusal | null {
  if (content.approval.status !== 'unsubmitted') return refuse(92009)
  if (!canBeTemplate(content))
    return refuse(20422, `${content.approval.contentType} cannot be submitted for approval`)
  content.approval = {
    ...content.approval,
    ...submission,
    status: 'received',
    submittedAt: world.clock.now(),
  }
  content.updatedAt = world.clock.now()
  goOnWithReview(world, content)
  world.live.changed('content')
  return null
}
