/** Twilio: a WhatsApp sender takes 80 messages a second unless it was raised. */
export const usualPace = 80

/** Refusals for being too fast: of the sender by WhatsApp (63018), of the account's requests by Twilio (20429). */
export const tooFast: ReadonlySet<number> = new Set([63018, 20429])

/** One refusal may be about one person or about the day's people; so many in so many seconds are about the pace. */
const burstSize = 3
const burstSeconds = 10
/** What was on its way when the pace was halved is still refused for a while, and teaches nothing. */
const calmSeconds = 10
/** A learned pace grows by a tenth in a minute: from a half back to the whole in seven. */
const growthPerMinute = 1.1

/** What is known of a sender's pace. Paces are messages a second. */
export interface KnownPace {
  /** Set by a member; null for the usual one. */
  pace: number | null
  learnedPace: number | null
  learnedAt: Date | null
  refusals: number
  refusedSince: Date | null
}

/** What a learned pace has grown to, or null once it is no narrower than the sender's own. */
export function learnedNow(known: Omit<KnownPace, 'refusals' | 'refusedSince'>, at: Date): number | null {
  if (known.learnedPace === null || known.learnedAt === null) return null
  const minutes = Math.max(0, at.getTime() - known.learnedAt.getTime()) / 60_000
  const grown = Math.floor(known.learnedPace * growthPerMinute ** minutes)
  return grown < (known.pace ?? usualPace) ? Math.max(1, grown) : null
}

/** Messages a second this sender may send now. */
export const paceNow = (known: Omit<KnownPace, 'refusals' | 'refusedSince'>, at: Date): number =>
  learnedNow(known, at) ?? known.pace ?? usualPace

/**
 * What refusals teach: a burst of them halves the pace, once; single ones are only counted.
 * @param refused to how many people it was refused now
 */
export function learnPace(known: KnownPace, refused: number, at: Date): Omit<KnownPace, 'pace'> {
  const { learnedPace, learnedAt, refusedSince } = known
  const secondsSince = (since: Date | null) =>
    since === null ? Infinity : (at.getTime() - since.getTime()) / 1000
  if (secondsSince(learnedAt) < calmSeconds)
    return { learnedPace, learnedAt, refusals: 0, refusedSince: null }
  const goesOn = secondsSince(refusedSince) < burstSeconds
  const refusals = (goesOn ? known.refusals : 0) + refused
  if (refusals < burstSize)
    return { learnedPace, learnedAt, refusals, refusedSince: goesOn ? refusedSince : at }
  const current = paceNow(known, at)
  return {
    learnedPace: Math.max(1, Math.floor(current / 2)),
    learnedAt: at,
    refusals: 0,
    refusedSince: null,
  }
}
