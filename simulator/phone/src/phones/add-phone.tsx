import { useState } from 'react'
import { isUserId, toAddress } from '../api/address.ts'
import { Refused } from '../api/ask.ts'
import { addPhone, type Phone } from '../api/phones.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { randomPerson } from './random-person.ts'

type Kind = 'number' | 'user'
type Props = { phones: Phone[]; onAdded: (address: string) => void; onClose: () => void }

/** Adds a phone: somebody made up is filled in, so that one press is enough. */
export function AddPhone({ phones, onAdded, onClose }: Props) {
  const { say } = useWords()
  const invent = () =>
    randomPerson(
      phones.map((phone) => phone.profile_name),
      phones.map((phone) => phone.address),
    )
  const [person, setPerson] = useState(invent)
  const [kind, setKind] = useState<Kind>('number')
  const [complaint, setComplaint] = useState<string | null>(null)

  const submit = async () => {
    const address = addressOf(kind, kind === 'number' ? person.number : person.user)
    if (!address) return setComplaint(say(`add.${kind}.wrong`))
    if (phones.some((phone) => phone.address === address)) return setComplaint(say('add.taken'))
    try {
      const added = await addPhone(address, person.name.trim())
      onAdded(added.address)
    } catch (cause) {
      setComplaint(say('app.refused', { reason: cause instanceof Refused ? cause.message : String(cause) }))
    }
  }

  return (
    <Dialog title={say('phones.add')} closeLabel={say('app.close')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={say('add.name')}
          hint={say('add.name.hint')}
          required
          maxLength={60}
          value={person.name}
          onChange={(event) => setPerson({ ...person, name: event.target.value })}
        />
        <KindChoice kind={kind} onChange={setKind} />
        <TextField
          key={kind}
          label={say(`add.${kind}`)}
          hint={say(`add.${kind}.hint`)}
          required
          value={person[kind]}
          onChange={(event) => setPerson({ ...person, [kind]: event.target.value })}
        />
        {complaint ? (
          <p className="form-error" role="alert">
            {complaint}
          </p>
        ) : null}
        <div className="form-actions">
          <Button look="quiet" icon="again" onClick={() => setPerson(invent())}>
            {say('add.other')}
          </Button>
          <Button look="main" type="submit">
            {say('add.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const { say } = useWords()
  return (
    <fieldset className="kind-choice">
      <legend>{say('add.kind')}</legend>
      {(['number', 'user'] as const).map((one) => (
        <label key={one}>
          <input type="radio" name="kind" checked={kind === one} onChange={() => onChange(one)} />
          {say(`add.kind.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}

function addressOf(kind: Kind, typed: string): string | null {
  const address = toAddress(typed)
  const isUser = isUserId(typed.trim().replace(/^whatsapp:/i, ''))
  return isUser === (kind === 'user') ? address : null
}
