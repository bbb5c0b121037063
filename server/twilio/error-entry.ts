/** What may be done after an error. */
export type RetryClass =
  /** The same message to the same person will fail again. */
  | 'never'
  /** Surely not processed, or passing: try again with a growing pause. */
  | 'later'
  /** A daily limit: try again when 24 hours have gone. */
  | 'next-day'
  /** Unclear or rare: one more try after a pause, then give up. */
  | 'once-later'
  /** Somebody has to change something first; then it may be sent again. */
  | 'fix-first'
  /** The credentials or the account are refused: everything of this connector rests until they work. */
  | 'credentials'
  /** It may have gone out: never again without a person or proof. */
  | 'careful'
  /** A notice: nothing failed, or what failed is not a message of ours. */
  | 'none'

/** Where a code shows up: in the answer to a request, later in a status callback, or only in Twilio's error log. */
export type Surface = 'sync' | 'async' | 'log'

export type Language = 'en' | 'pt'

/** Plain words about an error: its name, what happened, and what to do. */
export interface Text {
  title: string
  happened: string
  remedy: string
}

/** One row of the dictionary; each text is title, what happened, remedy. */
export interface ErrorRow {
  retry: RetryClass
  surface: Surface
  en: readonly [title: string, happened: string, remedy: string]
  pt: readonly [title: string, happened: string, remedy: string]
}

export type ErrorRows = Readonly<Record<number, ErrorRow>>
