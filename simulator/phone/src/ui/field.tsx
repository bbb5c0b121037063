import './field.css'
import { useId } from 'react'
import type { InputHTMLAttributes, SelectHTMLAttributes } from 'react'

type Extra = { label: string; hint?: string }

/** A labelled input; the hint is read with it. */
export function TextField({ label, hint, ...rest }: InputHTMLAttributes<HTMLInputElement> & Extra) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} autoComplete="off" aria-describedby={hint ? `${id}-hint` : undefined} {...rest} />
      {hint ? (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** A labelled choice of one among few. */
export function SelectField({
  label,
  hint,
  children,
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & Extra) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...rest}>
        {children}
      </select>
      {hint ? (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

type SwitchProps = { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void }

/** An on/off line. */
export function SwitchField({ label, hint, checked, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className="switch-field">
      <div>
        <span id={id}>{label}</span>
        {hint ? (
          <p id={`${id}-hint`} className="field-hint">
            {hint}
          </p>
        ) : null}
      </div>
      <button
        type="button"
        role="switch"
        className="switch-button"
        aria-checked={checked}
        aria-labelledby={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onClick={() => onChange(!checked)}
      >
        <span className={`switch-mark ${checked ? 'on' : ''}`} aria-hidden="true" />
      </button>
    </div>
  )
}
