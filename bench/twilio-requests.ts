import { randomBytes } from 'node:crypto'
import { signRequest } from '../server/twilio/signature.ts'
import { twilioAccount } from '../tests/world/cast.ts'

/** The bytes of a form that Twilio posts to this address. */
function signedPost(url: string, parameters: Record<string, string>): Buffer {
  const { host, pathname } = new URL(url)
  const body = new URLSearchParams(parameters).toString()
  const signature = signRequest(url, parameters, twilioAccount.token)
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: TwilioProxy/1.1\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nX-Twilio-Signature: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

/** Unique messages of the shape Twilio sends, signed for this address. */
export function prepareInbound(url: string, count: number): Buffer[] {
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
    return signedPost(url, parameters)
  })
}

/** Twilio's report that this message was delivered. */
export const prepareReport = (url: string, messageSid: string, to: string): Buffer =>
  signedPost(url, {
    ChannelPrefix: 'whatsapp',
    ApiVersion: '2010-04-01',
    MessageStatus: 'delivered',
    SmsSid: messageSid,
    SmsStatus: 'delivered',
    ChannelInstallSid: 'XEcc20d939f803ee381f2442185d0d5dc5',
    To: to,
    From: 'whatsapp:+12025550101',
    MessageSid: messageSid,
    AccountSid: twilioAccount.sid,
    ChannelToAddress: to.replace('whatsapp:', ''),
  })
