import type { AgentMode } from '@parley/contract/agents.ts'
import { ReservedTopic } from '@parley/contract/twins.ts'
import type { z } from 'zod'

type Mode = z.infer<typeof AgentMode>

// A member's digital twin
//
// It is an agent of its own kind: it has knowledge, a brain and instructions, and belongs to one member. It answers the
// contacts that member owns, and no others: there is no way to attach it to somebody else's contact. Its mode says what it
// does for them by itself; for a single contact the member may say something else. Topics on its list, and everything that
// would commit the member, go to the member.

export interface TwinRow {
  id: string
  memberId: string
  name: string
  mode: Mode
  brain: 'built_in' | 'model'
  language: string
  instructions: string
  topics: ReservedTopic[]
  words: string[]
  exceptionCount: number
  updatedAt: Date
}

export type TwinSettings = Omit<TwinRow, 'id' | 'memberId' | 'exceptionCount' | 'updatedAt'>

/** What a twin begins with: it does nothing by itself, and leaves everything on the list to its member. */
export const firstSettings = (memberName: string): TwinSettings => ({
  name: `${memberName} · twin`.slice(0, 80),
  mode: 'off',
  brain: 'built_in',
  language: 'en',
  instructions: '',
  topics: [...ReservedTopic.options],
  words: [],
})

/** The twin of a contact's owner, with what is said of this contact. */
export interface TwinOfContact extends TwinRow {
  /** Null: as for the owner's other contacts. */
  setMode: Mode | null
}

/** What it does for the contact. */
export const modeFor = ({ mode, setMode }: Pick<TwinOfContact, 'mode' | 'setMode'>): Mode => setMode ?? mode
