import { parsePhoneNumberFromString as parsePhoneNumber } from 'libphonenumber-js'
import type { Tx } from '#platform/db.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { listConsents } from './consent-store.ts'
import { consentStanding } from './consent.ts'
import { findOrCreateContact } from './find-or-create-contact.ts'
import { mostQuestionsAnHour, type OptInQuestion } from './opt-in-question.ts'
import { countRecent, noteQuestion, setYesTitle } from './opt-in-question-store.ts'

/** What people type as a number, as an address; null when it is none. */
export function addressOfNumber(typed: string): string | null {
  const number = parsePhoneNumber(typed.trim())
  return number?.isValid() ? `whatsapp:${number.number}` : null
}

/** The page on which a number was left. */
interface AskingPage {
  id: string
  code: string
  senderId: string
  senderAddress: string
  templateId: string
}

/**
 * A number was left on a page. Anybody can type any number, so this is no yes: its owner is asked on WhatsApp, once a day at most. Nobody is asked
 * who said yes already, or no: only they themselves can open what they closed. What it refuses must be undone with its transaction.
 */
export async function joinByForm(
  tx: Tx,
  address: string,
  page: AskingPage,
  { question, at }: { question: OptInQuestion; at: Date },
): Promise<Refused | undefined> {
  const { id: pageId, code, senderId, senderAddress, templateId } = page
  if ((await countRecent(tx, pageId, at)) >= mostQuestionsAnHour) return refuse('too_many_requests')
  const { contactId } = await findOrCreateContact(tx, { address, at })
  if (consentStanding(await listConsents(tx, contactId), senderAddress).standing !== 'none') return undefined
  if (!(await noteQuestion(tx, { pageId, code, contactAddress: address, senderAddress, at })))
    return undefined
  const asked = await question.ask(tx, { contactId, contactAddress: address, senderId, templateId })
  if (isRefusal(asked)) return asked
  await setYesTitle(tx, address, asked.yesTitle)
  return undefined
}
