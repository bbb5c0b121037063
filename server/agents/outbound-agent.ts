import type { FactUse, OrganizationFact, Tone } from '@parley/contract/outbound.ts'
import type { z } from 'zod'

/** An agent that composes what campaigns say. It has no mode and no channel: it never answers anybody. */
export interface OutboundAgentRow {
  id: string
  name: string
  brain: 'built_in' | 'model'
  /** Written in when a contact's language is not known. */
  language: string
  instructions: string
  brief: string
  facts: z.infer<typeof OrganizationFact>[]
  uses: FactUse[]
  tones: z.infer<typeof Tone>[]
  createdAt: Date
}

export type OutboundSettings = Omit<OutboundAgentRow, 'id' | 'createdAt'>

/** The base of a language code: `pt` of `pt_BR`. */
export const baseOf = (language: string): string => language.slice(0, 2).toLowerCase()

/** How it sounds in a language; undefined where nobody said. */
export function toneIn(
  { tones }: Pick<OutboundAgentRow, 'tones'>,
  language: string,
): z.infer<typeof Tone> | undefined {
  const plain = (code: string) => code.toLowerCase().replace('_', '-')
  return (
    tones.find((tone) => plain(tone.language) === plain(language)) ??
    tones.find((tone) => baseOf(tone.language) === baseOf(language))
  )
}
