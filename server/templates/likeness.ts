import { conceptOf } from './synonyms.ts'

/** Endings by language, longest first; what is left keeps four letters. Other languages are compared as they are. */
const endings: Record<string, string> = {
  en: 'ations ation ments ment ingly ings ing ies ied ers ed es er ly s e y',
  pt: `amentos amento imentos imento acoes acao adas ados idas idos ando endo indo aram emos amos ada ado ida ido ar er ir ou eu
    as os es a o e s`,
  de: 'ungen ung lich isch enden ende ern em en er es et st e n s t',
  es: 'amientos amiento aciones acion adas ados idas idos ando iendo ada ado ida ido ar er ir as os es a o e s',
}

/** Words that say nothing about what a message is for. */
const silent: Record<string, ReadonlySet<string>> = {
  en: wordsIn(`a an the is are was were be been am has have had do does did will would can could may might should shall must of to in on at by for from with and or but if as
  it its this that these those you your yours we our us i my me he she they them their there here so not no yes hi hello hey dear please just any all also
  good morning afternoon evening what which who how about into up out more let know`),
  pt: wordsIn(`o os um uma uns umas de do da dos das em no na nos nas ao aos por pelo pela para com e ou mas se que quem como seu sua seus suas nosso nossa nossos nossas voce
  voces eu nos me te lhe isso isto este esta esse essa aqui ja nao sim ola oi bom boa dia tarde noite foi esta estao sera ser tem temos ter ha mais muito`),
  de: wordsIn(`der die das den dem des ein eine einen einem einer und oder aber wenn ist sind war waren wird werden wurde hat haben hatte ich wir sie ihr ihre ihren ihrem
  ihrer euch uns unser unsere unseren mich mir dich dir du er es zu zum zur im in am an auf fur von vom mit bei aus als auch nur noch nicht kein keine ja hallo
  guten tag morgen abend liebe lieber bitte dass so wie uhr um bis`),
  es: wordsIn(`el la los las lo un una unos unas al del de en con por para y o u e a que si como cuando donde quien cual tu tus te ti su sus se me mi mis nos
  nosotros nuestro nuestra nuestros nuestras os le les yo ella ellos este esta esto estos estas ese esa eso aqui ahi ya no hola buenos buenas dias tardes noches
  estimado estimada favor muy mas mucho mucha muchos muchas todo toda todos todas algo alguno alguna algunos algunas tambien solo aun todavia es son era fue ser
  estan estar ha han he hemos has haber hay tiene tienes tenemos tener puede puedes pueden podemos quiere quieres queremos va van vamos hasta desde entre sobre
  pero porque`),
}

function wordsIn(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/))
}

const plain = (text: string): string =>
  text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss')

function stemOf(word: string, language: string): string {
  const ending = (endings[language] ?? '')
    .split(/\s+/)
    .find((one) => word.endsWith(one) && word.length - one.length >= 4)
  return ending === undefined ? word : word.slice(0, -ending.length)
}

const negations: Record<string, readonly string[]> = {
  en: ['not', 'no', 'never', 'cannot', 'without'],
  pt: ['nao', 'nunca', 'nem', 'sem'],
  de: ['nicht', 'kein', 'keine', 'keinen', 'nie'],
  es: ['no', 'nunca', 'sin'],
}
/** How many words a negation reaches over: "has not yet been confirmed". */
const reach = 4

/** What is denied is something else: what is not paid is due, what did not succeed failed. A reminder is a reminder: "do not forget". */
function deny(concept: string): string {
  if (concept === '=payment') return '=overdue'
  if (concept === '=succeed') return '=fail'
  return concept === '=remind' ? concept : `=not ${concept.slice(1)}`
}

/** The words of a text that carry its purpose, each as its stem or as the concept that it stands for or denies. */
export function termsOf(text: string, language: string): string[] {
  const base = language.slice(0, 2)
  const said = plain(text)
    .replaceAll(/\{\{\s*\w+\s*\}\}/g, ' ')
    .replaceAll(/n['’]t\b/g, ' not')
  // A negation ends with its sentence.
  return said.split(/[.,;:!?\n]/).flatMap((sentence) => {
    const words = sentence.match(/\p{L}{2,}/gu) ?? []
    return words.flatMap((word, at) => {
      if (silent[base]?.has(word)) return []
      const concepts = conceptOf(word, base)
      const denied = words.slice(Math.max(0, at - reach), at).some((one) => negations[base]?.includes(one))
      if (concepts.length > 0) return denied ? concepts.map(deny) : concepts
      return [stemOf(word, base)]
    })
  })
}

/** How rare each term is among these texts: one that stands in all of them tells nothing apart. */
export function rarityOf(texts: readonly (readonly string[])[]): (term: string) => number {
  const counts = new Map<string, number>()
  for (const terms of texts) for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return (term) => Math.log(1 + (texts.length + 0.5) / ((counts.get(term) ?? 0) + 0.5))
}

/** From 0 (nothing in common) to 1: how much of each text's weight the other one shares. */
export function likeness(
  intended: readonly string[],
  offered: readonly string[],
  rarity: (term: string) => number,
): { ofIntended: number; ofOffered: number } {
  const [mine, theirs] = [new Set(intended), new Set(offered)]
  const weight = (terms: Iterable<string>) => [...terms].reduce((sum, term) => sum + weigh(term, rarity), 0)
  const shared = weight([...mine].filter((term) => theirs.has(term)))
  const [all, offers] = [weight(mine), weight(theirs)]
  return { ofIntended: all === 0 ? 0 : shared / all, ofOffered: offers === 0 ? 0 : shared / offers }
}

/** A concept says what a message is for; another word may be a detail of it. */
const conceptWeight = 4
const weigh = (term: string, rarity: (term: string) => number): number =>
  rarity(term) * (term.startsWith('=') ? conceptWeight : 1)
