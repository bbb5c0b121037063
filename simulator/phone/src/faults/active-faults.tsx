import type { Fault } from '../api/faults.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { en } from '../words/en.ts'
import type { WordKey } from '../words/en.ts'
import { readEffect } from './effects.ts'
import { useWords } from '../words/language.tsx'

type Props = { faults: Fault[] | undefined; onClear: (id?: string) => void }

/** The faults that are on, each with where and how often it still strikes. */
export function ActiveFaults({ faults, onClear }: Props) {
  const { say } = useWords()
  return (
    <section className="card active-faults" aria-label={say('faults.active')}>
      <header>
        <h3>{say('faults.active')}</h3>
        {faults?.length ? (
          <Button look="danger" icon="bin" onClick={() => onClear()}>
            {say('faults.clear')}
          </Button>
        ) : null}
      </header>
      {faults?.length === 0 ? (
        <Empty icon="fault" title={say('faults.none')}>
          <p>{say('faults.none.how')}</p>
        </Empty>
      ) : (
        <ul>
          {faults?.map((fault) => (
            <FaultLine key={fault.id} fault={fault} onClear={() => onClear(fault.id)} />
          ))}
        </ul>
      )}
    </section>
  )
}

function FaultLine({ fault, onClear }: { fault: Fault; onClear: () => void }) {
  const { say, locale } = useWords()
  const { match, effect, times, probability, struck } = fault
  const [kind, details] = readEffect(effect)
  const key = `faults.${kind}`
  const name = key in en ? say(key as WordKey) : kind
  const where = [match.method, match.path, match.to].filter(Boolean).join(' ') || say('faults.any')
  return (
    <li className={`fault-line ${times === 0 ? 'fault-spent' : ''}`}>
      <div>
        <strong>{name}</strong>
        <p className="mono">{[where, ...details].join(' · ')}</p>
        <p className="fault-often">
          <span className="chip">
            {times === null ? say('faults.always') : say('faults.left', { count: times })}
          </span>
          {probability < 1 ? (
            <span className="chip">
              {say('faults.chance', {
                percent: (probability * 100).toLocaleString(locale, { maximumFractionDigits: 1 }),
              })}
            </span>
          ) : null}
          <span className="chip">{say('faults.struck', { count: struck })}</span>
        </p>
      </div>
      <IconButton icon="close" label={say('faults.clear.one', { name })} onClick={onClear} />
    </li>
  )
}
