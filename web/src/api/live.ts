import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { askAgain } from './ask-again.ts'

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
  template: ['templates'],
  campaign: ['campaigns'],
  import: ['imports', 'contacts'],
  contact_field: ['contact-fields'],
  saved_filter: ['saved-filters'],
  lead: ['leads', 'pipelines'],
  opt_in_page: ['opt-in-pages'],
  outgoing_webhook: ['outgoing-webhooks', 'webhook-deliveries'],
}

/** The keys a change makes stale. What belongs to one conversation or contact is asked again for that one alone. */
export function staleAfter({ topic, subjectId, facts }: Change): (readonly string[])[] {
  const keys: (readonly string[])[] = (staleBy[topic] ?? []).map((noun) => [noun])
  if (topic === 'conversation') keys.push(['conversation', subjectId])
  if (topic === 'import') keys.push(['import', subjectId])
  if (topic === 'campaign')
    keys.push(
      ['campaign', subjectId],
      ['campaign-charts', subjectId],
      ['touches', subjectId],
      ['report', subjectId],
    )
  if (topic === 'contact') keys.push(['contact', subjectId], ['timeline', subjectId], ['consents', subjectId])
  if (topic === 'message') {
    const { conversationId } = facts
    // A status changes what needs attention, and nothing else of the list.
    keys.push(['conversations', 'attention'])
    keys.push(typeof conversationId === 'string' ? ['messages', conversationId] : ['messages'])
  }
  return keys
}

/** How long changes are gathered. */
const gatherFor = 80
/** A question that hangs does not silence the others. In milliseconds, like the above. */
const longestRound = 3000

/** How long after the server closed the door it is knocked at again, in milliseconds. */
const knockAgain = 3000

/**
 * Keeps what the browser remembers true while the app is open: the server says what changed, and it is asked again.
 * @returns whether the connection stands; what is on screen may be old while it does not
 */
export function useLive(organizationId: string | null): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    if (organizationId === null) return
    return follow(client, setConnected)
  }, [client, organizationId])
  return connected
}

function follow(client: QueryClient, tell: (connected: boolean) => void): () => void {
  const gathering = gather(client)
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource('/api/v1/live')
    source.addEventListener('change', ({ data }) => gathering.add(JSON.parse(data as string) as Change))
    source.addEventListener('open', () => tell(true))
    // After a gap nobody knows what was missed.
    source.addEventListener('reset', () => void askAgain(client))
    // News come from here on. A browser that comes back to where it was is not told so: it has missed nothing.
    source.addEventListener('ready', () => void askAgain(client))
    source.addEventListener('error', () => {
      tell(false)
      // The browser comes back by itself after a lost connection, and never after a refusal or a proxy's error page.
      if (source.readyState !== EventSource.CLOSED) return
      void client.invalidateQueries({ queryKey: ['me'] })
      timer = setTimeout(open, knockAgain)
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    gathering.stop()
    source.close()
  }
}

/** Changes that come together are asked for together, one round after the other. */
function gather(client: QueryClient): { add: (change: Change) => void; stop: () => void } {
  const gathered = new Map<string, readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  // One round of questions ends before the next begins: asked again and again in between, a busy desk would never see an answer.
  const flush = async () => {
    const keys = [...gathered.values()]
    gathered.clear()
    const asked = Promise.all(keys.map((queryKey) => askAgain(client, { queryKey })))
    await Promise.race([asked, new Promise((done) => setTimeout(done, longestRound))])
    timer = gathered.size > 0 ? setTimeout(() => void flush(), gatherFor) : undefined
  }
  return {
    add: (change) => {
      for (const key of staleAfter(change)) gathered.set(key.join(' '), key)
      timer ??= setTimeout(() => void flush(), gatherFor)
    },
    stop: () => clearTimeout(timer),
  }
}
