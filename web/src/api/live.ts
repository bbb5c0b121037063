import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

interface Change {
  topic: string
  subjectId: string
  facts: Record<string, unknown>
}

/** Which queries a change makes stale: the first parts of their keys. */
const staleBy: Record<string, readonly string[]> = {
  conversation: ['conversations', 'inbox-counts', 'notes', 'checklist'],
  message: ['message', 'open-messages', 'inbox-counts'],
  notification: ['notifications'],
  connector: ['connectors', 'connector', 'senders', 'checklist'],
  sender: ['connectors', 'connector', 'senders', 'checklist'],
  agent: ['agents', 'agent', 'articles', 'article', 'checklist'],
  channel: ['channels', 'agents', 'agent', 'senders', 'checklist', 'conversation'],
  contact: ['contacts'],
}

/** The keys a change makes stale. What belongs to one conversation or contact is asked again for that one alone. */
export function staleAfter({ topic, subjectId, facts }: Change): (readonly string[])[] {
  const keys: (readonly string[])[] = (staleBy[topic] ?? []).map((noun) => [noun])
  if (topic === 'conversation') keys.push(['conversation', subjectId])
  if (topic === 'contact') keys.push(['contact', subjectId], ['timeline', subjectId])
  if (topic === 'message') {
    const { conversationId } = facts
    // A status changes what needs attention, and nothing else of the list.
    keys.push(['conversations', 'attention'])
    keys.push(typeof conversationId === 'string' ? ['messages', conversationId] : ['messages'])
  }
  return keys
}

/** Changes that come together are asked for together. */
const gatherFor = 80
/** A question that hangs does not silence the others. In milliseconds, like the above. */
const longestRound = 3000

/** Keeps what the browser remembers true while the app is open: the server says what changed, and it is asked again. */
export function useLive(organizationId: string | null): void {
  const client = useQueryClient()
  useEffect(() => {
    if (organizationId === null) return
    return follow(client)
  }, [client, organizationId])
}

function follow(client: QueryClient): () => void {
  const gathered = new Map<string, readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  // One round of questions ends before the next begins: asked again and again in between, a busy desk would never see an answer.
  const flush = async () => {
    const keys = [...gathered.values()]
    gathered.clear()
    const asked = Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
    await Promise.race([asked, new Promise((done) => setTimeout(done, longestRound))])
    timer = gathered.size > 0 ? setTimeout(() => void flush(), gatherFor) : undefined
  }
  const source = new EventSource('/api/v1/live')
  source.addEventListener('change', ({ data }) => {
    for (const key of staleAfter(JSON.parse(data as string) as Change)) gathered.set(key.join(' '), key)
    timer ??= setTimeout(() => void flush(), gatherFor)
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
