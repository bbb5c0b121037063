import type { Lead } from '../../api/leads.ts'
import type { Move } from './use-lead-moves.ts'

/** What the columns and cards of a board share. */
export interface BoardHands {
  may: boolean
  dragged: Lead | null
  setDragged: (lead: Lead | null) => void
  move: (move: Move) => void
  edit: (lead: Lead) => void
  add: (stageId: string) => void
}
