import { paths } from '../../ui/paths.ts'

export interface Step {
  step: 'connector' | 'sender' | 'webhook' | 'agent' | 'channel' | 'first_message'
  done: boolean
  connectorId: string | null
  agentId: string | null
}

interface Place {
  to: string
  params?: Record<string, string>
  search?: Record<string, unknown>
}

/** Where a step is done: on the thing that is there already, or where the first one is made. */
export function placeOf({ step, connectorId, agentId }: Step): Place {
  switch (step) {
    case 'connector':
    case 'sender':
    case 'webhook':
      return connectorId ? { to: paths.connector, params: { connectorId } } : { to: paths.newConnector }
    case 'agent':
      return { to: paths.agents, search: { create: true } }
    case 'channel':
      return agentId
        ? { to: paths.agent, params: { agentId }, search: { tab: 'channels' } }
        : { to: paths.agents }
    case 'first_message':
      return { to: paths.inbox }
  }
}
