import type { FactUse, UsedFact } from '@parley/contract/outbound.ts'
import type { z } from 'zod'
import type { OutboundAgentRow } from '#agents/outbound-agent.ts'
import { isPlainDatum } from './said-in-text.ts'

/** Something a text may say, under the name it has in a text: `first_name`, `lead.title`, `org.warranty`. */
export interface Fact extends z.infer<typeof UsedFact> {
  /** Whether the organization itself wrote it. What a contact or a cell of a list says is data: quoted whole or not at all. */
  trusted: boolean
}

/** What is known of a contact, as the database has it. */
export interface Known {
  name: string
  language: string | null
  owner: string | null
  tags: readonly string[]
  /** Fields of the organization's own, by a name that can stand in a text. */
  fields: Readonly<Record<string, string>>
  lead: { title: string; value: number | null; currency: string; stage: string; pipeline: string } | null
}

/** Facts by the use that allows them. */
type Found = readonly [FactUse, Fact]

/**
 * Everything a text may say to a contact. Without an outbound agent a person words the plan, and everything known may
 * stand in it; with one, what the agent may use, and the facts of the organization.
 */
export function factsOf(known: Known, agent: OutboundAgentRow | null, language: string): Fact[] {
  // A name that is no name has no first word either.
  const heard = agent !== null && !isPlainDatum(known.name) ? { ...known, name: '' } : known
  const found = [...ofContact(heard), ...ofLead(known, language), ...ofOwner(known)]
  const allowed = found
    .filter(
      ([use, { trusted, value }]) =>
        agent === null || (agent.uses.includes(use) && (trusted || isPlainDatum(value))),
    )
    .map(([, one]) => one)
  const ours = (agent?.facts ?? []).map(({ name, value, source }): Fact => ({
    name: `org.${name}`,
    value,
    source: 'organization',
    detail: source,
    trusted: true,
  }))
  return [...allowed, ...ours].filter(({ value }) => value.trim() !== '')
}

const fact = (name: string, value: string, source: Fact['source'], trusted = false): Fact => ({
  name,
  value: value.trim(),
  source,
  detail: null,
  trusted,
})

const firstWord = (text: string): string => text.trim().split(/\s+/)[0] ?? ''

function ofContact({ name, tags, fields }: Known): Found[] {
  return [
    ['contact.name', fact('name', name, 'contact')],
    ['contact.name', fact('first_name', firstWord(name), 'contact')],
    ['contact.tags', fact('tags', tags.join(', '), 'contact')],
    ...Object.entries(fields).map(([key, value]): Found => [
      'contact.fields',
      fact(`field.${key}`, value, 'contact'),
    ]),
  ]
}

function ofLead({ lead }: Known, language: string): Found[] {
  if (!lead) return []
  const { title, value, currency, stage, pipeline } = lead
  return [
    ['lead.title', fact('lead.title', title, 'lead')],
    [
      'lead.value',
      fact('lead.value', value === null ? '' : moneyIn(value, currency, language), 'lead', true),
    ],
    ['lead.stage', fact('lead.stage', stage, 'lead', true)],
    ['lead.pipeline', fact('lead.pipeline', pipeline, 'lead', true)],
  ]
}

function ofOwner({ owner }: Known): Found[] {
  return owner === null
    ? []
    : [
        ['owner.name', fact('owner', owner, 'owner', true)],
        ['owner.name', fact('owner_first_name', firstWord(owner), 'owner', true)],
      ]
}

/** Millionths of a currency, as people of that language write it. */
function moneyIn(value: number, currency: string, language: string): string {
  const whole = value % 1_000_000 === 0
  return new Intl.NumberFormat(asTag(language), {
    style: 'currency',
    currency,
    ...(whole ? { maximumFractionDigits: 0 } : {}),
  })
    .format(value / 1_000_000)
    .replaceAll(/\s/g, ' ')
}

/** A language code as JavaScript takes it; English for one it does not know. */
function asTag(language: string): string {
  const tag = language.replace('_', '-')
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
