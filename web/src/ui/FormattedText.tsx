import { piecesOf } from './formatted.ts'

/** A text with WhatsApp's marks drawn as they look on the phone. */
export const FormattedText = ({ text }: { text: string }) =>
  piecesOf(text).map(({ text: piece, as: Tag }, at) =>
    Tag === 'plain' ? <span key={at}>{piece}</span> : <Tag key={at}>{piece}</Tag>,
  )
