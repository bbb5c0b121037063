import type { Sender, WebhookUrls } from '#entities.ts'

const PROFILE_KEYS = [
  'name',
  'about',
  'address',
  'description',
  'logo_url',
  'banner_url',
  'privacy_url',
  'terms_of_service_url',
  'accent_color',
  'vertical',
  'websites',
  'emails',
  'phone_numbers',
]
const CONFIGURATION_KEYS = [
  'waba_id',
  'verification_method',
  'verification_code',
  'voice_application_sid',
  'account_type',
]

/** Twilio: a WhatsApp sender; every key is there, unset ones are null. */
export function formatSender(sender: Sender, base: string): Record<string, unknown> {
  return {
    sid: sender.sid,
    status: sender.status,
    sender_id: sender.address,
    configuration: { ...withNulls(CONFIGURATION_KEYS, sender.configuration), verification_code: null },
    webhook: formatWebhook(sender.webhook),
    profile: withNulls(PROFILE_KEYS, sender.profile),
    properties: { quality_rating: sender.qualityRating, messaging_limit: sender.messagingLimit },
    offline_reasons: sender.offlineReasons.length > 0 ? sender.offlineReasons : null,
    compliance: null,
    url: `${base}/v2/Channels/Senders/${sender.sid}`,
  }
}

export function formatWebhook(urls: WebhookUrls): Record<string, unknown> {
  return {
    callback_url: urls.callbackUrl,
    callback_method: urls.callbackMethod,
    fallback_url: urls.fallbackUrl,
    fallback_method: urls.fallbackMethod,
    status_callback_url: urls.statusCallbackUrl,
    status_callback_method: urls.statusCallbackMethod,
  }
}

function withNulls(keys: readonly string[], values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, values[key] ?? null]))
}
