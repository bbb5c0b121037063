import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

interface Change {
  topic: string
  subjectId: string
  facts: Record<string, unknown>
}

/** Which queries a change makes stale: the first parts of their keys. */
const staleBy: Record<string, readonly string[]> = {
  conversation: ['conversations', 'inbox-counts', 'conversation', 'notes', 'checklist'],
  message: ['messages', 'message', 'open-messages', 'inbox-counts'],
  notification: ['notifications'],
  connector: ['connectors', 'connector', 'senders', 'checklist'],
  sender: ['connectors', 'connector', 'senders', 'checklist'],
  agent: ['agents', 'agent', 'articles', 'article', 'checklist'],
  channel: ['channels', 'agents', 'agent', 'senders', 'checklist', 'conversation'],
  contact: ['contacts', 'contact', 'timeline'],
}

/** Changes that come together are asked for together. */
const gatherFor = 80

/** Keeps what the browser remembers true while the app is open: the server says what changed, and it is asked again. */
export function useLive(organizationId: string | null): void {
  const client = useQueryClient()
  useEffect(() => {
    if (organizationId === null) return
    return follow(client)
  }, [client, organizationId])
}

function follow(client: QueryClient): () => void {
  const gathered = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const keys = [...gathered]
    gathered.clear()
    for (const key of keys) void client.invalidateQueries({ queryKey: [key] })
  }
  const source = new EventSource('/api/v1/live')
  source.addEventListener('change', ({ data }) => {
    const { topic } = JSON.parse(data as string) as Change
    for (const key of staleBy[topic] ?? []) gathered.add(key)
    timer ??= setTimeout(flush, gatherFor)
  })
  // After a gap nobody knows what was missed.
  const reload = () => void client.invalidateQueries()
  source.addEventListener('reset', reload)
  let opened = false
  source.addEventListener('ready', () => {
    if (opened) reload()
    opened = true
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
