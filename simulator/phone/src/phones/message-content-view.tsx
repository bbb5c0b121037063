import { useState } from 'react'
import type { MessageContent } from '../api/phones.ts'
import { Icon } from '../ui/icon.tsx'
import { ActionButton } from './action-button.tsx'
import {
  type Action,
  answersOf,
  footerOf,
  goodsOf,
  headingOf,
  type Panel,
  panelsOf,
  placeOf,
} from './content.ts'
import { LocationCard } from './location-card.tsx'

type Props = {
  content: MessageContent
  body: string
  /** What a tap on a button of a card does; without it the buttons are a picture. */
  onReply?: ((action: Action) => void) | undefined
}

/** What a content shows above its text; its buttons stand under the bubble. */
export function MessageContentView({ content, body }: Pick<Props, 'content' | 'body'>) {
  const place = placeOf(content)
  const heading = headingOf(content, body)
  const goods = goodsOf(content)
  const answers = answersOf(content)
  return (
    <>
      {place ? <LocationCard {...place} label={place.label || body} /> : null}
      {heading && !place ? <p className="bubble-heading">{heading}</p> : null}
      {answers.length > 0 ? (
        <dl className="answers">
          {answers.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {goods.length > 0 ? (
        <ul className="goods">
          {goods.map(({ title, description, price }, at) => (
            <li key={at}>
              <span>
                <strong>{title}</strong>
                {description ? <small>{description}</small> : null}
              </span>
              <span>{price}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function Card({
  panel: { title, body, media, actions },
  onReply,
}: { panel: Panel } & Pick<Props, 'onReply'>) {
  // A page that runs without a network has no pictures to load.
  const [gone, setGone] = useState(false)
  return (
    <div className="carousel-card">
      {media && !gone ? <img src={media} alt="" loading="lazy" onError={() => setGone(true)} /> : null}
      {media && gone ? (
        <span className="carousel-file">
          <Icon name="picture" size={28} />
          <small className="clip">{media.split('/').at(-1)}</small>
        </span>
      ) : null}
      {title ? <strong>{title}</strong> : null}
      <p>{body}</p>
      <div className="actions">
        {actions.map((action, at) => (
          <ActionButton
            key={`${at} ${action.id}`}
            action={action}
            onReply={onReply && (() => onReply(action))}
          />
        ))}
      </div>
    </div>
  )
}

/** What a content shows below its text: the small line that closes a card, the cards of a carousel. */
export function MessageEnd({ content, body, onReply }: Props) {
  const footer = footerOf(content)
  const panels = panelsOf(content)
  return (
    <>
      {footer ? <p className="bubble-footer">{footer}</p> : null}
      {panels.length > 0 ? (
        <div className="carousel" role="group" tabIndex={0} aria-label={body}>
          {panels.map((panel, at) => (
            <Card key={at} panel={panel} onReply={onReply} />
          ))}
        </div>
      ) : null}
    </>
  )
}
