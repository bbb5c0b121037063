import { useState } from 'react'
import { readableAddress, toAddress } from '../api/address.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { Avatar } from './avatar.tsx'
import { usePhone } from './use-phone.ts'

type Props = { onBack: () => void; onOpen: (sender: string) => void }

/** Whom to write to: one of the senders that exist, or any address. */
export function NewChat({ onBack, onOpen }: Props) {
  const { say } = useWords()
  const { senders } = usePhone()
  return (
    <>
      <header className="phone-bar">
        <IconButton icon="back" label={say('app.back')} onClick={onBack} />
        <div className="phone-bar-text">
          <h3>{say('phone.new')}</h3>
        </div>
      </header>
      <div className="phone-body new-chat">
        <h4 id="new-pick">{say('new.pick')}</h4>
        {senders.length === 0 ? <p className="field-hint">{say('new.noSenders')}</p> : null}
        <ul aria-label={say('new.pick')}>
          {senders.map((sender) => (
            <li key={`${sender.address} ${sender.account_sid}`}>
              <button type="button" className="chat-line" onClick={() => onOpen(sender.address)}>
                <Avatar name={sender.name} seed={sender.address} />
                <span className="chat-line-text">
                  <span className="chat-line-name">{sender.name}</span>
                  <span className="chat-line-last">
                    {readableAddress(sender.address)}
                    {sender.join_code ? ` · join ${sender.join_code}` : ''}
                  </span>
                </span>
                {sender.status === 'ONLINE' ? null : <span className="chip chip-warn">{sender.status}</span>}
              </button>
            </li>
          ))}
        </ul>
        <OtherAddress onOpen={onOpen} />
      </div>
    </>
  )
}

function OtherAddress({ onOpen }: { onOpen: (sender: string) => void }) {
  const { say } = useWords()
  const [typed, setTyped] = useState('')
  const address = toAddress(typed)
  return (
    <form
      className="form new-chat-other"
      onSubmit={(event) => {
        event.preventDefault()
        if (address) onOpen(address)
      }}
    >
      <TextField
        label={say('new.type')}
        hint={say('new.type.hint')}
        type="tel"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" disabled={!address}>
        {say('new.open')}
      </Button>
    </form>
  )
}
