import { learnedNow } from '#connectors/learn-pace.ts'

/** What is known of the pace of one sender in a lane. Paces are messages a second. */
export interface SenderPace {
  /** Set by a member; null for the usual one. */
  pace: number | null
  learnedPace: number | null
  /** As JSON has it. */
  learnedAt: string | null
  /** Another lane has something to send from it too. */
  isShared: boolean
}

/**
 * How fast a lane sends: as its sender may, or as those of a Messaging Service's pool may together. Where a sender's own lane and its service both
 * have something to send, each gets half, so that both together are not above its pace. A lane whose sender nobody knows has the usual one.
 */
export function paceOfLane(
  { paces, now }: Readonly<{ paces: readonly SenderPace[]; now: Date }>,
  usual: number,
): number {
  if (paces.length === 0) return usual
  const own = ({ learnedAt, isShared, ...known }: SenderPace) => {
    const learned = learnedNow({ ...known, learnedAt: learnedAt === null ? null : new Date(learnedAt) }, now)
    return Math.min(known.pace ?? usual, learned ?? Infinity) / (isShared ? 2 : 1)
  }
  return paces.reduce((sum, pace) => sum + own(pace), 0)
}
