import type { PhoneMessage } from '../api/phones.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { kindOf, sizeIn } from './media-kind.ts'
import { summaryOf } from './summary.ts'
import type { Attachment } from './use-attachment.ts'
import { usePhone } from './use-phone.ts'

type QuoteProps = { sender: string; message: PhoneMessage; onCancel: () => void }

/** What the next message answers. */
export function QuoteStrip({ sender, message, onCancel }: QuoteProps) {
  const { say } = useWords()
  const { nameOf } = usePhone()
  return (
    <div className="composer-strip">
      <div className="quote">
        <strong>{message.direction === 'out' ? say('chat.you') : nameOf(sender)}</strong>
        <span>{summaryOf(message, say)}</span>
      </div>
      <IconButton icon="close" label={say('chat.reply.cancel')} onClick={onCancel} />
    </div>
  )
}

type Props = { attachment: Attachment | null; complaint: number | null; onRemove: () => void }

/** The file that goes with the next message, or why it cannot. */
export function AttachmentStrip({ attachment, complaint, onRemove }: Props) {
  const { say, locale } = useWords()
  return (
    <div className="composer-strip">
      {attachment ? (
        <>
          {kindOf(attachment.media.content_type) === 'image' ? (
            <img className="strip-picture" src={attachment.preview} alt="" />
          ) : (
            <Icon name="file" size={28} />
          )}
          <span className="strip-text">
            <strong>{attachment.media.filename}</strong>
            <small>{sizeIn(attachment.size, locale)}</small>
          </span>
        </>
      ) : (
        <p className="strip-text" role="alert">
          {say('attach.tooBig', { size: sizeIn(complaint ?? 0, locale) })}
        </p>
      )}
      <IconButton icon="close" label={say('attach.remove')} onClick={onRemove} />
    </div>
  )
}
