import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { randomPerson } from './random-person.ts'
import { Sheet } from './sheet.tsx'
import type { Card } from './vcard.ts'

/** A contact to share; filled with somebody made up. */
export function ContactSheet({ onSend, onClose }: { onSend: (card: Card) => void; onClose: () => void }) {
  const { say } = useWords()
  const [card, setCard] = useState<Card>(() => randomPerson())
  return (
    <Sheet title={say('attach.contact')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onSend({ name: card.name, number: card.number })
        }}
      >
        <TextField
          label={say('attach.name')}
          required
          value={card.name}
          onChange={(event) => setCard({ ...card, name: event.target.value })}
        />
        <TextField
          label={say('attach.number')}
          type="tel"
          required
          value={card.number}
          onChange={(event) => setCard({ ...card, number: event.target.value })}
        />
        <Button look="main" type="submit">
          {say('attach.send')}
        </Button>
      </form>
    </Sheet>
  )
}
