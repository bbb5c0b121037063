import type { ComposeNote } from '@parley/contract/outbound.ts'
import type { z } from 'zod'
import { detectLanguage } from '#agents/language.ts'
import { baseOf } from '#agents/outbound-agent.ts'
import type { Fact } from './fact.ts'
import {
  currenciesIn,
  datesIn,
  type FindSaid,
  isPlainDatum,
  linksIn,
  numbersIn,
  promisesIn,
} from './said-in-text.ts'
import { strangeName } from './strange-name.ts'

export type Finding = z.infer<typeof ComposeNote>

/** What a text may rest on. */
export interface Ground {
  /** Those the composer was given. */
  facts: readonly Fact[]
  /** What the organization wrote: brief, goal, the text of the step, how it greets. */
  texts: readonly string[]
  language: string
}

/** A campaign's text is short: what is longer is not read. */
export const composedLimit = 1000

/**
 * Whether a text says only what it was given: every link, price, number, date, promise and proper name must stand in the
 * facts or in what the organization wrote. What a contact or a list says counts only where it is quoted whole. Null: it may go.
 */
export function checkComposed(text: string, ground: Ground): Finding | null {
  if (text.trim() === '') return { kind: 'empty', what: '' }
  if (text.length > composedLimit) return { kind: 'length', what: String(text.length) }
  const spoken = detectLanguage(text)
  if (spoken !== null && spoken !== baseOf(ground.language)) return { kind: 'language', what: spoken }
  const trusted = ground.facts.filter((fact) => fact.trusted)
  const given = [...ground.texts, ...trusted.map(({ value }) => value)].join('\n')
  const rest = withoutQuotes(text, ground.facts)
  return (
    strange(rest, given, 'link', linksIn) ??
    strange(rest, given, 'price', currenciesIn) ??
    strange(rest, given, 'claim', promisesIn) ??
    strange(rest, given, 'date', datesIn) ??
    strange(rest, given, 'number', numbersIn) ??
    strangeName(rest, given, baseOf(ground.language))
  )
}

/** The text without what it quotes of strangers. A number beside a percent sign or a currency is no quotation. */
function withoutQuotes(text: string, facts: readonly Fact[]): string {
  const quoted = facts.filter(({ trusted, value }) => !trusted && value.length > 1 && isPlainDatum(value))
  return quoted
    .map(({ value }) => value)
    .sort((a, b) => b.length - a.length)
    .reduce((left, value) => left.replaceAll(wholeWord(value), 'x'), text)
}

const wholeWord = (value: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}€$£]|[€$£] )${literal(value)}(?![\p{L}\p{N}]| ?[%€$£]| (?:percent|por|prozent))`,
    'gu',
  )

const literal = (value: string): string => value.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)

function strange(text: string, given: string, kind: Finding['kind'], find: FindSaid): Finding | null {
  const known = new Set(find(given).map(({ means }) => means))
  const found = find(text).find(({ means }) => !known.has(means))
  return found ? { kind, what: found.said } : null
}
