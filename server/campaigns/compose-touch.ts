import type { CampaignStep } from '@parley/contract/campaigns.ts'
import type { RefusalCode } from '@parley/contract/refusals.ts'
import { isRefusal, type Refused } from '#platform/refusal.ts'
import {
  bestSuited,
  type Candidate,
  categoriesFor,
  type Intention,
  type Ranked,
} from '#templates/choose-template.ts'

/** What is known of a contact, under the names a text may use: `name`, `first_name`, `owner`, `lead.title`, … */
export type ContactFacts = Readonly<Record<string, string>>

export interface Composed {
  text: string
  templateId: string | null
  variables: Record<string, string> | null
  /** The facts that went into it. */
  facts: Record<string, string>
  /** Why it must wait for a person; null when it may go. */
  held: RefusalCode | null
}

/** `{{name}}`, or `{{name|there}}` with what stands in when it is not known. */
const placeholder = /\{\{\s*([\w.]{1,60})\s*(?:\|([^{}]*))?\}\}/g

/** Fills facts into a text, and tells which were used and which are missing. */
export function mergeFacts(text: string, facts: ContactFacts) {
  const used: Record<string, string> = {}
  const missing: string[] = []
  const merged = text.replaceAll(placeholder, (_, key: string, instead: string | undefined) => {
    const value = facts[key]?.trim()
    if (value) used[key] = value
    else if (instead === undefined) missing.push(key)
    return value || (instead ?? '')
  })
  return { text: merged, used, missing }
}

/** Who a touch is for, as far as the choice of a template asks. */
export interface Reader {
  /** Null where nothing tells it. */
  language: string | null
  /** Whether they agreed to hear from us. Meta: an advertisement needs that. */
  optedIn: boolean
}

/**
 * One step for one contact, by merging: no fact is made up, and what lacks one is held for a person. The template is the sibling of
 * the chosen one in the contact's language; a language it does not have falls back to the chosen one. Where nobody chose, the best suited
 * one stands behind the text.
 * @param body the text as an outbound agent worded it; without, the step's own
 * @param choose which template says best what is intended
 */
export function composeTouch(
  step: CampaignStep,
  facts: ContactFacts,
  reader: Reader,
  approved: readonly Candidate[],
  body: Body = mergeFacts(step.text, facts),
  choose: (intention: Intention) => Ranked | Refused = (intention) => bestSuited(intention, approved),
): Composed {
  const intention = intentionOf(step, facts, reader, body)
  if (intention) return withBestSuited(body, choose(intention))
  const template = siblingFor(step.templateId, reader.language, approved)
  const values = (template?.variables ?? []).map(
    ({ key }) => [key, mergeFacts(step.variables[key] ?? '', facts)] as const,
  )
  const missing = [...body.missing, ...values.flatMap(([, value]) => value.missing)]
  const isEmpty = values.some(([, value]) => value.text.trim() === '')
  const held =
    missing.length > 0 || isEmpty
      ? 'template_variables_missing'
      : template
        ? null
        : step.templateId === null
          ? 'template_not_suited'
          : 'template_not_approved'
  return {
    text: body.text,
    templateId: template?.id ?? null,
    variables: template ? Object.fromEntries(values.map(([key, value]) => [key, value.text])) : null,
    facts: Object.assign({}, body.used, ...values.map(([, value]) => value.used)) as Record<string, string>,
    held,
  }
}

type Body = ReturnType<typeof mergeFacts>

/** What a template is to say where nobody chose one; null where one was chosen, or there is nothing whole to say. */
export function intentionOf(
  { templateId }: CampaignStep,
  facts: ContactFacts,
  { language, optedIn }: Reader,
  { text, missing }: Body,
): Intention | null {
  if (templateId !== null || missing.length > 0 || text === '') return null
  const known = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name.includes('.') ? name : `contact.${name}`, value]),
  )
  return { text, language: language ?? 'en', categories: categoriesFor(optedIn), facts: known }
}

/** The template that says best what the text says stands behind it, or none. */
const withBestSuited = ({ text, used }: Body, best: Ranked | Refused): Composed =>
  isRefusal(best)
    ? { text, templateId: null, variables: null, facts: used, held: null }
    : { text, templateId: best.id, variables: best.values, facts: used, held: null }

function siblingFor(
  templateId: string | null,
  language: string | null,
  approved: readonly Candidate[],
): Candidate | undefined {
  const chosen = approved.find(({ id }) => id === templateId)
  if (!chosen || language === null) return chosen
  const siblings = approved.filter(({ name }) => name === chosen.name)
  const plain = (code: string) => code.toLowerCase().replace('_', '-')
  const base = (code: string) => plain(code).split('-')[0]
  return (
    siblings.find((one) => plain(one.language) === plain(language)) ??
    siblings.find((one) => base(one.language) === base(language)) ??
    chosen
  )
}
