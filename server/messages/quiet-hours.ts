import { afterQuietHours, type QuietHours } from '#platform/quiet-hours.ts'

/** Quiet hours of a contact and the zone they are read in. */
export interface LocalQuietHours extends QuietHours {
  zone: string | null
}

/** Until when somebody is not to be disturbed; null when they may be now. */
export function quietUntil(at: Date, quiet: LocalQuietHours | null): Date | null {
  if (quiet === null) return null
  const until = afterQuietHours(at, quiet.zone, quiet)
  return until > at ? until : null
}
