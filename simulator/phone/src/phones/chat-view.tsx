import './chat.css'
import { useEffect, useEffectEvent, useState } from 'react'
import { readableAddress } from '../api/address.ts'
import { changePhone, chatPath, readOnPhone, type PhoneMessage } from '../api/phones.ts'
import { useResource } from '../api/use-resource.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { useWords } from '../words/language.tsx'
import { Avatar } from './avatar.tsx'
import { OfflineStrip } from './chat-list.tsx'
import { unreadIn } from './chats.ts'
import { Composer } from './composer.tsx'
import { MessageLog } from './message-log.tsx'
import { useAttention } from './use-attention.ts'
import { usePhone } from './use-phone.ts'
import { timeWithDay } from './when.ts'

/** A chat with one sender. While somebody looks at it, what arrives is read. */
export function ChatView({ sender, onBack }: { sender: string; onBack: () => void }) {
  const { phone } = usePhone()
  const { value, reload } = useResource<{ messages: PhoneMessage[] }>(
    chatPath(phone.address, sender),
    ({ type, address }) => type === 'reset' || (type === 'message' && address === phone.address),
  )
  const messages = value?.messages ?? []
  const [quoted, setQuoted] = useState<PhoneMessage | null>(null)
  const blocked = phone.blocks.includes(sender)
  useReading(sender, unreadIn(messages).at(-1)?.sid)

  return (
    <>
      <ChatBar sender={sender} blocked={blocked} onBack={onBack} />
      {phone.online ? null : <OfflineStrip />}
      <MessageLog sender={sender} messages={messages} loaded={value !== undefined} onReply={setQuoted} />
      {blocked ? <BlockedStrip sender={sender} /> : null}
      <Composer sender={sender} quoted={quoted} onQuoteDone={() => setQuoted(null)} onSent={reload} />
    </>
  )
}

/** A phone that is offline cannot tell anybody that it has read. */
function useReading(sender: string, latest: string | undefined): void {
  const { phone, attempt } = usePhone()
  const attentive = useAttention()
  const due = phone.online && attentive ? latest : undefined
  const read = useEffectEvent(() => void attempt(() => readOnPhone(phone.address, sender)))
  useEffect(() => {
    if (due) read()
  }, [due])
}

function ChatBar({ sender, blocked, onBack }: { sender: string; blocked: boolean; onBack: () => void }) {
  const { say, locale } = useWords()
  const { phone, nameOf } = usePhone()
  const name = nameOf(sender)
  const toggleBlock = useBlock(sender)
  const until = phone.chats.find((chat) => chat.sender === sender)?.window_until
  return (
    <header className="phone-bar chat-bar">
      <IconButton icon="back" label={say('app.back')} onClick={onBack} />
      <Avatar name={name} seed={sender} size={38} />
      <div className="phone-bar-text">
        <h3>{name}</h3>
        <p aria-live="polite">
          {phone.typing.includes(sender) ? (
            <em className="typing-words">{say('chat.typing')}</em>
          ) : (
            readableAddress(sender)
          )}
        </p>
      </div>
      <Menu
        icon="more"
        label={say('chat.options')}
        note={until ? say('chat.window', { time: timeWithDay(until, locale) }) : say('chat.window.closed')}
        items={[
          {
            label: say(blocked ? 'chat.unblock' : 'chat.block'),
            icon: 'block',
            danger: !blocked,
            onChoose: toggleBlock,
          },
        ]}
      />
    </header>
  )
}

/** Blocks the sender on this phone, or lifts the block. */
function useBlock(sender: string): () => void {
  const { phone, attempt } = usePhone()
  return () => {
    const others = phone.blocks.filter((one) => one !== sender)
    const blocks = phone.blocks.includes(sender) ? others : [...others, sender]
    void attempt(() => changePhone(phone.address, { blocks }))
  }
}

function BlockedStrip({ sender }: { sender: string }) {
  const { say } = useWords()
  const { nameOf } = usePhone()
  const lift = useBlock(sender)
  return (
    <div className="phone-strip">
      <span>{say('chat.blocked', { name: nameOf(sender) })}</span>
      <button type="button" onClick={lift}>
        {say('chat.unblock')}
      </button>
    </div>
  )
}
