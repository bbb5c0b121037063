import type { QuietHours } from '#platform/quiet-hours.ts'
import { allKinds, type Kind, kinds, type Language, type MemberWay } from './kinds.ts'

/** What a member chose. A kind that is absent goes its usual ways. */
export type Choices = Partial<Record<Kind, Record<MemberWay, boolean>>>

export interface Preference {
  language: Language
  timeZone: string | null
  quiet: QuietHours | null
  choices: Choices
}

/** Of a member who never looked at their preferences. */
export const unchosen: Preference = { language: 'en', timeZone: null, quiet: null, choices: {} }

/** The ways a kind takes to this member. */
export const waysFor = (kind: Kind, { choices }: Preference): Record<MemberWay, boolean> => ({
  ...kinds[kind].ways,
  ...choices[kind],
})

/** Every kind with the ways it takes to this member. */
export const waysOf = (preference: Preference) =>
  allKinds.map((kind) => ({ kind, ...waysFor(kind, preference) }))

/** The choices after some of them were changed. */
export const choose = (
  choices: Choices,
  changed: readonly ({ kind: Kind } & Record<MemberWay, boolean>)[],
): Choices => ({
  ...choices,
  ...Object.fromEntries(changed.map(({ kind, mail, push }) => [kind, { mail, push }])),
})
