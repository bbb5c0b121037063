import type { Agent as AgentShape, Article as ArticleShape } from '@parley/contract/agents.ts'
import type { z } from 'zod'

type Shown = z.infer<typeof AgentShape>

/** An agent as its settings say. */
export interface AgentRow {
  id: string
  name: string
  mode: Shown['mode']
  brain: Shown['brain']
  language: string
  instructions: string
  welcome: string
  applicationUrl: string | null
  debounceMs: number
  createdAt: Date
}

export type AgentSettings = Omit<AgentRow, 'id' | 'createdAt'>

export interface ArticleRow {
  id: string
  agentId: string
  title: string
  body: string
  source: z.infer<typeof ArticleShape>['source']
  fileName: string | null
  updatedAt: Date
}
