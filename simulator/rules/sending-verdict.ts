import type { Content, Message } from '#entities.ts'
import type { Store } from '#store.ts'
import { SANDBOX_ADDRESS } from './address.ts'
import { isSandboxMember, isWindowOpen } from './service-window.ts'
import { STOCK_TEMPLATES } from './stock-templates.ts'

/** Twilio: an error that a message meets only when it is sent, or null when it may go. */
export function findSendingError(store: Store, message: Message, now: number): number | null {
  if (message.scriptedError !== null) return message.scriptedError
  if (message.from === null) return 21703
  const fromSandbox = message.from === SANDBOX_ADDRESS
  if (fromSandbox && !isSandboxMember(store, message.accountSid, message.to, now)) return 63015
  if (store.phones.get(message.to)?.registered === false) return 63024
  if (isWindowOpen(store, message.from, message.to, now)) return null
  const content = message.contentSid === null ? undefined : store.contents.get(message.contentSid)
  if (fromSandbox && STOCK_TEMPLATES.has(message.contentSid ?? '')) return null
  return content ? templateError(content) : 63016
}

/** Outside the window only an approved template goes; one that was approved once says why it is not any more. */
function templateError(content: Content): number | null {
  const verdicts: Record<string, number | null> = {
    approved: null,
    rejected: 63040,
    paused: 63041,
    disabled: 63042,
  }
  const verdict = verdicts[content.approval.status]
  return verdict === undefined ? 63016 : verdict
}
