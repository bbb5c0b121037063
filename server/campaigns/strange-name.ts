import type { ComposeNote } from '@parley/contract/outbound.ts'
import type { z } from 'zod'
import { plain } from '#agents/plain-text.ts'
import { dayWords } from './claim-words.ts'

/** Capitals that are no names: of courtesy, of greeting, and of things everybody knows. */
const usual = new Set(
  `i i'm i'd i'll i've ok pdf whatsapp x sie ihr ihre ihren ihrem ihnen du dir dein deine euch guten liebe lieber hallo viele
  beste herzliche freundliche mit grüße gruß best regards thanks thank kind warm cheers hi hello hey dear olá oi abraço abraços obrigado
  obrigada atenciosamente saudações hola gracias saludos un una cordialmente atentamente senhor senhora sr sra`
    .split(/\s+/)
    .map(plain),
)

const germanTitles = /^(herr|herrn|frau|firma|dr|prof)$/u

interface Token {
  word: string
  /** Begins a sentence or a line. */
  starts: boolean
  /** Alone on its line, with at most two others: a signature. */
  signs: boolean
  capital: boolean
}

/**
 * A proper name that stands nowhere in what was given; null when there is none. In German every noun has a capital, so
 * there a name is what follows a title, two unknown capitals in a row, or a signature.
 */
export function strangeName(
  text: string,
  given: string,
  language: string,
): z.infer<typeof ComposeNote> | null {
  const known = new Set((given.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []).map(plain))
  const isStrange = ({ word, capital }: Token) => {
    const bare = plain(word).replace(/'s$/u, '')
    return capital && !known.has(bare) && !usual.has(bare) && !dayWords.has(bare)
  }
  const tokens = tokensOf(text)
  const found = tokens.find((token, at) => {
    if (!isStrange(token)) return false
    if (token.signs) return true
    if (language !== 'de') return !token.starts
    const before = tokens[at - 1]
    return (
      before !== undefined &&
      !token.starts &&
      (germanTitles.test(plain(before.word)) || (isStrange(before) && !before.starts))
    )
  })
  return found ? { kind: 'name', what: found.word } : null
}

function tokensOf(text: string): Token[] {
  return text.split('\n').flatMap((line, at) => {
    const found = [...line.matchAll(/\p{L}[\p{L}\p{M}'’-]*/gu)]
    const signs = at > 0 && found.length <= 3 && found.every(([word]) => /^\p{Lu}/u.test(word))
    return found.map((match) => ({
      word: match[0],
      starts: /(^|[.!?…:])[\s"'“”«»„¡¿*_()]*$/u.test(line.slice(0, match.index)),
      signs,
      capital: /^\p{Lu}/u.test(match[0]),
    }))
  })
}
