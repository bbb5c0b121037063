import type { MessageContent } from '../api/phones.ts'
import { footerOf, headingOf, panelsOf, placeOf } from './content.ts'
import { LocationCard } from './location-card.tsx'

/** What a content shows above and below its text; its buttons stand under the bubble. */
export function MessageContentView({ content, body }: { content: MessageContent; body: string }) {
  const place = placeOf(content)
  const heading = headingOf(content, body)
  const panels = panelsOf(content)
  return (
    <>
      {place ? <LocationCard {...place} label={place.label || body} /> : null}
      {heading && !place ? <p className="bubble-heading">{heading}</p> : null}
      {panels.length > 0 ? (
        <div className="carousel" role="group" tabIndex={0} aria-label={body || heading}>
          {panels.map((panel, at) => (
            <div key={at} className="carousel-card">
              {panel.media ? <img src={panel.media} alt="" loading="lazy" /> : null}
              {panel.title ? <strong>{panel.title}</strong> : null}
              <p>{panel.body}</p>
            </div>
          ))}
        </div>
      ) : null}
    </>
  )
}

/** The small line that closes a card. */
export function MessageFooter({ content }: { content: MessageContent }) {
  const footer = footerOf(content)
  return footer ? <p className="bubble-footer">{footer}</p> : null
}
