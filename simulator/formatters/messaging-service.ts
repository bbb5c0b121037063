import type { MessagingService, Sender } from '#entities.ts'
import { countryOf } from '#rules/address.ts'
import { iso8601 } from './dates.ts'

const LINKS: Readonly<Record<string, string>> = {
  phone_numbers: 'PhoneNumbers',
  short_codes: 'ShortCodes',
  alpha_senders: 'AlphaSenders',
  messages: 'Messages',
  us_app_to_person: 'Compliance/Usa2p',
  us_app_to_person_usecases: 'Compliance/Usa2p/Usecases',
  channel_senders: 'ChannelSenders',
  destination_alpha_senders: 'DestinationAlphaSenders',
}

export function formatService(service: MessagingService, base: string): Record<string, unknown> {
  const url = `${base}/v1/Services/${service.sid}`
  return {
    account_sid: service.accountSid,
    sid: service.sid,
    date_created: iso8601(service.createdAt),
    date_updated: iso8601(service.updatedAt),
    friendly_name: service.friendlyName,
    inbound_request_url: service.inboundRequestUrl,
    inbound_method: service.inboundMethod,
    fallback_url: service.fallbackUrl,
    fallback_method: service.fallbackMethod,
    status_callback: service.statusCallback,
    sticky_sender: service.stickySender,
    mms_converter: true,
    smart_encoding: true,
    fallback_to_long_code: false,
    area_code_geomatch: false,
    scan_message_content: 'inherit',
    synchronous_validation: false,
    validity_period: service.validityPeriod,
    usecase: service.usecase,
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
    links: Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [name, `${url}/${path}`])),
    url,
  }
}

export function formatChannelSender(
  service: MessagingService,
  sender: Sender,
  base: string,
): Record<string, unknown> {
  return {
    account_sid: service.accountSid,
    messaging_service_sid: service.sid,
    sid: sender.sid,
    sender: sender.address,
    sender_type: 'WhatsApp',
    country_code: countryOf(sender.address),
    date_created: iso8601(sender.createdAt),
    date_updated: iso8601(sender.updatedAt),
    url: `${base}/v1/Services/${service.sid}/ChannelSenders/${sender.sid}`,
  }
}
