import { refuse, type Refused } from '#platform/refusal.ts'
import type { TwilioSenderProfile } from '#twilio/senders.ts'
import type { Diagnosis } from './diagnose.ts'
import { examineSender } from './examine-sender.ts'
import { loadSubject, type SenderRoom } from './load-subject.ts'
import { tellRefusal } from './tell-refusal.ts'

/** Writes what people see of a sender on WhatsApp at Twilio, and reads it back. */
export async function updateSenderProfile(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
  changes: Partial<TwilioSenderProfile>,
): Promise<Diagnosis | Refused> {
  const subject = await room.database.withOrganization(organizationId, (tx) =>
    loadSubject(room, tx, senderId),
  )
  if (!subject) return refuse('not_found')
  const client = await room.twilioOf(organizationId, subject.connector.id)
  if (!client) return refuse('connector_not_connected')
  const refused = await client.updateSenderProfile(subject.sender.twilioSid, changes)
  return refused ? tellRefusal(refused) : await examineSender(room, organizationId, senderId)
}
