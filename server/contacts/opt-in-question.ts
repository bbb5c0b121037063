import type { OptInPage } from '@parley/contract/consent.ts'
import type { z } from 'zod'
import type { Tx } from '#platform/db.ts'
import type { Refused } from '#platform/refusal.ts'

/** A number that was typed is not a yes: its owner is asked by a template, once a day at most, and their reply is what counts. */
export interface OptInQuestion {
  /** Why this template cannot ask from this sender; null when it can. `missing`: nobody knows it. */
  obstacle(tx: Tx, page: { templateId: string | null; senderId: string }): Promise<QuestionObstacle>
  /** Puts the question into the outbox. Answers what the button that says yes is called, if there is one. */
  ask(
    tx: Tx,
    asked: { contactId: string; contactAddress: string; senderId: string; templateId: string },
  ): Promise<{ yesTitle: string | null } | Refused>
}

export type QuestionObstacle = z.infer<typeof OptInPage>['numberObstacle'] | 'missing'

/** Nobody is asked again within so many hours, whichever page their number is left on. */
export const hoursBetweenQuestions = 24
/** A yes after so many days may be the answer to anything. */
export const daysToAnswer = 7
/** A page that asks more people than this in an hour is being played with. */
export const mostQuestionsAnHour = 60

/** The word alone, in the languages in which STOP is understood. */
const yes: ReadonlySet<string> = new Set(
  'yes sim sí si ja oui sì da да tak evet ya ano نعم हाँ हां はい 是 是的'.split(' '),
)

/** What a message says, as far as it can be an answer. */
export type Answer = { kind: 'text'; body: string } | { kind: 'button'; title: string }

const bare = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')

/** Whether a message can be a yes at all: most cannot, and cost no look at what was asked. */
export const mayBeYes = (answer: Answer): boolean => answer.kind === 'button' || yes.has(bare(answer.body))

/** Whether it is the yes to a question: the template's own button, or the word alone. */
export const saysYes = (answer: Answer, yesTitle: string | null): boolean =>
  answer.kind === 'button'
    ? yesTitle !== null
      ? bare(answer.title) === bare(yesTitle)
      : yes.has(bare(answer.title))
    : yes.has(bare(answer.body))
