import './phones-screen.css'
import { useState } from 'react'
import { readableAddress } from '../api/address.ts'
import type { Phone } from '../api/phones.ts'
import { useSenders } from '../api/senders.ts'
import { usePhones } from '../api/use-phones.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useWords } from '../words/language.tsx'
import { AddPhone } from './add-phone.tsx'
import { PhoneFrame } from './phone-frame.tsx'
import { PhoneSwitcher } from './phone-switcher.tsx'

/** Phones drawn at once; each one keeps itself up to date. */
const pageLength = 12

/** All phones side by side; on a narrow page one at a time. */
export function PhonesScreen() {
  const { say } = useWords()
  const { phones: all, failure } = usePhones()
  const { senders, nameOf } = useSenders()
  const [adding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [shown, setShown] = useState(pageLength)

  const phones = all ?? []
  const found = phones.filter((phone) => matches(phone, text))
  const front = found.find((phone) => phone.address === chosen) ?? found[0]

  return (
    <>
      <div className="phones-bar">
        <h2 className="unseen">{say('phones.title')}</h2>
        <PhoneSwitcher phones={found} front={front} onChoose={setChosen} />
        {phones.length > 4 ? (
          <input
            type="search"
            className="phones-find"
            aria-label={say('phones.find')}
            placeholder={say('phones.find')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        ) : null}
        <Button look="main" icon="plus" aria-label={say('phones.add')} onClick={() => setAdding(true)}>
          <span className="add-words">{say('phones.add')}</span>
        </Button>
      </div>
      {failure?.status === 0 ? <p className="notice">{say('app.unreachable')}</p> : null}
      {all && phones.length === 0 ? (
        <Empty icon="phone" title={say('phones.empty')}>
          <p>{say('phones.empty.how', { sender: exampleOf(senders?.[0]) })}</p>
          <Button look="main" icon="plus" onClick={() => setAdding(true)}>
            {say('phones.add')}
          </Button>
        </Empty>
      ) : (
        <div className="phones-row" role="group" tabIndex={0} aria-label={say('phones.title')}>
          {found.slice(0, shown).map((phone) => (
            <div
              key={phone.address}
              className="phone-place"
              id={phone.address}
              data-front={phone === front || undefined}
            >
              <PhoneFrame phone={phone} senders={senders ?? []} nameOf={nameOf} />
            </div>
          ))}
          {found.length > shown ? (
            <Button className="phones-more" onClick={() => setShown(shown + pageLength)}>
              {say('phones.more', { count: Math.min(pageLength, found.length - shown) })}
            </Button>
          ) : null}
          {all && found.length === 0 ? <p className="phones-none">{say('phones.none', { text })}</p> : null}
        </div>
      )}
      {adding ? (
        <AddPhone
          phones={phones}
          onAdded={(address) => {
            setChosen(address)
            setAdding(false)
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  )
}

function matches(phone: Phone, text: string): boolean {
  const words = `${phone.profile_name} ${phone.address} ${readableAddress(phone.address)}`.toLowerCase()
  return words.includes(text.trim().toLowerCase())
}

function exampleOf(sender: { name: string; address: string } | undefined): string {
  return sender ? `${sender.name} (${readableAddress(sender.address)})` : '+1 202 555 0101'
}
