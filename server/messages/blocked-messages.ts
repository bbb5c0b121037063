import { recordOptOut } from '#contacts/record-opt-out.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { listRecipients } from './send-store.ts'

/** Twilio: 21610, the contact wrote STOP and Twilio blocks. WhatsApp, told as 63033: blocked us, or wants no marketing. */
const blockedCodes: ReadonlySet<number> = new Set([21610, 63033])

/** Whether an error says that the contact wants to hear nothing. */
export const isBlocked = (code: number | null): code is number => code !== null && blockedCodes.has(code)

/** What Twilio would not deliver because of the contact's wish is that wish: an opt-out from the number. */
export async function heedBlocked(
  tx: Tx,
  { messageId, code }: { messageId: string; code: number },
  clock: Clock,
): Promise<void> {
  for (const recipient of await listRecipients(tx, messageId))
    await recordOptOut(tx, {
      ...recipient,
      source: 'twilio',
      wording: String(code),
      place: `Twilio ${code}`,
      messageId,
      at: clock.now(),
    })
}
