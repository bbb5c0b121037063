import { useEffect } from 'react'
import type { Phone } from '../api/phones.ts'
import { useWords } from '../words/language.tsx'
import { Avatar } from './avatar.tsx'

type Props = { phones: Phone[]; front: Phone | undefined; onChoose: (address: string) => void }

/** One small button per phone: brings it on screen, and shows what is unread on it. */
export function PhoneSwitcher({ phones, front, onChoose }: Props) {
  const { say } = useWords()
  const address = front?.address
  useEffect(() => {
    if (address) document.getElementById(address)?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [address])
  if (phones.length < 2) return <div className="phone-switcher" />
  return (
    <div className="phone-switcher" role="group" aria-label={say('phones.switch')}>
      {phones.map((phone) => {
        const count = phone.unread
        return (
          <button
            key={phone.address}
            type="button"
            aria-pressed={phone.address === front?.address}
            onClick={() => onChoose(phone.address)}
          >
            <Avatar name={phone.profile_name} seed={phone.address} size={24} />
            <span>{phone.profile_name}</span>
            {count > 0 ? (
              <span className="unread">
                <span aria-hidden="true">{count}</span>
                <span className="unseen">{say('phone.unread', { count })}</span>
              </span>
            ) : null}
          </button>
        )
      })}
    </div>
  )
}
