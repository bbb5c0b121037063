/** Where a contact stands in a campaign. */
export interface Standing {
  contactId: string
  state: 'active' | 'replied' | 'opted_out' | 'finished' | 'skipped'
  reason: string | null
  repliedAt: Date | null
  optedOutAt: Date | null
}

/** From the least to the most that can have become of a place: what the person did counts more than what the plan meant. */
const weight: Record<Standing['state'], number> = {
  skipped: 0,
  active: 1,
  finished: 2,
  replied: 3,
  opted_out: 4,
}

/** What the two places of one person in a campaign come to; `contactId` is whose touches are preferred. */
export function joinedPlace(kept: Standing, other: Standing): Standing {
  const further = weight[other.state] > weight[kept.state] ? other : kept
  return {
    ...further,
    repliedAt: earlier(kept.repliedAt, other.repliedAt),
    optedOutAt: earlier(kept.optedOutAt, other.optedOutAt),
  }
}

const earlier = (one: Date | null, two: Date | null): Date | null =>
  one === null || (two !== null && two < one) ? two : one
