import { refuse, type Refused } from '#platform/refusal.ts'
import { findValues } from './find-values.ts'
import { fillVariables, type TemplateVariable } from './fill-variables.ts'
import { likeness, rarityOf, termsOf } from './likeness.ts'
import { fillText } from './render-template.ts'

/** What somebody wants to say, outside the service window. */
export interface Intention {
  text: string
  /** Of the contact, as Meta spells it: `en`, `pt_BR`; null when nobody knows it, and any will do. */
  language: string | null
  /** Those the contact's consent allows. */
  categories: readonly string[]
  /** What is known, by name: `contact.name`, `lead.title`. */
  facts: Readonly<Record<string, string>>
  /** Taken when there is nothing suited in the contact's own language; without it, nothing is. */
  fallbackLanguage?: string | null
}

/** An approved template. */
export interface Candidate {
  id: string
  name: string
  language: string
  category: string
  body: string
  variables: readonly TemplateVariable[]
}

export interface Ranked {
  id: string
  /** From 0 to 1. */
  score: number
  /** What the score is made of, each from 0 to 1. */
  parts: {
    /** 1 the contact's language, 0.9 another form of it, 0.5 the fallback. */
    language: number
    /** How alike the intended text and the template are in what they are for. */
    likeness: number
    /** How many of the dates, times, amounts, … of the text the template passes on. */
    carried: number
  }
  /** A value for every variable. */
  values: Record<string, string>
  reasons: string[]
}

export interface Ranking {
  /** Best first. */
  ranked: Ranked[]
  /** Candidates that cannot be sent to this contact with what is known, whatever they say. */
  excluded: { id: string; because: 'language' | 'category' | 'variables' }[]
}

/** Below this likeness nothing is chosen by itself. */
const floor = 0.36

/** Which of the candidates says best what is intended: what may be sent at all, then by language, then by score. */
export function rankTemplates(intention: Intention, candidates: readonly Candidate[]): Ranking {
  const excluded: Ranking['excluded'] = []
  const possible: { candidate: Candidate; language: number; values: Record<string, string> }[] = []
  for (const candidate of candidates) {
    const language = languageFit(candidate.language, intention)
    const values =
      language > 0 && intention.categories.includes(candidate.category)
        ? fillVariables(candidate.body, candidate.variables, intention.text, intention.facts)
        : null
    if (values) possible.push({ candidate, language, values })
    else excluded.push({ id: candidate.id, because: whyNot(language, candidate, intention) })
  }
  // How rare a word is, is judged among all templates of a language, also those that cannot be filled this time.
  const rarities = Map.groupBy(candidates, ({ language }) => baseOf(language))
  const rank = ({ candidate, language, values }: (typeof possible)[number]): Ranked => {
    const others = rarities.get(baseOf(candidate.language)) ?? []
    const parts = { language, ...compare(intention, candidate, values, others) }
    const score = parts.likeness * (leastCarried + (1 - leastCarried) * parts.carried)
    return { id: candidate.id, score, parts, values, reasons: reasonsOf(parts, candidate) }
  }
  const suited = ({ score }: Ranked) => (score >= floor ? 1 : 0)
  const ranked = possible
    .map(rank)
    .sort(
      (a, b) =>
        suited(b) - suited(a) ||
        suited(a) * (b.parts.language - a.parts.language) ||
        b.score - a.score ||
        a.id.localeCompare(b.id),
    )
  return { ranked, excluded }
}

function whyNot(
  language: number,
  { category }: Candidate,
  { categories }: Intention,
): Ranking['excluded'][number]['because'] {
  if (language === 0) return 'language'
  return categories.includes(category) ? 'variables' : 'category'
}

/** What a template keeps of its score when it passes on nothing of the values in the text. */
const leastCarried = 0.7

const baseOf = (language: string): string => language.slice(0, 2).toLowerCase()

function languageFit(language: string, { language: wanted, fallbackLanguage }: Intention): number {
  if (wanted === null) return 1
  if (language === wanted) return 1
  if (baseOf(language) === baseOf(wanted)) return 0.9
  return fallbackLanguage && baseOf(language) === baseOf(fallbackLanguage) ? 0.5 : 0
}

function compare(
  { text }: Intention,
  candidate: Candidate,
  values: Readonly<Record<string, string>>,
  others: readonly Candidate[],
): Pick<Ranked['parts'], 'likeness' | 'carried'> {
  const rarity = rarityOf(others.map(saidBy))
  const { ofIntended, ofOffered } = likeness(
    termsOf(withoutValues(text), candidate.language),
    saidBy(candidate),
    rarity,
  )
  const told = findValues(text).filter(({ kind }) => kind !== 'name' && kind !== 'number')
  const said = fillText(candidate.body, values)
  const carried = told.filter(({ value }) => said.includes(value)).length
  return {
    likeness: intendedShare * ofIntended + (1 - intendedShare) * ofOffered,
    carried: told.length === 0 ? 1 : carried / told.length,
  }
}

/** That the text is covered counts more than that the template says nothing beside it: templates are polite. */
const intendedShare = 0.6

/** The body, and the name, which was given to say what it is for. */
const saidBy = ({ body, name, language }: Candidate): string[] => [
  ...termsOf(body, language),
  ...termsOf(name.replaceAll('_', ' '), 'en').filter((term) => term.startsWith('=')),
]

/** Values are passed on, not compared. */
const withoutValues = (text: string): string =>
  findValues(text).reduce((rest, { value }) => rest.replace(value, ' '), text)

function reasonsOf({ language, likeness: alike, carried }: Ranked['parts'], candidate: Candidate): string[] {
  const spoken =
    language === 1 ? 'language' : language >= 0.9 ? 'other_form_of_language' : 'fallback_language'
  return [
    spoken,
    `category_${candidate.category.toLowerCase()}`,
    candidate.variables.length === 0 ? 'no_variables' : 'all_variables_filled',
    ...(alike >= 0.6 ? ['very_alike'] : alike >= floor ? ['alike'] : ['hardly_alike']),
    ...(carried < 1 ? ['leaves_something_out'] : []),
  ]
}

/** A ranked template as a judge sees it. */
export interface Offered extends Ranked {
  name: string
  /** With the values in it. */
  says: string
}

/**
 * Picks one of the offered templates by its id, or none (null); undefined when it gave no answer. It is asked only, never
 * believed: see `considerTemplates`.
 */
export type Judge = (intention: Intention, offered: readonly Offered[]) => Promise<string | null | undefined>

/** What a judge is shown. */
const shownToJudge = 8

export interface Considered extends Ranking {
  chosen: Ranked | Refused
  /** Whether a judge's word decided. */
  judged: boolean
}

/**
 * The one template to send, or the refusal to send any: the best ranked above the floor; with a judge, the one it names
 * among the best ranked. What it names beyond those does not count.
 */
export async function considerTemplates(
  intention: Intention,
  candidates: readonly Candidate[],
  judge?: Judge | null,
): Promise<Considered> {
  const ranking = rankTemplates(intention, candidates)
  const { ranked } = ranking
  const [best] = ranked
  if (judge && best) {
    const offered = ranked.slice(0, shownToJudge).map((one) => offer(one, candidates))
    const named = await judge(intention, offered)
    const chosen = ranked.slice(0, shownToJudge).find(({ id }) => id === named)
    if (chosen) return { ...ranking, chosen, judged: true }
    if (named === null) return { ...ranking, chosen: notSuited(best), judged: true }
  }
  return { ...ranking, chosen: suitedOr(best), judged: false }
}

function offer(ranked: Ranked, candidates: readonly Candidate[]): Offered {
  const { name = '', body = '' } = candidates.find(({ id }) => id === ranked.id) ?? {}
  return { ...ranked, name, says: fillText(body, ranked.values) }
}

/** What `considerTemplates` chooses. */
export const chooseTemplate = async (
  intention: Intention,
  candidates: readonly Candidate[],
  judge?: Judge,
): Promise<Ranked | Refused> => (await considerTemplates(intention, candidates, judge)).chosen

/** `chooseTemplate` without a judge. */
export function bestSuited(intention: Intention, candidates: readonly Candidate[]): Ranked | Refused {
  return suitedOr(rankTemplates(intention, candidates).ranked[0])
}

/** Meta: an advertisement needs an opt-in; what concerns people who wrote before does not. */
export const categoriesFor = (optedIn: boolean): readonly string[] =>
  optedIn ? ['UTILITY', 'MARKETING'] : ['UTILITY']

const suitedOr = (best: Ranked | undefined): Ranked | Refused =>
  best && best.score >= floor ? best : notSuited(best)

const notSuited = (best: Ranked | undefined): Refused =>
  refuse('template_not_suited', best ? { nearest: best.id, score: best.score } : {})
