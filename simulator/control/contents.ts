import { z } from 'zod'

import type { Content } from '#entities.ts'
import { renderContent } from '#rules/render-content.ts'
import { formatContentAndApproval } from '#formatters/content.ts'
import { newContent } from '#seed.ts'
import { decideTemplate, setAutoApproval } from '#templates/review-template.ts'
import type { World } from '#world.ts'
import { problem, type ControlPlane } from './control-route.ts'

const ContentShape = z.looseObject({
  sid: z.string(),
  approval_requests: z.looseObject({ status: z.string() }),
  drawing: z
    .looseObject({ type: z.string() })
    .describe('what a phone would show with the samples; its text is in body'),
})

const Status = z.enum(['unsubmitted', 'received', 'pending', 'approved', 'rejected', 'paused', 'disabled'])

const ContentInput = z.object({
  account_sid: z.string().optional(),
  friendly_name: z.string().default(''),
  language: z.string().default('en'),
  variables: z.record(z.string(), z.string()).default({}),
  types: z.record(z.string(), z.record(z.string(), z.unknown())),
  approval: z
    .object({
      name: z.string().optional(),
      category: z.string().optional(),
      status: Status.optional(),
      rejection_reason: z.string().optional(),
      allow_category_change: z.boolean().optional(),
    })
    .optional(),
})

export function serveControlContents(plane: ControlPlane, world: World): void {
  plane.serve({
    method: 'GET',
    path: '/contents',
    summary: 'All contents with their approvals',
    status: 200,
    answer: z.object({ contents: z.array(ContentShape) }),
    handle: () => ({ contents: [...world.store.contents.values()].map(formatForDesk) }),
  })
  plane.serve({
    method: 'PUT',
    path: '/contents/{sid}',
    summary: 'Create or replace a content, with its approval',
    body: ContentInput,
    status: 200,
    answer: ContentShape,
    handle: ({ params, body }) => putContent(world, params.sid ?? '', body),
  })
  plane.serve({
    method: 'PUT',
    path: '/templates/approval',
    summary: 'Approve what waits by itself after so many seconds of the clock; null leaves it to a person',
    body: z.object({ after_s: z.number().min(0).nullable() }),
    status: 200,
    answer: z.object({ after_s: z.number().nullable() }),
    handle: ({ body }) => {
      setAutoApproval(world, body.after_s)
      return { after_s: body.after_s }
    },
  })
  plane.serve({
    method: 'POST',
    path: '/templates/{sid}/verdict',
    summary: "Meta's verdict on a template",
    body: z.object({ status: Status, category: z.string().optional(), reason: z.string().optional() }),
    status: 200,
    answer: ContentShape,
    handle: ({ params, body }) => {
      const content = world.store.contents.get(params.sid ?? '')
      if (!content) return problem(404, `No content ${params.sid}.`)
      decideTemplate(world, content, body)
      return formatForDesk(content)
    },
  })
}

/** With the picture of it that a phone would show. */
function formatForDesk(content: Content) {
  const { body, drawing } = renderContent(content, {})
  const told = formatContentAndApproval(content) as Record<string, unknown> & {
    sid: string
    approval_requests: { status: string }
  }
  return { ...told, drawing: { ...drawing, body } }
}

function putContent(world: World, sid: string, input: z.infer<typeof ContentInput>) {
  if (!/^HX[0-9a-fA-F]{32}$/.test(sid))
    return problem(400, `${sid} is no content SID: HX and 32 hexadecimal digits.`)
  const accountSid = input.account_sid ?? world.settings.accountSid
  if (!world.store.accounts.has(accountSid)) return problem(404, `No account ${accountSid}.`)
  const content: Content = newContent(world, accountSid, sid, {
    friendlyName: input.friendly_name,
    language: input.language,
    variables: input.variables,
    types: input.types,
  })
  const { approval } = input
  content.approval.name = approval?.name ?? input.friendly_name
  content.approval.category = approval?.category ?? ''
  content.approval.status = approval?.status ?? 'unsubmitted'
  content.approval.rejectionReason = approval?.rejection_reason ?? ''
  content.approval.allowCategoryChange = approval?.allow_category_change ?? true
  return formatForDesk(content)
}
