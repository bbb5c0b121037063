import { useNow } from '../api/clock.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { usePhone } from './use-phone.ts'

/** The strip at the top of a phone: the simulator's time, its number, and whether it is online. */
export function StatusBar() {
  const { phone } = usePhone()
  const { say, locale } = useWords()
  const { now } = useNow(5_000)
  const time = now.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
  return (
    <div className="status-bar">
      <time dateTime={now.toISOString()}>{time}</time>
      <span className="status-notch" aria-hidden="true" />
      <span className="status-signal">
        <span className="unseen">{say(phone.online ? 'phone.signal.on' : 'phone.signal.off')}</span>
        {phone.online ? (
          <span className="signal-bars" aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
        ) : (
          <Icon name="offline" size={16} />
        )}
      </span>
    </div>
  )
}
