import './senders.css'
import { useSenders, type Sender } from '../api/senders.ts'
import { readableAddress } from '../api/address.ts'
import { Empty } from '../ui/empty.tsx'
import { useWords } from '../words/language.tsx'
import { SenderLimits } from './sender-limits.tsx'
import { WebhookFacts } from './webhook-facts.tsx'

/** Every sender with its state, and which webhook URL wins. */
export function SendersScreen() {
  const { say } = useWords()
  const { senders } = useSenders()
  return (
    <div className="sheet">
      <header className="sheet-head">
        <h2>{say('senders.title')}</h2>
        <p>{say('senders.intro')}</p>
      </header>
      {senders?.length === 0 ? (
        <Empty icon="sender" title={say('senders.empty')}>
          <p>{say('senders.empty.how', { address: '{address}' })}</p>
        </Empty>
      ) : (
        <ul className="sender-list" aria-label={say('senders.title')}>
          {senders?.map((sender) => (
            <SenderCard key={`${sender.account_sid} ${sender.address}`} sender={sender} />
          ))}
        </ul>
      )}
    </div>
  )
}

function SenderCard({ sender }: { sender: Sender }) {
  const { say } = useWords()
  const facts: [string, string | null][] = [
    [say('senders.sid'), sender.sid],
    [say('senders.account'), sender.account_sid],
    [say('senders.service'), sender.service && `${sender.service.friendly_name} (${sender.service.sid})`],
    [say('senders.quality'), sender.quality_rating],
    [say('senders.join'), sender.join_code && `join ${sender.join_code}`],
  ]
  return (
    <li className="card sender-card">
      <header>
        <div>
          <h3>{sender.name}</h3>
          <p className="mono">{readableAddress(sender.address)}</p>
        </div>
        <StatusChip status={sender.status} />
      </header>
      {sender.offline_reasons.map((reason) => (
        <p key={reason.code} className="form-error">
          {say('senders.offline')}: {reason.code} {reason.message}
        </p>
      ))}
      <WebhookFacts sender={sender} />
      {sender.sandbox ? null : <SenderLimits sender={sender} />}
      <dl className="facts">
        {facts.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </li>
  )
}

function StatusChip({ status }: { status: string }) {
  const look = status.startsWith('ONLINE') ? 'chip-good' : status === 'OFFLINE' ? 'chip-bad' : 'chip-warn'
  return <span className={`chip ${look}`}>{status}</span>
}
