import { useState } from 'react'
import { changeSender, type Sender } from '../api/senders.ts'
import { Refused } from '../api/ask.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'

// Meta's steps, in Twilio's words.
const tiers = ['250', '2K', '10K', '100K', 'Unlimited'].map((people) => `${people} Customers/24hr`)

/** What Meta allows a sender: how many messages in a second, how many people in a day. */
export function SenderLimits({ sender }: { sender: Sender }) {
  const { say } = useWords()
  const now = { pace: String(sender.messages_per_second), limit: sender.messaging_limit ?? '' }
  const [wish, setWish] = useState<Partial<typeof now>>({})
  const [trouble, setTrouble] = useState<string | null>(null)
  const { pace, limit } = { ...now, ...wish }
  const save = async () => {
    try {
      await changeSender(sender.address, { messages_per_second: Number(pace), messaging_limit: limit })
      setWish({})
      setTrouble(null)
    } catch (cause) {
      setTrouble(cause instanceof Refused ? cause.message : String(cause))
    }
  }
  return (
    <form
      className="sender-limits"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label={say('senders.pace')}
        hint={say('senders.pace.hint')}
        type="number"
        min={0.1}
        max={1_000}
        step="any"
        required
        value={pace}
        onChange={(event) => setWish({ ...wish, pace: event.target.value })}
      />
      <SelectField
        label={say('senders.limit')}
        hint={say('senders.limit.hint', { people: String(sender.reached) })}
        value={limit}
        onChange={(event) => setWish({ ...wish, limit: event.target.value })}
      >
        {[...new Set([now.limit, ...tiers])].map((tier) => (
          <option key={tier}>{tier}</option>
        ))}
      </SelectField>
      {trouble ? (
        <p className="form-error" role="alert">
          {trouble}
        </p>
      ) : null}
      {pace !== now.pace || limit !== now.limit ? (
        <div className="form-actions">
          <Button onClick={() => setWish({})}>{say('app.cancel')}</Button>
          <Button type="submit" look="main">
            {say('senders.save')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
