import './faults.css'
import { useState } from 'react'
import { Refused } from '../api/ask.ts'
import { addFault, clearFaults, type Fault, type NewFault } from '../api/faults.ts'
import { useResource } from '../api/use-resource.ts'
import { useWords } from '../words/language.tsx'
import { ActiveFaults } from './active-faults.tsx'
import { FaultForm } from './fault-form.tsx'

// A fault also changes when it strikes, which news of requests and messages tell.
const concerns = new Set(['fault', 'request', 'message', 'reset'])

/** The switches that make the simulator misbehave, and which of them are on. */
export function FaultsScreen() {
  const { say } = useWords()
  const { value, reload } = useResource<{ faults: Fault[] }>('/faults', ({ type }) => concerns.has(type))
  const [complaint, setComplaint] = useState<string | null>(null)

  const attempt = async (change: () => Promise<unknown>) => {
    try {
      await change()
      setComplaint(null)
      reload()
    } catch (cause) {
      setComplaint(say('app.refused', { reason: cause instanceof Refused ? cause.message : String(cause) }))
    }
  }
  return (
    <div className="sheet">
      <header className="sheet-head">
        <h2>{say('faults.title')}</h2>
        <p>{say('faults.intro')}</p>
      </header>
      <div className="faults-columns">
        <FaultForm complaint={complaint} onAdd={(fault: NewFault) => void attempt(() => addFault(fault))} />
        <ActiveFaults faults={value?.faults} onClear={(id) => void attempt(() => clearFaults(id))} />
      </div>
    </div>
  )
}
