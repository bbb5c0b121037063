import type { AskTwilio } from './library.ts'
import { isTwilioRefusal } from './refusals-of-twilio.ts'

/** What a test of the credentials found; the words of health are the connector's. */
export type CredentialTest =
  | { health: 'connected'; accountName: string | null; trial: boolean }
  | {
      health: 'wrong_credentials' | 'account_suspended' | 'account_closed' | 'unreachable'
      /** Twilio's code as text, or a word when there is none. */
      code: string
      detail: string
    }

/**
 * Reads the account itself. Twilio: its answer holds the live Auth Token, so nothing of it is kept but name, state and
 * kind; a suspended account may still be read.
 */
export async function testCredentials(ask: AskTwilio, accountSid: string): Promise<CredentialTest> {
  const found = await ask(async (library) => {
    const { status, friendlyName, type } = await library.api.v2010.accounts(accountSid).fetch()
    return { status: String(status), friendlyName, type: String(type) }
  })
  if (isTwilioRefusal(found)) {
    if (found.refused === 'twilio_unreachable')
      return { health: 'unreachable', code: 'unreachable', detail: found.facts.reason }
    const { code, httpStatus, message } = found.facts
    const told = { code: String(code ?? httpStatus), detail: message }
    if (code === 20005 || code === 30002) return { health: 'account_suspended', ...told }
    return { health: found.refused === 'twilio_refused' ? 'unreachable' : 'wrong_credentials', ...told }
  }
  const { status, friendlyName, type } = found
  if (status === 'suspended')
    return { health: 'account_suspended', code: 'suspended', detail: 'Twilio has suspended this account.' }
  if (status === 'closed')
    return { health: 'account_closed', code: 'closed', detail: 'This Twilio account is closed.' }
  return { health: 'connected', accountName: friendlyName ?? null, trial: type === 'Trial' }
}
