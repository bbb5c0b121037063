import { useState } from 'react'
import type { NewMessage } from '../api/phones.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { Sheet } from './sheet.tsx'

type Location = NonNullable<NewMessage['location']>
type Props = { onSend: (location: Location) => void; onClose: () => void }

/** A place to send; filled with one that is easy to find on a map. */
export function LocationSheet({ onSend, onClose }: Props) {
  const { say } = useWords()
  const [latitude, setLatitude] = useState('38.71394')
  const [longitude, setLongitude] = useState('-9.13352')
  const [label, setLabel] = useState('Castelo de São Jorge')
  const [address, setAddress] = useState('Rua de Santa Cruz do Castelo, Lisboa')

  const submit = () =>
    onSend({
      latitude: Number(latitude),
      longitude: Number(longitude),
      ...(label ? { label } : {}),
      ...(address ? { address } : {}),
    })
  return (
    <Sheet title={say('attach.location')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className="form-pair">
          <TextField
            label={say('attach.latitude')}
            type="number"
            step="any"
            min={-90}
            max={90}
            required
            value={latitude}
            onChange={(event) => setLatitude(event.target.value)}
          />
          <TextField
            label={say('attach.longitude')}
            type="number"
            step="any"
            min={-180}
            max={180}
            required
            value={longitude}
            onChange={(event) => setLongitude(event.target.value)}
          />
        </div>
        <TextField
          label={say('attach.label')}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <TextField
          label={say('attach.address')}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <Button look="main" type="submit">
          {say('attach.send')}
        </Button>
      </form>
    </Sheet>
  )
}
