/** Where an outbound message stands. `unknown`: we asked Twilio and did not hear; it is never guessed away. */
export const deliveryStatuses = [
  'received',
  'draft',
  'scheduled',
  'queued',
  'claimed',
  'dispatching',
  'accepted',
  'sent',
  'delivered',
  'read',
  'held',
  'canceled',
  'failed',
  'undelivered',
  'unknown',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/**
 * The rank of what Twilio reports. Twilio: callbacks may repeat and come in any order, so the maximum is shown and
 * order cannot matter. A message that was read was delivered, whatever else was said.
 */
export const reportedRank: Readonly<Record<string, number>> = {
  scheduled: 1,
  accepted: 2,
  queued: 3,
  sending: 4,
  sent: 5,
  canceled: 6,
  failed: 7,
  undelivered: 7,
  delivered: 8,
  read: 9,
}
