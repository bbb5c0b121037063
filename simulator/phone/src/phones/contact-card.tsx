import { Avatar } from './avatar.tsx'
import type { Card } from './vcard.ts'

/** A shared contact. */
export function ContactCard({ card }: { card: Card }) {
  return (
    <div className="contact-card">
      <Avatar name={card.name} seed={card.number || card.name} size={40} />
      <span>
        <strong>{card.name}</strong>
        {card.number ? <small>{card.number}</small> : null}
      </span>
    </div>
  )
}
