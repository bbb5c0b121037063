import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useNow } from '../api/clock.tsx'
import type { PhoneMessage } from '../api/phones.ts'
import { useWords } from '../words/language.tsx'
import { Bubble } from './bubble.tsx'
import { byDay, localDay } from './chats.ts'
import { TypingBubble } from './typing-bubble.tsx'
import { usePhone } from './use-phone.ts'

/** Drawn at once; older ones come on demand. */
const pageLength = 120
const nearEnd = 80

type Props = {
  sender: string
  messages: PhoneMessage[]
  loaded: boolean
  onReply: (message: PhoneMessage) => void
}

/** The messages of a chat by day. Stays at the newest unless the reader has scrolled up. */
export function MessageLog({ sender, messages, loaded, onReply }: Props) {
  const { say } = useWords()
  const { phone } = usePhone()
  const [shown, setShown] = useState(pageLength)
  const typing = phone.typing.includes(sender)
  const { log, atEnd, toEnd, onScroll } = useFollowEnd()
  const hidden = Math.max(0, messages.length - shown)

  return (
    <div className="log-holder">
      <div
        className="log phone-body"
        role="log"
        aria-label={say('chat.log')}
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
      >
        <div>
          {hidden > 0 ? (
            <button type="button" className="log-earlier" onClick={() => setShown(shown + pageLength)}>
              {say('chat.earlier', { count: Math.min(hidden, pageLength) })}
            </button>
          ) : null}
          {loaded && messages.length === 0 ? <FirstWords sender={sender} /> : null}
          {byDay(messages.slice(hidden)).map(({ day, messages: ofDay }) => (
            <div key={day} className="log-day">
              <DayMark at={ofDay[0]?.at ?? ''} day={day} />
              <ol>
                {ofDay.map((message, place) => (
                  <Bubble
                    key={message.sid}
                    sender={sender}
                    message={message}
                    all={messages}
                    first={ofDay[place - 1]?.direction !== message.direction}
                    onReply={onReply}
                  />
                ))}
              </ol>
            </div>
          ))}
          {typing ? <TypingBubble /> : null}
        </div>
      </div>
      {atEnd ? null : (
        <button type="button" className="log-new" onClick={toEnd}>
          {say('chat.newest')}
        </button>
      )}
    </div>
  )
}

/** What to do in an empty chat; the sandbox wants its own words first. */
function FirstWords({ sender }: { sender: string }) {
  const { say } = useWords()
  const { senders, nameOf } = usePhone()
  const code = senders.find((one) => one.address === sender && one.join_code)?.join_code
  return (
    <p className="log-empty">
      {code ? say('chat.empty.sandbox', { code }) : say('chat.empty', { name: nameOf(sender) })}
    </p>
  )
}

/** Keeps the end in sight while it is in sight, whatever grows: a message, a picture that loads, the typing dots. */
function useFollowEnd() {
  const log = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight })
  const followEnd = useEffectEvent(() => {
    if (atEnd) toEnd()
  })
  useEffect(() => {
    const element = log.current
    if (!element) return
    const growth = new ResizeObserver(() => followEnd())
    growth.observe(element)
    if (element.firstElementChild) growth.observe(element.firstElementChild)
    return () => growth.disconnect()
  }, [])

  const onScroll = () => {
    const element = log.current
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd)
  }
  return { log, atEnd, toEnd, onScroll }
}

function DayMark({ at, day }: { at: string; day: string }) {
  const { say, locale } = useWords()
  const { now } = useNow(60_000)
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  const words =
    day === localDay(now)
      ? say('chat.today')
      : day === localDay(yesterday)
        ? say('chat.yesterday')
        : new Date(at).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  return (
    <p className="day-mark">
      <time dateTime={day}>{words}</time>
    </p>
  )
}
