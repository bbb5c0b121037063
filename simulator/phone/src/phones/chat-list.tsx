import { readableAddress } from '../api/address.ts'
import { useNow } from '../api/clock.tsx'
import { changePhone, type Chat } from '../api/phones.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Menu } from '../ui/menu.tsx'
import { useWords } from '../words/language.tsx'
import { Avatar } from './avatar.tsx'
import { localDay } from './chats.ts'
import { summaryOf } from './summary.ts'
import { Ticks } from './ticks.tsx'
import { usePhone } from './use-phone.ts'
import type { View } from './use-view.ts'
import { whenIn } from './when.ts'

type Props = { show: (view: View) => void }

/** The first view of a phone: whose it is, and its chats with what is unread. */
export function ChatList({ show }: Props) {
  const { say } = useWords()
  const { phone } = usePhone()
  return (
    <>
      <header className="phone-bar">
        <Avatar name={phone.profile_name} seed={phone.address} />
        <div className="phone-bar-text">
          <h3>{phone.profile_name}</h3>
          <p>{readableAddress(phone.address)}</p>
        </div>
        <PhoneMenu show={show} />
      </header>
      {phone.online ? null : <OfflineStrip />}
      <div className="phone-body chat-list">
        {phone.chats.length === 0 ? (
          <Empty icon="sender" title={say('phone.noChats')}>
            <p>{say('phone.noChats.how')}</p>
            <Button look="main" icon="plus" onClick={() => show({ name: 'new' })}>
              {say('phone.new')}
            </Button>
          </Empty>
        ) : (
          <ul aria-label={say('phone.chats')}>
            {phone.chats.map((chat) => (
              <ChatLine
                key={chat.sender}
                chat={chat}
                onOpen={() => show({ name: 'chat', sender: chat.sender })}
              />
            ))}
          </ul>
        )}
      </div>
      {phone.chats.length > 0 ? (
        <IconButton
          icon="plus"
          label={say('phone.new')}
          className="new-chat-button"
          onClick={() => show({ name: 'new' })}
        />
      ) : null}
    </>
  )
}

function ChatLine({ chat, onOpen }: { chat: Chat; onOpen: () => void }) {
  const { say, locale } = useWords()
  const { nameOf } = usePhone()
  const { now } = useNow(60_000)
  const { last, unread: count } = chat
  const name = nameOf(chat.sender)
  return (
    <li>
      <button type="button" className="chat-line" onClick={onOpen}>
        <Avatar name={name} seed={chat.sender} size={46} />
        <span className="chat-line-text">
          <span className="chat-line-name">{name}</span>
          <span className="chat-line-last">
            {chat.typing ? (
              <em className="typing-words">{say('chat.typing')}</em>
            ) : last ? (
              <>
                {last.direction === 'out' ? <Ticks status={last.status} /> : null}
                <span className="clip">{summaryOf(last, say)}</span>
              </>
            ) : null}
          </span>
        </span>
        <span className="chat-line-side">
          {last ? <time dateTime={last.at}>{whenIn(last.at, locale, localDay(now))}</time> : null}
          {count > 0 ? (
            <span className="unread">
              <span aria-hidden="true">{count}</span>
              <span className="unseen">
                {count === 1 ? say('phone.unread.one') : say('phone.unread', { count })}
              </span>
            </span>
          ) : null}
        </span>
      </button>
    </li>
  )
}

function PhoneMenu({ show }: { show: (view: View) => void }) {
  const { say } = useWords()
  const { phone, attempt } = usePhone()
  const change = (what: Parameters<typeof changePhone>[1]) =>
    void attempt(() => changePhone(phone.address, what))
  return (
    <Menu
      icon="more"
      label={say('phone.options')}
      items={[
        {
          label: say('phone.online'),
          checked: phone.online,
          onChoose: () => change({ online: !phone.online }),
        },
        {
          label: say('phone.receipts'),
          checked: phone.read_receipts,
          onChoose: () => change({ read_receipts: !phone.read_receipts }),
        },
        { label: say('phone.settings'), icon: 'person', onChoose: () => show({ name: 'settings' }) },
      ]}
    />
  )
}

/** Says what being offline means, with the way back. */
export function OfflineStrip() {
  const { say } = useWords()
  const { phone, attempt } = usePhone()
  return (
    <div className="phone-strip" role="status">
      <span>{say('phone.offline')}</span>
      <button type="button" onClick={() => void attempt(() => changePhone(phone.address, { online: true }))}>
        {say('phone.goOnline')}
      </button>
    </div>
  )
}
