import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { detectLanguage, dictionaryOf } from './language.ts'
import { genericWords } from './generic-words.ts'

/** A passage and how much of the question it speaks of: 1 is all of its words, 0 none. */
export interface Retrieved {
  passageId: string
  articleId: string
  title: string
  text: string
  score: number
}

/**
 * The passages of an agent's knowledge that speak of a question, best first. A word counts by how rare it is in this
 * knowledge; words of asking ("time", "cost", "have") hardly count; a misspelled word counts as the nearest known one.
 * Deterministic: the same question finds the same passages.
 */
export async function retrieve(
  tx: Tx,
  agentId: string,
  question: string,
  limit: number,
): Promise<Retrieved[]> {
  const agent = await languageOfAgent(tx, agentId)
  if (agent === undefined || question.trim() === '') return []
  const language = detectLanguage(question) ?? agent
  const asked = await weighWords(tx, agentId, question, language, agent)
  const known = asked.filter(({ lexeme }) => lexeme !== null)
  const total = asked.reduce((sum, { weight }) => sum + weight, 0)
  if (known.length === 0 || total === 0) return []
  const { rows } = await sql<Retrieved>`
    with asked as (
      select * from unnest(${known.map(({ lexeme }) => lexeme)}::text[], ${known.map(({ weight }) => weight)}::float8[]) as a (lexeme, weight)
    ), found as (
      select passage.id, sum(weight) as covered,
        sum(weight) filter (where passage.search @@ (quote_literal(lexeme) || ':A')::tsquery) as in_heading
      from passage join asked on passage.search @@ quote_literal(lexeme)::tsquery
      where passage.organization_id = ${tx.organizationId} and passage.agent_id = ${agentId}
      group by passage.id
    )
    select passage.id as passage_id, article_id, article.title, text, round((covered / ${total}::float8)::numeric, 4)::float8 as score
    from found join passage on passage.organization_id = ${tx.organizationId} and passage.id = found.id
    join article on article.organization_id = passage.organization_id and article.id = passage.article_id
    order by covered + 0.5 * coalesce(in_heading, 0) desc, length(article.title), position, passage.id
    limit ${limit}`.execute(tx.db)
  return rows
}

async function languageOfAgent(tx: Tx, agentId: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('agent')
    .select('language')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', agentId)
    .executeTakeFirst()
  return row?.language
}

interface Word {
  /** As the knowledge spells it; null when it does not have it. */
  lexeme: string | null
  weight: number
}

/** A word of asking weighs this little beside any other. */
const genericWeight = 0.15
/** A question is long or hostile beyond this many different words; the longest ones that are not of asking are kept. */
const mostWords = 40
/** Each is compared with every word of the knowledge. */
const mostMisspelled = 8
const longestWord = 40
/** Trigram likeness from which a word counts as a misspelling. */
const alike = 0.45

async function weighWords(
  tx: Tx,
  agentId: string,
  question: string,
  language: string,
  agentLanguage: string,
): Promise<Word[]> {
  // In the agent's language its stems are compared; a question in another one is compared word by word.
  const native = dictionaryOf(language) === dictionaryOf(agentLanguage)
  const { rows } = await sql<{
    lexeme: string
    frequency: number
    passages: number
    near: string | null
    generic: boolean
  }>`
    with plain as (
      select unaccent(lower(regexp_replace(${question.slice(0, 2000)}, '(\\w)-(\\w)', '\\1\\2', 'g'))) as text
    ), words as (
      select distinct (to_tsvector('simple', word))::text as simple, word from plain, regexp_split_to_table(text, '[^[:alnum:]'']+') as word
      where length(word) between 1 and ${longestWord} and to_tsvector(${dictionaryOf(language)}::regconfig, word) <> ''::tsvector
    ), asked as (
      select distinct on (lexeme) lexeme, word = any(${genericWords(language).map(withoutAccents)}::text[]) as generic
      from words, unnest(case when ${native} then to_tsvector(${dictionaryOf(language)}::regconfig, word) else to_tsvector('simple', word) end)
      order by lexeme, generic
    ), chosen as (
      select * from asked order by generic, length(lexeme) desc, lexeme limit ${mostWords}
    ), mine as materialized (
      select search from passage where organization_id = ${tx.organizationId} and agent_id = ${agentId}
    ), counted as (
      select lexeme, generic, (select count(*) from mine where search @@ quote_literal(lexeme)::tsquery)::int as frequency from chosen
    ), unknown as (
      select lexeme from counted where frequency = 0 and length(lexeme) >= 5 order by length(lexeme) desc, lexeme limit ${mostMisspelled}
    ), vocabulary as materialized (
      select distinct lexeme from mine, unnest(search)
      where exists (select from unknown) and length(lexeme) >= 4
    )
    select lexeme, generic, frequency, (select count(*) from mine)::int as passages,
      case when lexeme in (select lexeme from unknown) then (
        select vocabulary.lexeme from vocabulary where similarity(vocabulary.lexeme, counted.lexeme) >= ${alike}
        order by similarity(vocabulary.lexeme, counted.lexeme) desc, vocabulary.lexeme limit 1) end as near
    from counted`.execute(tx.db)
  return rows.map(({ lexeme, frequency, passages, near, generic }) => ({
    lexeme: frequency > 0 ? lexeme : near,
    weight: generic ? genericWeight : Math.log(1 + (passages + 1) / (frequency + 1)),
  }))
}

const withoutAccents = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '')
