import { useState } from 'react'
import { Refused } from '../api/ask.ts'
import { replay, type Attempt, type LogEntry, type WebhookEntry } from '../api/requests.ts'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'
import { pairsOf, prettyBody } from './filter-log.ts'

/** All of one request: where it went, what it said, what came back. */
export function RequestDetails({ entry }: { entry: LogEntry }) {
  const { say } = useWords()
  return (
    <div className="request-details">
      {entry.kind === 'webhook' ? <WebhookFacts entry={entry} /> : null}
      <h4>{say('log.params')}</h4>
      <Params params={entry.params} />
      {entry.kind === 'webhook' ? <Attempts attempts={entry.attempts} /> : null}
      <h4>
        {say('log.answer')}
        {entry.status === null ? '' : ` ${entry.status}`}
        {entry.kind === 'api' ? <small> {say('log.took', { ms: Math.round(entry.ms) })}</small> : null}
      </h4>
      <Body body={entry.answer} />
      {entry.kind === 'webhook' ? <Replay id={entry.id} /> : null}
    </div>
  )
}

function WebhookFacts({ entry }: { entry: WebhookEntry }) {
  const { say } = useWords()
  const facts: [string, string][] = [
    [say('log.url'), entry.url],
    [say('log.signature'), entry.signature],
    ['I-Twilio-Idempotency-Token', entry.idempotency_token],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Params({ params }: { params: unknown }) {
  const { say } = useWords()
  const pairs = pairsOf(params)
  if (pairs.length === 0) return <p className="field-hint">{say('log.empty.body')}</p>
  return (
    <dl className="facts params">
      {pairs.map(([name, value], at) => (
        <div key={`${at} ${name}`}>
          <dt className="mono">{name}</dt>
          <dd className="mono">{value === '' ? <i>{say('log.empty.body')}</i> : value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Attempts({ attempts }: { attempts: Attempt[] }) {
  const { say } = useWords()
  return (
    <>
      <h4>{say('log.attempts')}</h4>
      <ol className="attempts">
        {attempts.map((attempt, at) => (
          <li key={at}>
            <span>{say('log.attempt', { number: at + 1 })}</span>
            <span
              className={`chip ${attempt.status !== null && attempt.status < 400 ? 'chip-good' : 'chip-bad'}`}
            >
              {attempt.status ?? say('log.noAnswer')}
            </span>
            <span>{say('log.took', { ms: Math.round(attempt.ms) })}</span>
            {attempt.error ? <span className="mono">{attempt.error}</span> : null}
          </li>
        ))}
      </ol>
    </>
  )
}

function Body({ body }: { body: unknown }) {
  const { say } = useWords()
  const text = prettyBody(body)
  if (text === '') return <p className="field-hint">{say('log.empty.body')}</p>
  return (
    <pre className="body-text" tabIndex={0} aria-label={say('log.answer')}>
      {text}
    </pre>
  )
}

function Replay({ id }: { id: string }) {
  const { say } = useWords()
  const [said, setSaid] = useState('')
  const send = async () => {
    try {
      await replay(id)
      setSaid(say('log.replayed'))
    } catch (cause) {
      setSaid(say('app.refused', { reason: cause instanceof Refused ? cause.message : String(cause) }))
    }
  }
  return (
    <div className="replay">
      <Button icon="again" onClick={() => void send()}>
        {say('log.replay')}
      </Button>
      <span role="status">{said}</span>
    </div>
  )
}
