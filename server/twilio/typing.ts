import type { AskTwilio } from './library.ts'
import { isTwilioRefusal, type TwilioRefusal } from './refusals-of-twilio.ts'

/**
 * Shows "typing" to the person who wrote this inbound message, for 25 s or until the answer comes. Twilio: the message is marked as
 * read by it.
 */
export async function sendTyping(ask: AskTwilio, inboundMessageSid: string): Promise<null | TwilioRefusal> {
  const answer = await ask((library) =>
    library.messaging.v2.typingIndicator.create({ channel: 'whatsapp', messageId: inboundMessageSid }),
  )
  return isTwilioRefusal(answer) ? answer : null
}
