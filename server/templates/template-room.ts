import { tellRefusal } from '#connectors/tell-refusal.ts'
import type { TwilioOf } from '#connectors/twilio-of.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { TwilioClient } from '#twilio/client.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'

/** What the acts on templates are given. */
export interface TemplateRoom {
  database: Database
  twilioOf: TwilioOf
  clock: Clock
}

/** Asks Twilio on behalf of a connector; its refusal in our words. */
export async function askTwilio<Answer>(
  { twilioOf }: TemplateRoom,
  organizationId: string,
  connectorId: string,
  act: (client: TwilioClient) => Promise<Answer | TwilioRefusal>,
): Promise<Answer | Refused> {
  const client = await twilioOf(organizationId, connectorId)
  if (!client) return refuse('connector_not_connected')
  const answer = await act(client)
  return isTwilioRefusal(answer) ? tellRefusal(answer) : answer
}
