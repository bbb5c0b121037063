import { useState } from 'react'
import { readableAddress } from '../api/address.ts'
import { changePhone, removePhone } from '../api/phones.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { SwitchField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { usePhone } from './use-phone.ts'

/** Everything that can be set on one phone. */
export function PhoneSettings({ onBack }: { onBack: () => void }) {
  const { say } = useWords()
  const { phone, attempt } = usePhone()
  const change = (what: Parameters<typeof changePhone>[1]) =>
    void attempt(() => changePhone(phone.address, what))
  return (
    <>
      <header className="phone-bar">
        <IconButton icon="back" label={say('app.back')} onClick={onBack} />
        <div className="phone-bar-text">
          <h3>{say('phone.settings')}</h3>
          <p>{readableAddress(phone.address)}</p>
        </div>
      </header>
      <div className="phone-body phone-settings">
        <ProfileName />
        <SwitchField
          label={say('phone.online')}
          hint={say('phone.online.hint')}
          checked={phone.online}
          onChange={(online) => change({ online })}
        />
        <SwitchField
          label={say('phone.receipts')}
          hint={say('phone.receipts.hint')}
          checked={phone.read_receipts}
          onChange={(receipts) => change({ read_receipts: receipts })}
        />
        <BlockedList onLift={(sender) => change({ blocks: phone.blocks.filter((one) => one !== sender) })} />
        <RemovePhone />
      </div>
    </>
  )
}

function ProfileName() {
  const { say } = useWords()
  const { phone, attempt } = usePhone()
  const [name, setName] = useState(phone.profile_name)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void attempt(() => changePhone(phone.address, { profile_name: name.trim() }))
      }}
    >
      <TextField
        label={say('phone.rename')}
        hint={say('add.name.hint')}
        value={name}
        required
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name.trim() === '' || name.trim() === phone.profile_name}>
        {say('phone.rename.do')}
      </Button>
    </form>
  )
}

function BlockedList({ onLift }: { onLift: (sender: string) => void }) {
  const { say } = useWords()
  const { phone, nameOf } = usePhone()
  if (phone.blocks.length === 0) return null
  return (
    <div>
      <h4>{say('phone.blocked')}</h4>
      <ul aria-label={say('phone.blocked')}>
        {phone.blocks.map((sender) => (
          <li key={sender} className="blocked-line">
            <span>{nameOf(sender)}</span>
            <Button look="quiet" onClick={() => onLift(sender)}>
              {say('chat.unblock')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function RemovePhone() {
  const { say } = useWords()
  const { phone, attempt } = usePhone()
  const [asked, setAsked] = useState(false)
  if (!asked) {
    return (
      <Button look="danger" icon="bin" onClick={() => setAsked(true)}>
        {say('phone.remove')}
      </Button>
    )
  }
  return (
    <div className="form" role="group" aria-label={say('phone.remove')}>
      <p>{say('phone.remove.sure', { name: phone.profile_name })}</p>
      <div className="form-actions">
        <Button autoFocus onClick={() => setAsked(false)}>
          {say('app.cancel')}
        </Button>
        <Button look="danger" onClick={() => void attempt(() => removePhone(phone.address))}>
          {say('phone.remove')}
        </Button>
      </div>
    </div>
  )
}
