import { priorities } from './message.ts'
import type { Claimed, DueLane, LaneRoom, Waiting } from './outbox-store.ts'

/** How many messages may be taken now. */
export interface Places {
  /** In flight and free, for whatever is due. */
  free: number
  /** Of these, for an organization in which only campaigns are due. */
  shared: number
  /** Taken at once, at most. */
  together: number
}

/**
 * Shares out the places, the weightiest lane first: all that is free where somebody waits, the organization's share where only campaigns do.
 * @param slotsOf how many more the lane's pace lets through for now
 * @returns `crowded` when the places, not the paces, were too few
 */
export function sharePlaces(
  lanes: readonly DueLane[],
  { free, shared, together }: Places,
  slotsOf: (due: DueLane) => number,
): { rooms: LaneRoom[]; crowded: boolean } {
  let taken = 0
  let crowded = false
  const rooms: LaneRoom[] = []
  for (const due of lanes) {
    const most = due.weight < priorities.campaign ? free : shared
    const slots = slotsOf(due)
    const room = Math.min(slots, most - taken, together - taken)
    if (room < slots) crowded = true
    if (room <= 0) continue
    taken += room
    rooms.push({ lane: due.lane, room })
  }
  return { rooms, crowded }
}

/** Some lane was left out, or gave all that it was asked for. */
export function isMoreBehind(
  lanes: readonly DueLane[],
  rooms: readonly LaneRoom[],
  claimed: readonly Claimed[],
): boolean {
  if (rooms.length < lanes.length) return true
  const taken = Map.groupBy(claimed, ({ lane }) => lane)
  return rooms.some(({ lane, room }) => taken.get(lane)?.length === room)
}

/** Where somebody waits for an answer comes first; the others take turns in beginning. */
export function inTurn(waiting: readonly Waiting[], turn: number): string[] {
  const ids = (wanted: (weight: number) => boolean) =>
    waiting.filter(({ weight }) => wanted(weight)).map(({ organizationId }) => organizationId)
  const campaigns = ids((weight) => weight >= priorities.campaign)
  const first = campaigns.length > 0 ? turn % campaigns.length : 0
  return [
    ...ids((weight) => weight < priorities.campaign),
    ...campaigns.slice(first),
    ...campaigns.slice(0, first),
  ]
}
