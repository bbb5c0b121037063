import { randomBytes } from 'node:crypto'
import { signRequest } from '../server/twilio/signature.ts'
import { twilioAccount } from '../tests/world/cast.ts'

/** Unique requests of the shape Twilio sends, signed for this address. */
export function prepareInbound(url: string, count: number): Buffer[] {
  const { host, pathname } = new URL(url)
  return Array.from({ length: count }, (_, at) => {
    const sid = `SM${randomBytes(16).toString('hex')}`
    const waId = `4915${String(at).padStart(9, '0')}`
    const parameters = {
      SmsMessageSid: sid,
      NumMedia: '0',
      ProfileName: 'Bruno Keller',
      MessageType: 'text',
      SmsSid: sid,
      WaId: waId,
      SmsStatus: 'received',
      Body: 'What time is breakfast tomorrow, please?',
      To: 'whatsapp:+12025550101',
      NumSegments: '1',
      ReferralNumMedia: '0',
      MessageSid: sid,
      AccountSid: twilioAccount.sid,
      From: `whatsapp:+${waId}`,
      ApiVersion: '2010-04-01',
      ChannelMetadata: JSON.stringify({
        type: 'whatsapp',
        data: { context: { ProfileName: 'Bruno Keller', WaId: waId } },
      }),
    }
    const body = new URLSearchParams(parameters).toString()
    const signature = signRequest(url, parameters, twilioAccount.token)
    return Buffer.from(
      `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: TwilioProxy/1.1\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nX-Twilio-Signature: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  })
}
