import type { Sender } from '../api/senders.ts'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'

/** Where inbound messages really go, who decided that, and the sender's own URLs beside it. */
export function WebhookFacts({ sender }: { sender: Sender }) {
  const { say } = useWords()
  const { effective, webhook } = sender
  const byService = effective.decided_by === 'service'
  const nowhere = say(byService ? 'senders.dropped' : 'senders.noUrl')
  return (
    <>
      <div className={`winner ${effective.url ? '' : 'winner-none'}`}>
        <Icon name={effective.url ? 'send' : 'warning'} size={20} />
        <div>
          <p className="winner-what">{say('senders.inbound')}</p>
          <p className="mono">{effective.url ? `${effective.method} ${effective.url}` : nowhere}</p>
          <p className="winner-why">
            {say(effective.url ? `senders.wins.${effective.decided_by}` : 'senders.wins.none')}
          </p>
        </div>
      </div>
      <dl className="facts">
        {byService ? (
          <Url name={say('senders.own')} url={webhook.callback_url} method={webhook.callback_method} />
        ) : null}
        <Url name={say('senders.fallback')} url={effective.fallback_url} method={webhook.fallback_method} />
        <Url
          name={say('senders.status')}
          url={webhook.status_callback_url}
          method={webhook.status_callback_method}
        />
      </dl>
    </>
  )
}

function Url({ name, url, method }: { name: string; url: string | null; method: string }) {
  const { say } = useWords()
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono">{url ? `${method} ${url}` : say('senders.unset')}</dd>
    </div>
  )
}
