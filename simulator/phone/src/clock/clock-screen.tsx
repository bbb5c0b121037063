import './clock.css'
import { useState } from 'react'
import { Refused } from '../api/ask.ts'
import { advanceClock, useNow } from '../api/clock.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { spanIn } from './span.ts'

const units = { minutes: 60, hours: 3_600, days: 86_400 } as const
type Unit = keyof typeof units

/** The simulator's time and the ways to move it. */
export function ClockScreen() {
  const { say, locale } = useWords()
  const { now, offset, known } = useNow(1_000)
  const [said, setSaid] = useState('')

  const advance = async (seconds: number) => {
    try {
      const { now: moved } = await advanceClock(seconds)
      setSaid(say('clock.moved', { time: new Date(moved).toLocaleString(locale) }))
    } catch (cause) {
      setSaid(say('app.refused', { reason: cause instanceof Refused ? cause.message : String(cause) }))
    }
  }
  return (
    <div className="sheet sheet-narrow">
      <header className="sheet-head">
        <h2>{say('clock.title')}</h2>
        <p>{say('clock.intro')}</p>
      </header>
      <section className="card clock-face" aria-label={say('clock.now')}>
        <p>{say('clock.now')}</p>
        <time dateTime={now.toISOString()}>
          <strong>{known ? now.toLocaleTimeString(locale) : '–'}</strong>
          <span>
            {now.toLocaleDateString(locale, {
              weekday: 'long',
              day: 'numeric',
              month: 'long',
              year: 'numeric',
            })}
          </span>
        </time>
        <p className="chip">
          {offset === 0 ? say('clock.real') : say('clock.ahead', { span: spanIn(offset, locale) })}
        </p>
      </section>
      <div className="clock-steps">
        <Step label={say('clock.hour')} onClick={() => void advance(3_600)} />
        <Step label={say('clock.day')} why={say('clock.day.why')} onClick={() => void advance(25 * 3_600)} />
        <Step
          label={say('clock.membership')}
          why={say('clock.membership.why')}
          onClick={() => void advance(73 * 3_600)}
        />
      </div>
      <CustomSpan onAdvance={(seconds) => void advance(seconds)} />
      <p className="clock-said" role="status">
        {said}
      </p>
    </div>
  )
}

function Step({ label, why, onClick }: { label: string; why?: string; onClick: () => void }) {
  return (
    <button type="button" className="clock-step" onClick={onClick}>
      <strong>{label}</strong>
      {why ? <small>{why}</small> : null}
    </button>
  )
}

function CustomSpan({ onAdvance }: { onAdvance: (seconds: number) => void }) {
  const { say } = useWords()
  const [amount, setAmount] = useState('30')
  const [unit, setUnit] = useState<Unit>('minutes')
  return (
    <form
      className="card clock-custom"
      aria-label={say('clock.custom')}
      onSubmit={(event) => {
        event.preventDefault()
        onAdvance(Math.round(Number(amount) * units[unit]))
      }}
    >
      <TextField
        label={say('clock.amount')}
        type="number"
        min={0.1}
        step="any"
        required
        value={amount}
        onChange={(event) => setAmount(event.target.value)}
      />
      <SelectField
        label={say('clock.unit')}
        value={unit}
        onChange={(event) => setUnit(event.target.value as Unit)}
      >
        {(Object.keys(units) as Unit[]).map((one) => (
          <option key={one} value={one}>
            {say(`clock.${one}`)}
          </option>
        ))}
      </SelectField>
      <Button look="main" type="submit">
        {say('clock.advance')}
      </Button>
    </form>
  )
}
