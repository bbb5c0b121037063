import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { PhoneMessage } from '../api/phones.ts'
import { IconButton } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'
import { AttachMenu } from './attach-menu.tsx'
import { AttachmentStrip, QuoteStrip } from './composer-strips.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import { useAttachment } from './use-attachment.ts'
import { usePhone } from './use-phone.ts'

type Props = { sender: string; quoted: PhoneMessage | null; onQuoteDone: () => void; onSent: () => void }

/** Where a message is written. Enter sends, Shift+Enter makes a new line, Escape drops quote and attachment. */
export function Composer({ sender, quoted, onQuoteDone, onSent }: Props) {
  const { say } = useWords()
  const { send } = usePhone()
  const [text, setText] = useState('')
  const { attachment, attach, drop, complaint } = useAttachment()
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (quoted || attachment) box.current?.focus()
  }, [quoted, attachment])

  const submit = async () => {
    const body = text.trim()
    if (!body && !attachment) return
    setText('')
    drop()
    onQuoteDone()
    box.current?.focus()
    const sent = await send({
      to: sender,
      ...(body ? { body } : {}),
      ...(attachment ? { media: attachment.media } : {}),
      ...(quoted ? { reply_to: quoted.sid } : {}),
    })
    if (sent) onSent()
    else setText((typed) => typed || body)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      drop()
      onQuoteDone()
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void submit()
  }

  return (
    <footer className="composer">
      {quoted ? <QuoteStrip sender={sender} message={quoted} onCancel={onQuoteDone} /> : null}
      {attachment || complaint ? (
        <AttachmentStrip attachment={attachment} complaint={complaint} onRemove={drop} />
      ) : null}
      <form
        className="composer-line"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <AttachMenu sender={sender} onFile={(file) => void attach(file)} />
        <div className="composer-box">
          <textarea
            ref={box}
            rows={1}
            value={text}
            aria-label={say('chat.message')}
            placeholder={say(attachment ? 'attach.caption' : 'chat.message')}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              const [file] = event.clipboardData.files
              if (file) void attach(file)
            }}
          />
          <EmojiPicker onPick={(emoji) => setText(text + emoji)} />
        </div>
        <IconButton icon="send" label={say('chat.send')} type="submit" className="send-button" />
      </form>
    </footer>
  )
}
