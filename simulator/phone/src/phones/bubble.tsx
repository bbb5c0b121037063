import type { PhoneMessage } from '../api/phones.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { MediaView } from './media-view.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageContentView, MessageEnd } from './message-content-view.tsx'
import { RichText } from './rich-text.tsx'
import { isLoneEmoji } from './rich-text.ts'
import { summaryOf } from './summary.ts'
import { Ticks } from './ticks.tsx'
import { usePhone } from './use-phone.ts'
import { useSwipe } from './use-swipe.ts'
import { useTap } from './use-tap.ts'
import { timeOf } from './when.ts'

type Props = {
  sender: string
  message: PhoneMessage
  /** The whole chat: a quote is looked up in it. */
  all: readonly PhoneMessage[]
  /** The first of a run in one direction has a tail. */
  first: boolean
  onReply: (message: PhoneMessage) => void
}

/** One message. Dragging it to the right, or the button beside it, quotes it in a reply. */
export function Bubble({ sender, message, all, first, onReply }: Props) {
  const { say, locale } = useWords()
  const { direction, status } = message
  const swipe = useSwipe(() => onReply(message))
  const tap = useTap(sender, message.sid)
  return (
    <li className={`message message-${direction} ${first ? 'message-first' : ''}`} data-sid={message.sid}>
      <div className={`bubble ${isBare(message) ? 'bubble-bare' : ''}`} {...swipe}>
        {message.forwarded ? (
          <p className="bubble-forwarded">
            <Icon name="reply" size={14} /> {say('chat.forwarded')}
          </p>
        ) : null}
        {message.reply_to ? (
          <Quote of={all.find((one) => one.sid === message.reply_to)} sender={sender} />
        ) : null}
        {message.media.map((media) => (
          <MediaView key={media.url} media={media} />
        ))}
        {message.content ? <MessageContentView content={message.content} body={message.body} /> : null}
        <BubbleText message={message} />
        {message.content ? (
          <MessageEnd
            content={message.content}
            body={message.body}
            onReply={direction === 'in' ? tap : undefined}
          />
        ) : null}
        <span className="bubble-foot">
          <time dateTime={message.at}>{timeOf(message.at, locale)}</time>
          {direction === 'out' ? <Ticks status={status} /> : null}
        </span>
      </div>
      {message.content && direction === 'in' ? (
        <MessageActions sender={sender} sid={message.sid} content={message.content} />
      ) : null}
      <IconButton
        icon="reply"
        size={16}
        label={say('chat.reply')}
        className="reply-button"
        onClick={() => onReply(message)}
      />
    </li>
  )
}

function BubbleText({ message }: { message: PhoneMessage }) {
  if (!message.body) return null
  return (
    <p className={isLoneEmoji(message.body) ? 'bubble-text bubble-emoji' : 'bubble-text'}>
      <RichText body={message.body} />
    </p>
  )
}

/** A lone sticker stands without a bubble around it. */
function isBare(message: PhoneMessage): boolean {
  return message.media[0]?.content_type === 'image/webp' && !message.body
}

function Quote({ of, sender }: { of: PhoneMessage | undefined; sender: string }) {
  const { say } = useWords()
  const { nameOf } = usePhone()
  return (
    <blockquote className="quote">
      {of ? <strong>{of.direction === 'out' ? say('chat.you') : nameOf(sender)}</strong> : null}
      <span>{of ? summaryOf(of, say) : say('chat.quoted.gone')}</span>
    </blockquote>
  )
}
