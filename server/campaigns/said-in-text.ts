import { plain } from '#agents/plain-text.ts'
import { currencyWords, dayWords, numberWords, promiseWords } from './claim-words.ts'

const links =
  /(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}(?:\/\S*)?/giu
const digits = /\d+(?:[.,:/\s-]\d+)*/gu
const words = /\p{L}[\p{L}\p{M}'’-]*/gu

/** What a text says of one kind: as written, and what it means whatever the language. */
export type FindSaid = (text: string) => { said: string; means: string }[]

export const linksIn: FindSaid = (text) =>
  (text.match(links) ?? []).map((said) => ({
    said,
    means: said.toLowerCase().replace(/[.,;:!?)'"»”]+$/u, ''),
  }))

export const currenciesIn: FindSaid = (text) => [
  ...[...text.matchAll(/(?:US|R)?\$|[€£¥]/gu)].map(([said]) => ({
    said,
    means: currencyWords.get(plain(said)) ?? said,
  })),
  ...wordsWith(text, currencyWords),
]

export const promisesIn: FindSaid = (text) => [
  ...[...text.matchAll(/%|\b(?:por|per) (?:cento|ciento|cent)\b/giu)].map(([said]) => ({
    said,
    means: 'percent',
  })),
  ...wordsWith(text, promiseWords),
]

export const datesIn: FindSaid = (text) => wordsWith(text, dayWords)

export const numbersIn: FindSaid = (text) => [
  ...(text.match(digits) ?? []).map((said) => ({ said: said.trim(), means: asNumber(said) })),
  ...wordsWith(text, numberWords),
]

function wordsWith(text: string, meanings: ReadonlyMap<string, string>) {
  return (text.match(words) ?? []).flatMap((said) => {
    const means = meanings.get(plain(said))
    return means === undefined ? [] : [{ said, means }]
  })
}

/** A number without the marks that group it: 18.500,00 and 18,500 are one. */
const asNumber = (written: string): string =>
  written
    .replace(/[.,]00?$/u, '')
    .replaceAll(/[^\d]/gu, '')
    .replace(/^0+(?=\d)/u, '')

/**
 * Whether what a stranger wrote may be told to a composer as a fact: short, on one line, and without a link, a price or a
 * promise. An order hidden in a name or a cell is none of these.
 */
export function isPlainDatum(value: string): boolean {
  if (value.length > 80 || /[\r\n\p{Cc}{}<>%]/u.test(value) || value.split(/\s+/).length > 8) return false
  return [linksIn, currenciesIn, promisesIn].every((find) => find(value).length === 0)
}
