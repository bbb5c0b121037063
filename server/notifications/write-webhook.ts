import { type About, pathOf, quoteOf, sentenceOf } from './about.ts'
import type { Language } from './kinds.ts'
import { words } from './mail-words.ts'

/** The body of an outgoing webhook, as Slack and those that follow it take it. */
export interface WebhookBody {
  text: string
}

/**
 * One line about a notification. Slack reads &, < and > as its own signs: a contact could call everybody in the room with
 * `<!channel>` if they were not written as it asks for.
 */
export function writeWebhook(
  about: About,
  { publicUrl, language, showsText }: { publicUrl: string; language: Language; showsText: boolean },
): WebhookBody {
  const quote = showsText ? quoteOf(about.text) : ''
  const said = `${sentenceOf(about, language)}${quote === '' ? '' : `: “${quote}”`}`
  return { text: `${escapeSlack(said)}\n${publicUrl}${pathOf(about)}` }
}

export const writeTestWebhook = (organization: string, language: Language): WebhookBody => ({
  text: escapeSlack(words[language].testRoom(organization)),
})

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escapeSlack = (text: string): string => text.replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign)
