import { useState } from 'react'
import type { NewFault } from '../api/faults.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, SwitchField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { effectBody, effects, fieldWords, type Effect, type EffectName, type FieldName } from './effects.ts'

type Props = { complaint: string | null; onAdd: (fault: NewFault) => void }

/** What goes wrong, for which calls, how often. */
export function FaultForm({ complaint, onAdd }: Props) {
  const { say } = useWords()
  const [name, setName] = useState<EffectName>('hang-after-accept')
  return (
    <section className="card">
      <fieldset className="effects">
        <legend>{say('faults.effect')}</legend>
        {effects.map((one) => (
          <div key={one.name} className="effect">
            <label>
              <input
                type="radio"
                name="effect"
                checked={one.name === name}
                onChange={() => setName(one.name)}
              />
              <span>
                <strong>{say(`faults.${one.name}`)}</strong>
                <small>{say(`faults.${one.name}.why`)}</small>
              </span>
            </label>
            {one.name === name ? <EffectDetails effect={one} complaint={complaint} onAdd={onAdd} /> : null}
          </div>
        ))}
      </fieldset>
    </section>
  )
}

function EffectDetails({ effect, complaint, onAdd }: Props & { effect: Effect }) {
  const { say } = useWords()
  const [numbers, setNumbers] = useState(effect.fields)
  const [accept, setAccept] = useState(false)
  const [where, setWhere] = useState({ method: 'POST', path: 'Messages.json', to: '' })
  const [often, setOften] = useState({ times: '1', probability: '1' })

  const submit = () => {
    const { method, path, to } = where
    onAdd({
      match: { ...(method ? { method } : {}), ...(path ? { path } : {}), ...(to ? { to: to.trim() } : {}) },
      effect: effectBody(effect.name, numbers, effect.acceptable ? accept : undefined),
      ...(often.times ? { times: Number(often.times) } : {}),
      probability: Number(often.probability),
    })
  }
  return (
    <form
      className="form effect-details"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {(Object.keys(numbers) as FieldName[]).map((field) => (
        <TextField
          key={field}
          label={say(fieldWords[field])}
          type="number"
          min={0}
          required
          value={numbers[field]}
          onChange={(event) => setNumbers({ ...numbers, [field]: Number(event.target.value) })}
        />
      ))}
      {effect.acceptable ? (
        <SwitchField label={say('faults.accept')} checked={accept} onChange={setAccept} />
      ) : null}
      <Where where={where} onChange={setWhere} />
      <div className="form-pair">
        <TextField
          label={say('faults.times')}
          hint={say('faults.times.hint')}
          type="number"
          min={1}
          value={often.times}
          onChange={(event) => setOften({ ...often, times: event.target.value })}
        />
        <TextField
          label={say('faults.probability')}
          hint={say('faults.probability.hint')}
          type="number"
          min={0}
          max={1}
          step="any"
          required
          value={often.probability}
          onChange={(event) => setOften({ ...often, probability: event.target.value })}
        />
      </div>
      {complaint ? (
        <p className="form-error" role="alert">
          {complaint}
        </p>
      ) : null}
      <Button look="main" icon="fault" type="submit">
        {say('faults.add')}
      </Button>
    </form>
  )
}

type Where = { method: string; path: string; to: string }

function Where({ where, onChange }: { where: Where; onChange: (where: Where) => void }) {
  const { say } = useWords()
  return (
    <>
      <div className="form-pair">
        <SelectField
          label={say('faults.method')}
          value={where.method}
          onChange={(event) => onChange({ ...where, method: event.target.value })}
        >
          <option value="">{say('faults.method.any')}</option>
          {['POST', 'GET', 'PUT', 'DELETE'].map((method) => (
            <option key={method}>{method}</option>
          ))}
        </SelectField>
        <TextField
          label={say('faults.path')}
          hint={say('faults.path.hint')}
          value={where.path}
          onChange={(event) => onChange({ ...where, path: event.target.value })}
        />
      </div>
      <TextField
        label={say('faults.to')}
        hint={say('faults.to.hint')}
        value={where.to}
        onChange={(event) => onChange({ ...where, to: event.target.value })}
      />
    </>
  )
}
