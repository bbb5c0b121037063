import { bodyLimit, type Said } from './brain.ts'

/**
 * The first thing said in a conversation, with the agent's welcome before it: in the same message where both fit one, so
 * that nobody pays for two and no reading order can be lost. An empty welcome changes nothing.
 */
export function sayWelcome(welcome: string, messages: readonly Said[]): readonly Said[] {
  const [first, ...rest] = messages
  const said = welcome.trim()
  if (!first || said === '') return messages
  const body = first.body === '' ? said : `${said}\n\n${first.body}`
  return body.length <= bodyLimit ? [{ ...first, body }, ...rest] : [{ body: said }, ...messages]
}
