import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import type { FormElement, FormPage } from './content.ts'
import { Sheet } from './sheet.tsx'

type Answers = Record<string, string | string[]>
type Props = { pages: FormPage[]; onSend: (answers: Answers) => void; onClose: () => void }

/** A form, page by page; what was filled in goes out after the last. */
export function FormSheet({ pages, onSend, onClose }: Props) {
  const { say } = useWords()
  const [at, setAt] = useState(0)
  const [answers, setAnswers] = useState<Answers>({})
  const page = pages[at]
  if (!page) return null
  const last = at === pages.length - 1
  return (
    <Sheet title={page.title} onClose={onClose}>
      <form
        key={at}
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (last) onSend(answers)
          else setAt(at + 1)
        }}
      >
        {page.subtitle ? <p className="form-small">{page.subtitle}</p> : null}
        {page.elements.map((element, place) => (
          <Element
            key={place}
            element={element}
            answer={answers[element.name] ?? ''}
            onAnswer={(answer) => setAnswers({ ...answers, [element.name]: answer })}
          />
        ))}
        {at > 0 ? <Button onClick={() => setAt(at - 1)}>{say('form.back')}</Button> : null}
        <Button look="main" type="submit">
          {page.button || say(last ? 'chat.send' : 'form.next')}
        </Button>
      </form>
    </Sheet>
  )
}

type ElementProps = {
  element: FormElement
  answer: string | string[]
  onAnswer: (answer: string | string[]) => void
}

function Element({ element, answer, onAnswer }: ElementProps) {
  const { kind, label, help, choices, required, inputType, days } = element
  const { say } = useWords()
  const id = useId()
  const common = { label, required, ...(help ? { hint: help } : {}) }
  if (kind === 'heading') return <h5 className="form-heading">{label}</h5>
  if (kind === 'small') return <p className="form-small">{label}</p>
  if (kind === 'text') return <p className="form-text">{label}</p>
  if (kind === 'picture') return <p className="form-small">{label.split('/').at(-1)}</p>
  if (kind === 'one')
    return (
      <SelectField {...common} value={answer} onChange={(event) => onAnswer(event.target.value)}>
        <option value="">{say('form.choose')}</option>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.title}
          </option>
        ))}
      </SelectField>
    )
  if (kind === 'several') {
    const picked = Array.isArray(answer) ? answer : []
    return (
      <fieldset className="form-several">
        <legend>{label}</legend>
        {choices.map((choice) => (
          <label key={choice.id}>
            <input
              type="checkbox"
              required={required && picked.length === 0}
              checked={picked.includes(choice.id)}
              onChange={(event) =>
                onAnswer(
                  event.target.checked ? [...picked, choice.id] : picked.filter((one) => one !== choice.id),
                )
              }
            />
            {choice.title}
          </label>
        ))}
        {help ? <p className="field-hint">{help}</p> : null}
      </fieldset>
    )
  }
  if (kind === 'written')
    return (
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <textarea
          id={id}
          rows={3}
          required={required}
          aria-describedby={help ? `${id}-hint` : undefined}
          value={answer}
          onChange={(event) => onAnswer(event.target.value)}
        />
        {help ? (
          <p id={`${id}-hint`} className="field-hint">
            {help}
          </p>
        ) : null}
      </div>
    )
  return (
    <TextField
      {...common}
      type={kind === 'day' ? 'date' : inputType}
      {...(kind === 'day' ? { min: days.from, max: days.to } : {})}
      value={answer}
      onChange={(event) => onAnswer(event.target.value)}
    />
  )
}
