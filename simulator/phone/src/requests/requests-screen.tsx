import './requests.css'
import { useState } from 'react'
import type { LogEntry } from '../api/requests.ts'
import { useResource } from '../api/use-resource.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { everything, filterLog, type Filter } from './filter-log.ts'
import { RequestLine } from './request-line.tsx'

const pageLength = 60

/** Every webhook sent and every API call received, live. */
export function RequestsScreen() {
  const { say } = useWords()
  const { value } = useResource<{ requests: LogEntry[] }>(
    '/requests',
    ({ type }) => type === 'request' || type === 'reset',
  )
  const [filter, setFilter] = useState<Filter>(everything)
  const [shown, setShown] = useState(pageLength)
  const all = value?.requests ?? []
  const found = filterLog(all, filter)

  return (
    <div className="sheet">
      <header className="sheet-head">
        <h2>{say('log.title')}</h2>
        <p>{say('log.intro')}</p>
      </header>
      <Filters filter={filter} onChange={setFilter} />
      {all.length > 0 ? (
        <p className="log-count" role="status">
          {say('log.shown', { shown: found.length, total: all.length })}
        </p>
      ) : null}
      {value && all.length === 0 ? (
        <Empty icon="log" title={say('log.empty')}>
          <p>{say('log.empty.how')}</p>
        </Empty>
      ) : null}
      {all.length > 0 && found.length === 0 ? <Empty icon="log" title={say('log.noMatch')} /> : null}
      <ol className="request-list" aria-label={say('log.title')}>
        {found.slice(0, shown).map((entry) => (
          <RequestLine key={entry.id} entry={entry} />
        ))}
      </ol>
      {found.length > shown ? (
        <Button onClick={() => setShown(shown + pageLength)}>
          {say('log.more', { count: Math.min(pageLength, found.length - shown) })}
        </Button>
      ) : null}
    </div>
  )
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { say } = useWords()
  return (
    <div className="log-filters" role="search">
      <SelectField
        label={say('log.kind')}
        value={filter.kind}
        onChange={(event) => onChange({ ...filter, kind: event.target.value as Filter['kind'] })}
      >
        {(['all', 'webhook', 'api'] as const).map((kind) => (
          <option key={kind} value={kind}>
            {say(`log.kind.${kind}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={say('log.status')}
        value={filter.verdict}
        onChange={(event) => onChange({ ...filter, verdict: event.target.value as Filter['verdict'] })}
      >
        {(['all', 'good', 'bad', 'open'] as const).map((verdict) => (
          <option key={verdict} value={verdict}>
            {say(`log.status.${verdict}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={say('log.search')}
        type="search"
        placeholder={say('log.search.hint')}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
    </div>
  )
}
