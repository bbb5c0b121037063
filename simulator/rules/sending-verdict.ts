import type { Message } from '#entities.ts'
import type { Store } from '#store.ts'
import { SANDBOX_ADDRESS } from './address.ts'
import { isSandboxMember, isWindowOpen } from './service-window.ts'
import { STOCK_TEMPLATES } from './stock-templates.ts'
import { findFillingError, findVerdictError } from './template-send.ts'

/** Twilio: an error that a message meets only when it is sent, or null when it may go. */
export function findSendingError(store: Store, message: Message, now: number): number | null {
  if (message.scriptedError !== null) return message.scriptedError
  if (message.from === null) return 21703
  const fromSandbox = message.from === SANDBOX_ADDRESS
  if (fromSandbox && !isSandboxMember(store, message.accountSid, message.to, now)) return 63015
  if (store.phones.get(message.to)?.registered === false) return 63024
  const open = isWindowOpen(store, message.from, message.to, now)
  if (message.contentSid === null) return open ? null : 63016
  const content = store.contents.get(message.contentSid)
  // It was there when the message was taken in, and has been deleted since.
  if (!content) return 63027
  if (fromSandbox && !open && !STOCK_TEMPLATES.has(content.sid)) return 63016
  const verdict = findVerdictError(content)
  if (verdict !== null) return verdict
  if (content.approval.status === 'approved') return findFillingError(content, message)
  // Twilio: Meta publishes the form with its approval; before that there is none to open.
  if (content.types['twilio/flows']) return 63027
  // Twilio: what is not approved goes in an open window, as a message like others.
  return open ? null : 63016
}
