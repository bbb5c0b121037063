import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

export const AgentMode = z.enum(['auto', 'draft', 'off'])
export const Brain = z.enum(['built_in', 'model', 'application'])

export const Agent = z
  .object({
    id,
    name: z.string(),
    /** auto: answers by itself. draft: a person approves each answer. off: silent. */
    mode: AgentMode,
    brain: Brain,
    language: z.string(),
    /** Tone and rules for the model brain. */
    instructions: z.string(),
    /** Said first in a new conversation; empty: nothing. */
    welcome: z.string(),
    applicationUrl: z.url().nullable(),
    /** How long to wait for further quick messages, in milliseconds. */
    debounceMs: z.number().int(),
    articleCount: z.number().int(),
    channelCount: z.number().int(),
    createdAt: instant,
  })
  .meta({ id: 'Agent' })

export const Article = z
  .object({
    id,
    agentId: id,
    title: z.string(),
    body: z.string(),
    source: z.enum(['editor', 'file']),
    fileName: z.string().nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'Article' })
export const ArticleLine = Article.omit({ body: true })
  .extend({ excerpt: z.string() })
  .meta({ id: 'ArticleLine' })

/** A piece of knowledge an answer was drawn from. */
export const Source = z
  .object({
    articleId: id,
    passageId: id,
    title: z.string(),
    excerpt: z.string(),
    score: z.number(),
  })
  .meta({ id: 'Source' })

export const Channel = z
  .object({
    id,
    senderId: id,
    address: z.string(),
    displayName: z.string().nullable(),
    connectorId: id,
    connectorName: z.string(),
    agentId: id,
    agentName: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'Channel' })

/** A number an agent could be given. `boundTo` names the agent that has it: "Already bound". */
export const ChannelChoice = z
  .object({
    senderId: id,
    address: z.string(),
    displayName: z.string().nullable(),
    connectorId: id,
    connectorName: z.string(),
    online: z.boolean(),
    boundTo: z.object({ agentId: id, agentName: z.string() }).nullable(),
  })
  .meta({ id: 'ChannelChoice' })

const tag = 'Agents'
const agentParams = z.object({ agentId: id })
const articleParams = z.object({ articleId: id })
const settings = {
  name: z.string().trim().min(1).max(80),
  mode: AgentMode,
  brain: Brain,
  language: z.string().trim().min(2).max(10),
  instructions: z.string().max(8000),
  welcome: z.string().max(1600),
  applicationUrl: z.url().max(2000).nullable(),
  debounceMs: z.number().int().min(0).max(30_000),
}
const articleText = z.object({
  title: z.string().trim().min(1).max(200),
  body: z.string().min(1).max(500_000),
})

export const agentOperations = {
  listAgents: operation({
    id: 'listAgents',
    method: 'GET',
    path: '/api/v1/agents',
    tag,
    summary: 'Agents',
    permission: 'agents.read',
    answer: z.object({ items: z.array(Agent) }),
  }),
  createAgent: operation({
    id: 'createAgent',
    method: 'POST',
    path: '/api/v1/agents',
    tag,
    summary: 'Create an agent',
    permission: 'agents.manage',
    status: 201,
    answer: Agent,
    refusals: ['brain_not_configured', 'address_not_allowed'],
    body: z.object({
      name: settings.name,
      mode: settings.mode.default('auto'),
      brain: settings.brain.default('built_in'),
      language: settings.language.default('en'),
      instructions: settings.instructions.default(''),
      welcome: settings.welcome.default(''),
      applicationUrl: settings.applicationUrl.default(null),
      debounceMs: settings.debounceMs.default(1000),
    }),
  }),
  getAgent: operation({
    id: 'getAgent',
    method: 'GET',
    path: '/api/v1/agents/{agentId}',
    tag,
    summary: 'An agent',
    permission: 'agents.read',
    params: agentParams,
    answer: Agent,
  }),
  updateAgent: operation({
    id: 'updateAgent',
    method: 'PATCH',
    path: '/api/v1/agents/{agentId}',
    tag,
    summary: 'Change an agent',
    permission: 'agents.manage',
    params: agentParams,
    body: z.object(settings).partial(),
    answer: Agent,
    refusals: ['brain_not_configured', 'address_not_allowed'],
  }),
  deleteAgent: operation({
    id: 'deleteAgent',
    method: 'DELETE',
    path: '/api/v1/agents/{agentId}',
    tag,
    summary: 'Delete an agent; its numbers fall silent',
    permission: 'agents.manage',
    params: agentParams,
    status: 204,
  }),
  tryAgent: operation({
    id: 'tryAgent',
    method: 'POST',
    path: '/api/v1/agents/{agentId}/try',
    tag,
    summary: 'Ask the agent without sending anything',
    permission: 'agents.read',
    params: agentParams,
    body: z.object({ question: z.string().trim().min(1).max(1600) }),
    answer: z.object({
      answer: z.string().nullable(),
      handOver: z.string().nullable(),
      sources: z.array(Source),
    }),
    refusals: ['brain_not_configured', 'application_unreachable'],
  }),
  listArticles: operation({
    id: 'listArticles',
    method: 'GET',
    path: '/api/v1/agents/{agentId}/articles',
    tag,
    summary: 'What the agent knows',
    permission: 'agents.read',
    params: agentParams,
    query: z.object({ search: z.string().max(200).optional() }),
    answer: z.object({ items: z.array(ArticleLine) }),
  }),
  createArticle: operation({
    id: 'createArticle',
    method: 'POST',
    path: '/api/v1/agents/{agentId}/articles',
    tag,
    summary: 'Write an article',
    permission: 'agents.manage',
    params: agentParams,
    body: articleText,
    status: 201,
    answer: Article,
  }),
  uploadArticle: operation({
    id: 'uploadArticle',
    method: 'POST',
    path: '/api/v1/agents/{agentId}/articles/upload',
    tag,
    summary: 'Upload Markdown, text, HTML or PDF',
    permission: 'agents.manage',
    params: agentParams,
    file: true,
    status: 201,
    answer: Article,
    refusals: ['file_not_readable', 'body_too_large', 'unsupported_media_type'],
  }),
  getArticle: operation({
    id: 'getArticle',
    method: 'GET',
    path: '/api/v1/articles/{articleId}',
    tag,
    summary: 'An article',
    permission: 'agents.read',
    params: articleParams,
    answer: Article,
  }),
  updateArticle: operation({
    id: 'updateArticle',
    method: 'PUT',
    path: '/api/v1/articles/{articleId}',
    tag,
    summary: 'Rewrite an article',
    permission: 'agents.manage',
    params: articleParams,
    body: articleText,
    answer: Article,
  }),
  deleteArticle: operation({
    id: 'deleteArticle',
    method: 'DELETE',
    path: '/api/v1/articles/{articleId}',
    tag,
    summary: 'Delete an article',
    permission: 'agents.manage',
    params: articleParams,
    status: 204,
  }),
  listChannels: operation({
    id: 'listChannels',
    method: 'GET',
    path: '/api/v1/channels',
    tag,
    summary: 'Which agent answers on which number',
    permission: 'agents.read',
    query: z.object({ agentId: id.optional() }),
    answer: z.object({ items: z.array(Channel) }),
  }),
  listChannelChoices: operation({
    id: 'listChannelChoices',
    method: 'GET',
    path: '/api/v1/channels/choices',
    tag,
    summary: 'Active numbers, and who has them',
    permission: 'agents.read',
    answer: z.object({ items: z.array(ChannelChoice) }),
  }),
  createChannel: operation({
    id: 'createChannel',
    method: 'POST',
    path: '/api/v1/channels',
    tag,
    summary: 'Give a number to an agent',
    permission: 'agents.manage',
    body: z.object({ agentId: id, senderId: id }),
    status: 201,
    answer: Channel,
    refusals: ['already_bound', 'sender_not_active'],
  }),
  deleteChannel: operation({
    id: 'deleteChannel',
    method: 'DELETE',
    path: '/api/v1/channels/{channelId}',
    tag,
    summary: 'Unbind the number; connector and sender stay as they are',
    permission: 'agents.manage',
    params: z.object({ channelId: id }),
    status: 204,
  }),
}
