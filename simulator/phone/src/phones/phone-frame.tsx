import './phone.css'
import { useRef, useState } from 'react'
import { Refused } from '../api/ask.ts'
import { sendFromPhone, type Phone } from '../api/phones.ts'
import type { Sender } from '../api/senders.ts'
import { IconButton } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'
import { ChatList } from './chat-list.tsx'
import { ChatView } from './chat-view.tsx'
import { NewChat } from './new-chat.tsx'
import { PhoneSettings } from './phone-settings.tsx'
import { StatusBar } from './status-bar.tsx'
import { useView } from './use-view.ts'
import { PhoneContext, type PhoneHold } from './use-phone.ts'

type Props = { phone: Phone; senders: readonly Sender[]; nameOf: (sender: string) => string }

/** One phone with its own view: the list of chats, a chat, a new chat or its settings. */
export function PhoneFrame({ phone, senders, nameOf }: Props) {
  const { say } = useWords()
  const [view, show] = useView(phone.address)
  const [glass, setGlass] = useState<HTMLElement | null>(null)
  const { attempt, send, complaint, dismiss } = useAttempts(phone.address)
  const hold: PhoneHold = { phone, glass, senders, nameOf, attempt, send }
  const toList = () => show({ name: 'list' })

  return (
    <PhoneContext value={hold}>
      <section
        className="phone"
        ref={setGlass}
        aria-label={say('phone.region', { name: phone.profile_name })}
        data-address={phone.address}
      >
        <StatusBar />
        {view.name === 'list' ? <ChatList show={show} /> : null}
        {view.name === 'chat' ? <ChatView key={view.sender} sender={view.sender} onBack={toList} /> : null}
        {view.name === 'new' ? (
          <NewChat onBack={toList} onOpen={(sender) => show({ name: 'chat', sender })} />
        ) : null}
        {view.name === 'settings' ? <PhoneSettings onBack={toList} /> : null}
        {complaint ? (
          <div className="phone-complaint" role="alert">
            <span>{complaint}</span>
            <IconButton icon="close" label={say('app.dismiss')} onClick={dismiss} />
          </div>
        ) : null}
      </section>
    </PhoneContext>
  )
}

/** Changes and sends of one phone, with the reason of the last one that was refused. */
function useAttempts(address: string) {
  const [complaint, setComplaint] = useState<string | null>(null)
  const line = useRef<Promise<unknown>>(Promise.resolve())

  const attempt: PhoneHold['attempt'] = async (change) => {
    try {
      await change()
      setComplaint(null)
      return true
    } catch (cause) {
      setComplaint(cause instanceof Refused ? cause.message : String(cause))
      return false
    }
  }
  const send: PhoneHold['send'] = (message) => {
    const sent = line.current.then(() => attempt(() => sendFromPhone(address, message)))
    line.current = sent
    return sent
  }
  return { attempt, send, complaint, dismiss: () => setComplaint(null) }
}
