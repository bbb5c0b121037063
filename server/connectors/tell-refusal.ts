import { refuse, type Refused } from '#platform/refusal.ts'
import type { TwilioRefusal } from '#twilio/refusals-of-twilio.ts'

/**
 * What a refusal of Twilio's means to whoever asked us: refused credentials are the connector's trouble, and something
 * that only Twilio does not have is not missing here.
 */
export function tellRefusal(refusal: TwilioRefusal): Refused {
  if (refusal.refused === 'credentials_refused') return refuse('connector_not_connected', refusal.facts)
  if (refusal.refused === 'not_found') return refuse('twilio_refused', refusal.facts)
  return refusal
}
