import { z } from 'zod'
import { AgentMode, Article, Source } from './agents.ts'
import { id, instant, operation } from './operation.ts'

/** What always goes to the person, in several languages. */
export const ReservedTopic = z.enum([
  'prices',
  'discounts',
  'contracts',
  'payments',
  'refunds',
  'cancellations',
  'guarantees',
  'complaints',
  'legal',
])
export type ReservedTopic = z.infer<typeof ReservedTopic>

const member = z.object({ memberId: id, name: z.string() })

/** Answers the contacts of one member in their place. */
export const Twin = z
  .object({
    /** Null: the member has not set it up yet; the rest is what it would begin with. */
    id: id.nullable(),
    name: z.string(),
    member,
    /** What it does for the member's contacts where nothing else is said of them. */
    mode: AgentMode,
    brain: z.enum(['built_in', 'model']),
    language: z.string(),
    instructions: z.string(),
    topics: z.array(ReservedTopic),
    /** Words of the member's own that mark a topic as theirs. */
    words: z.array(z.string()),
    /** Contacts for whom something else is said. */
    exceptionCount: z.number().int(),
  })
  .meta({ id: 'Twin' })

/** That a member has a twin, and how far it goes; what it knows and is told is the member's own. */
export const TwinLine = z
  .object({
    id,
    name: z.string(),
    member,
    mode: AgentMode,
    exceptionCount: z.number().int(),
    updatedAt: instant,
  })
  .meta({ id: 'TwinLine' })

/** What the twin of a contact's owner does for this contact. */
export const ContactTwin = z
  .object({
    /** The twin of the contact's owner; null: the contact has no owner, or the owner has no twin. */
    twin: z.object({ id, name: z.string(), member, mode: AgentMode }).nullable(),
    /** What is said of this contact; null: as for the owner's other contacts. */
    mode: AgentMode.nullable(),
    /** What it comes to. */
    effective: AgentMode,
  })
  .meta({ id: 'ContactTwin' })

const tag = 'Digital twins'
const own = { tag, permission: 'twin.own' } as const
const article = z.object({
  title: z.string().trim().min(1).max(200),
  body: z.string().min(1).max(100_000),
})
const contact = z.object({ contactId: id })
const articleParams = z.object({ twinArticleId: id })

export const twinOperations = {
  getTwin: operation({
    ...own,
    id: 'getTwin',
    method: 'GET',
    path: '/api/v1/twin',
    summary: 'Your own digital twin, or what it would begin with',
    answer: Twin,
  }),
  saveTwin: operation({
    ...own,
    id: 'saveTwin',
    method: 'PUT',
    path: '/api/v1/twin',
    summary: 'Set up your digital twin, or change it',
    body: z.object({
      name: z.string().trim().min(1).max(80).optional(),
      mode: AgentMode,
      brain: z.enum(['built_in', 'model']).default('built_in'),
      language: z.string().trim().min(2).max(10).default('en'),
      instructions: z.string().max(8000).default(''),
      topics: z.array(ReservedTopic).default([...ReservedTopic.options]),
      words: z.array(z.string().trim().min(2).max(60)).max(100).default([]),
    }),
    answer: Twin,
    refusals: ['brain_not_configured'],
  }),
  tryTwin: operation({
    ...own,
    id: 'tryTwin',
    method: 'POST',
    path: '/api/v1/twin/try',
    summary: 'Ask your digital twin without sending anything',
    body: z.object({ question: z.string().trim().min(1).max(1600) }),
    answer: z.object({
      answer: z.string().nullable(),
      handOver: z.string().nullable(),
      sources: z.array(Source),
    }),
    refusals: ['brain_not_configured', 'no_twin'],
  }),
  listTwins: operation({
    tag,
    permission: 'agents.read',
    id: 'listTwins',
    method: 'GET',
    path: '/api/v1/twins',
    summary: 'Who has a digital twin',
    answer: z.object({ items: z.array(TwinLine) }),
  }),
  listTwinArticles: operation({
    ...own,
    id: 'listTwinArticles',
    method: 'GET',
    path: '/api/v1/twin/articles',
    summary: 'What your digital twin knows',
    answer: z.object({ items: z.array(Article) }),
  }),
  createTwinArticle: operation({
    ...own,
    id: 'createTwinArticle',
    method: 'POST',
    path: '/api/v1/twin/articles',
    summary: 'Teach your digital twin something',
    body: article,
    status: 201,
    answer: Article,
    refusals: ['no_twin'],
  }),
  updateTwinArticle: operation({
    ...own,
    id: 'updateTwinArticle',
    method: 'PUT',
    path: '/api/v1/twin/articles/{twinArticleId}',
    summary: 'Rewrite something it knows',
    params: articleParams,
    body: article,
    answer: Article,
  }),
  deleteTwinArticle: operation({
    ...own,
    id: 'deleteTwinArticle',
    method: 'DELETE',
    path: '/api/v1/twin/articles/{twinArticleId}',
    summary: 'Make it forget something',
    params: articleParams,
    status: 204,
  }),
  getContactTwin: operation({
    tag,
    permission: 'contacts.read',
    id: 'getContactTwin',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/twin',
    summary: 'Whether a digital twin answers this contact',
    params: contact,
    answer: ContactTwin,
  }),
  setContactTwin: operation({
    tag,
    permission: 'twin.own',
    id: 'setContactTwin',
    method: 'PUT',
    path: '/api/v1/contacts/{contactId}/twin',
    summary: 'Say what your digital twin does for this contact; others may only switch it off',
    params: contact,
    body: z.object({ mode: AgentMode.nullable() }),
    answer: ContactTwin,
    refusals: ['no_twin', 'twin_not_yours'],
  }),
}
