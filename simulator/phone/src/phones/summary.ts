import type { PhoneMessage } from '../api/phones.ts'
import type { Words } from '../words/language.tsx'
import { kindOf } from './media-kind.ts'
import { plainOf } from './rich-text.ts'

/** One line that stands for a message: in the list of chats and in a quote. */
export function summaryOf(message: PhoneMessage, say: Words['say']): string {
  if (message.body) return plainOf(message.body).replace(/\s+/g, ' ')
  const [media] = message.media
  if (media) return say(`media.${kindOf(media.content_type)}`)
  const content = message.content
  if (content?.type.includes('location'))
    return typeof content['label'] === 'string' && content['label'] !== ''
      ? content['label']
      : say('media.location')
  if (content?.type === 'form') return say('form.sent')
  const words = content?.['body'] ?? content?.['title'] ?? content?.['header_text']
  return typeof words === 'string' ? words : say('content.template')
}
