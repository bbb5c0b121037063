/** What a contact's evidence comes to. */
export type Standing = 'opted_in' | 'opted_out' | 'none'

/** The youngest wish counts, for whichever number it was said; of two at one instant the one to hear nothing. */
export function standingOf(evidence: readonly { kind: 'opt_in' | 'opt_out'; at: Date }[]): Standing {
  const [last] = evidence.toSorted(
    (a, b) => b.at.getTime() - a.at.getTime() || Number(a.kind === 'opt_in') - Number(b.kind === 'opt_in'),
  )
  if (!last) return 'none'
  return last.kind === 'opt_in' ? 'opted_in' : 'opted_out'
}
