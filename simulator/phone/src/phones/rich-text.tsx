import { spansOf, type Span } from './rich-text.ts'

/** A message body with the marks people type turned into styles, and addresses into links. */
export function RichText({ body }: { body: string }) {
  return spansOf(body).map((span, place) => <OneSpan key={place} span={span} />)
}

function OneSpan({ span: { kind, text } }: { span: Span }) {
  switch (kind) {
    case 'bold':
      return <strong>{text}</strong>
    case 'italic':
      return <em>{text}</em>
    case 'strike':
      return <s>{text}</s>
    case 'code':
      return <code>{text}</code>
    case 'link':
      return (
        <a href={text} target="_blank" rel="noreferrer">
          {text}
        </a>
      )
    case 'plain':
      return text
  }
}
