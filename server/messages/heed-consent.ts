import { confirmationText } from '#contacts/opt-out-confirmation.ts'
import { mayBeWish, readConsentWord } from '#contacts/opt-out-words.ts'
import { joinByReply } from '#contacts/join-by-reply.ts'
import { joinByMessage } from '#contacts/join-by-message.ts'
import { recordOptIn, recordOptOut } from '#contacts/record-opt-out.ts'
import type { ConsentSettings } from '#contacts/opt-out.ts'
import { contactLanguage } from '#contacts/contact-language.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import type { InboundMessage } from '#twilio/inbound-message.ts'
import { sendMessage } from './send-message.ts'

/** The message a wish stands in. */
interface Said {
  contactId: string
  conversationId: string
  messageId: string
  position: number
  at: Date
}

/**
 * What a message says about consent takes effect in its own transaction: a yes to the question of an opt-in page, its code, STOP and START in the
 * contact's or the organization's words, or what Twilio recognised.
 */
export async function heedConsent(
  tx: Tx,
  inbound: InboundMessage,
  said: Said,
  settings: ConsentSettings,
  clock: Clock,
): Promise<void> {
  const { contactId, messageId, at } = said
  const wording = inbound.content.body
  const evidence = { contactId, senderAddress: inbound.to, wording, messageId, at }
  const fromTwilio = inbound.optOut === 'STOP' ? 'opt_out' : inbound.optOut === 'START' ? 'opt_in' : null
  if (fromTwilio === 'opt_out') return void (await recordOptOut(tx, { ...evidence, source: 'twilio' }))
  if (fromTwilio === 'opt_in') return void (await recordOptIn(tx, { ...evidence, source: 'twilio' }))
  const { content } = inbound
  if (content.kind !== 'text' && content.kind !== 'button') return
  if (await joinByReply(tx, evidence, content)) return
  if (content.kind !== 'text' || (await joinByMessage(tx, evidence)) || !mayBeWish(wording)) return
  const wish = readConsentWord(wording, settings)
  if (wish === 'opt_in') await recordOptIn(tx, { ...evidence, source: 'word' })
  if (wish !== 'opt_out') return
  const { changed } = await recordOptOut(tx, { ...evidence, source: 'word' })
  if (changed && settings.confirms) await confirm(tx, said, settings.confirmationText, clock)
}

/**
 * One last message that says the wish was heard. The gate decides as always, except that it is the opt-out's own answer: in
 * particular there is none when the window has closed. What Twilio recognised was answered by Twilio.
 */
async function confirm(tx: Tx, said: Said, ownText: string, clock: Clock): Promise<void> {
  const body = ownText || confirmationText(await contactLanguage(tx, said.contactId))
  const { conversationId, position } = said
  await sendMessage(
    tx,
    { conversationId, body, author: { kind: 'system' }, answersPosition: position },
    clock,
  )
}
