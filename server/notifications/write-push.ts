import { type About, pathOf, quoteOf, sentenceOf } from './about.ts'
import type { Language } from './kinds.ts'
import { words } from './mail-words.ts'

/** What the service worker of the web app shows. */
export interface PushText {
  title: string
  body: string
  /** Where a click leads, under our own address. */
  path: string
  /** A later push of the same tag takes the place of the earlier one. */
  tag: string
}

/** One push about everything that gathered for a browser. */
export function writePush(
  items: readonly [About, ...About[]],
  { language, showsText }: { language: Language; showsText: boolean },
): PushText {
  const [first, ...more] = items
  const path = pathOf(first)
  if (more.length === 0) {
    return {
      title: sentenceOf(first, language),
      body: showsText ? quoteOf(first.text) : '',
      path,
      tag: `${first.kind}:${first.conversationId ?? first.id}`,
    }
  }
  const body = items
    .slice(0, 4)
    .map((about) => sentenceOf(about, language))
    .join('\n')
  return { title: words[language].several(items.length), body, path: '/inbox', tag: 'several' }
}

export const writeTestPush = (language: Language): PushText => {
  const { title, text } = words[language].test
  return { title, body: text, path: '/settings?tab=notifications', tag: 'test' }
}
