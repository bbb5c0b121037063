import type { TemplateSuggestion } from '@parley/contract/templates.ts'
import type { z } from 'zod'
import { contactLanguage } from '#contacts/contact-language.ts'
import { findConversation } from '#conversations/find-conversation.ts'
import { serviceWindow } from '#conversations/service-window.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { approvedTemplates } from '#templates/approved-templates.ts'
import {
  type Candidate,
  categoriesFor,
  considerTemplates,
  type Intention,
  type Judge,
  type Ranked,
  rankTemplates,
} from '#templates/choose-template.ts'
import { fillTemplate } from '#templates/fill-template.ts'
import { findTemplate } from '#templates/find-template.ts'
import { listOptIns, readSenderFacts } from './send-store.ts'
import { connectorIsOurs, readKnown } from './suggestion-store.ts'

export interface SuggestionRoom {
  database: Database
  clock: Clock
  /** Chooses among the ranked; null: the ranking decides. */
  judge: Judge | null
}

export interface SuggestionWish {
  text: string
  conversationId?: string | undefined
  connectorId?: string | undefined
}

type Suggestion = z.input<typeof TemplateSuggestion>

/** Candidates that are shown beside the best. */
const mostOthers = 4

/** What a campaign's texts call the facts of each contact: to many, a variable is filled with the name of its fact. */
const namedFacts: Readonly<Record<string, string>> = Object.fromEntries(
  ['name', 'first_name', 'owner', 'owner_first_name']
    .map((name) => [`contact.${name}`, `{{${name}}}`])
    .concat([['lead.title', '{{lead.title}}']]),
)

/** Which approved template says best what is intended. */
export async function suggestTemplate(
  { database, clock, judge }: SuggestionRoom,
  organizationId: string,
  { text, conversationId, connectorId }: SuggestionWish,
) {
  const known = await database.withOrganization(organizationId, (tx) =>
    conversationId
      ? toContact(tx, { conversationId, connectorId }, text, clock.now())
      : toMany(tx, connectorId, text),
  )
  if (isRefusal(known)) return known
  const { intention, candidates } = known
  // A judge may think for seconds: no transaction is open meanwhile.
  const { ranked, excluded, chosen, judged } = await considerTemplates(intention, candidates, judge)
  const best = isRefusal(chosen) ? null : chosen
  // A person may decide for another language where nothing is suited in the contact's own; nobody else does.
  const inAny =
    best || ranked.length > 0 ? ranked : rankTemplates({ ...intention, language: null }, candidates).ranked
  const others = inAny.filter(({ id }) => id !== best?.id).slice(0, mostOthers)
  return await database.withOrganization(organizationId, async (tx) => {
    const show = (one: Ranked) => showSuggestion(tx, one, candidates)
    const count = (because: string) => excluded.filter((one) => one.because === because).length
    return {
      best: best && (await show(best)),
      others: (await Promise.all(others.map(show))).filter((one) => one !== null),
      judgedBy: judged ? ('model' as const) : ('ranking' as const),
      excluded: {
        language: count('language'),
        category: count('category'),
        variables: count('variables'),
      },
    }
  })
}

interface Ask {
  intention: Intention
  candidates: Candidate[]
}

async function toContact(
  tx: Tx,
  place: { conversationId: string; connectorId: string | undefined },
  text: string,
  at: Date,
): Promise<Ask | Refused> {
  const conversation = await findConversation(tx, place.conversationId)
  const isThere = place.connectorId === undefined || place.connectorId === conversation?.connectorId
  if (!conversation || !isThere) return refuse('not_found')
  const { contactId, senderId, connectorId, lastInboundAt } = conversation
  const sender = await readSenderFacts(tx, senderId)
  const [optIn] = sender ? await listOptIns(tx, [{ contactId, senderAddress: sender.address }]) : []
  const mayAdvertise = optIn !== undefined || serviceWindow(lastInboundAt, at).open
  const intention = {
    text,
    language: await contactLanguage(tx, contactId),
    categories: categoriesFor(mayAdvertise),
    facts: await readKnown(tx, contactId),
  }
  return { intention, candidates: await approvedTemplates(tx, connectorId) }
}

async function toMany(tx: Tx, connectorId: string | undefined, text: string): Promise<Ask | Refused> {
  if (!connectorId || !(await connectorIsOurs(tx, connectorId))) return refuse('not_found')
  const intention = { text, language: null, categories: categoriesFor(true), facts: namedFacts }
  return { intention, candidates: await approvedTemplates(tx, connectorId) }
}

async function showSuggestion(
  tx: Tx,
  { id, score, values, reasons }: Ranked,
  candidates: readonly Candidate[],
): Promise<Suggestion | null> {
  const template = await findTemplate(tx, id)
  const candidate = candidates.find((one) => one.id === id)
  if (!template || !candidate) return null
  const { name, language } = candidate
  const { preview } = fillTemplate(template, values)
  return { templateId: id, name, language, score, variables: values, preview, reasons }
}
