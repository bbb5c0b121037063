import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'
import type { Choice } from './content.ts'
import { Sheet } from './sheet.tsx'

type Props = { title: string; choices: Choice[]; onChoose: (choice: Choice) => void; onClose: () => void }

/** The lines of a list message: one is picked, then sent. */
export function ChoiceSheet({ title, choices, onChoose, onClose }: Props) {
  const { say } = useWords()
  const [picked, setPicked] = useState<Choice | null>(null)
  return (
    <Sheet title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (picked) onChoose(picked)
        }}
      >
        <div role="radiogroup" aria-label={say('content.list')} className="choices">
          {choices.map((choice) => (
            <label key={choice.id} className="choice">
              <span>
                <strong>{choice.title}</strong>
                {choice.description ? <small>{choice.description}</small> : null}
              </span>
              <input
                type="radio"
                name="choice"
                checked={picked === choice}
                onChange={() => setPicked(choice)}
              />
            </label>
          ))}
        </div>
        <Button look="main" type="submit" disabled={!picked}>
          {say('chat.send')}
        </Button>
      </form>
    </Sheet>
  )
}
