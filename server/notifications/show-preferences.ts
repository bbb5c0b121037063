import type { NotificationPreferences } from '@parley/contract/notifications.ts'
import type { z } from 'zod'
import { peopleOf } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import type { Wire } from '#platform/wire.ts'
import { unchosen, waysOf } from './preference.ts'
import { findPreference } from './preference-store.ts'
import { listDevices } from './push-store.ts'
import type { NotificationRoom } from './room.ts'

/** How a member is told. A program (null) is told nothing and sees what is usual. */
export async function showPreferences(
  { mailer, vapid }: NotificationRoom,
  tx: Tx,
  memberId: string | null,
): Promise<Wire<z.input<typeof NotificationPreferences>>> {
  const preference = memberId === null ? unchosen : await findPreference(tx, memberId)
  return {
    kinds: waysOf(preference),
    quietHours: preference.quiet,
    timeZone: preference.timeZone,
    language: preference.language,
    mailAddress: memberId === null ? null : ((await peopleOf(tx)).get(memberId)?.email ?? null),
    mailIsSetUp: mailer !== null,
    pushKey: (await vapid()).publicKey,
    devices: memberId === null ? [] : await listDevices(tx, memberId),
  }
}
