import { ask } from './ask.ts'
import type { MessageContent } from './phones.ts'
import { useResource } from './use-resource.ts'

export type ApprovalStatus =
  | 'unsubmitted'
  | 'received'
  | 'pending'
  | 'approved'
  | 'rejected'
  | 'paused'
  | 'disabled'

/** A content of an account, with where its approval stands. */
export type Content = {
  sid: string
  friendly_name: string
  language: string
  /** As a phone would show it with its samples; the text is its `body`. */
  drawing: MessageContent & { body: string }
  approval_requests: {
    name: string
    category: string
    status: ApprovalStatus
    rejection_reason: string
  }
}

const concerns = new Set(['content', 'reset'])

export function useContents(): Content[] | undefined {
  const { value } = useResource<{ contents: Content[] }>('/contents', ({ type }) => concerns.has(type))
  return value?.contents
}

export async function decide(
  sid: string,
  verdict: { status: ApprovalStatus; category?: string; reason?: string },
): Promise<void> {
  await ask('POST', `/templates/${sid}/verdict`, verdict)
}
