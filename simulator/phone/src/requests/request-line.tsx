import { useState } from 'react'
import type { LogEntry } from '../api/requests.ts'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { verdictOf } from './filter-log.ts'
import { RequestDetails } from './request-details.tsx'

/** One request in a line; opened, all of it. */
export function RequestLine({ entry }: { entry: LogEntry }) {
  const { say, locale } = useWords()
  const [open, setOpen] = useState(false)
  const isWebhook = entry.kind === 'webhook'
  const time = new Date(entry.at).toLocaleTimeString(locale)
  return (
    <li className="request" data-id={entry.id}>
      <button type="button" className="request-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={`request-fold ${open ? 'open' : ''}`}>
          <Icon name="chevron" size={16} />
        </span>
        <time dateTime={entry.at}>{time}</time>
        <span className={`chip ${isWebhook ? 'chip-out' : 'chip-in'}`}>
          {isWebhook ? `${say('log.webhook')} · ${entry.purpose}` : say('log.api')}
        </span>
        <span className="request-what">
          <span className="mono">
            {entry.method} {isWebhook ? shortUrl(entry.url) : entry.path}
          </span>
          <span className="request-gist">{gistOf(entry)}</span>
        </span>
        {entry.fault ? <span className="chip chip-warn">{entry.fault}</span> : null}
        <StatusChip entry={entry} />
      </button>
      {open ? <RequestDetails entry={entry} /> : null}
    </li>
  )
}

function StatusChip({ entry }: { entry: LogEntry }) {
  const { say } = useWords()
  const verdict = verdictOf(entry)
  const look = { good: 'chip-good', bad: 'chip-bad', open: '' }[verdict]
  const tries = entry.kind === 'webhook' && entry.attempts.length > 1 ? ` ×${entry.attempts.length}` : ''
  return (
    <span className={`chip request-status ${look}`}>
      {entry.status ?? say('log.noAnswer')}
      {tries}
    </span>
  )
}

function shortUrl(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return host + pathname
  } catch {
    return url
  }
}

/** The few parameters that tell one request from the next. */
function gistOf(entry: LogEntry): string {
  const params = (typeof entry.params === 'object' && entry.params !== null ? entry.params : {}) as Record<
    string,
    unknown
  >
  const names = ['MessageStatus', 'Body', 'ContentSid', 'To', 'ErrorCode']
  return names
    .map((name) => params[name])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .join(' · ')
}
