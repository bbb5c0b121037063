import { ReservedTopic } from '@parley/contract/twins.ts'
import { plain } from './plain-text.ts'

/** What a digital twin leaves to its member. */
export interface Reserved {
  topics: readonly ReservedTopic[]
  words: readonly string[]
}

/** Beginnings of words in English, Portuguese, Spanish, German and French, without accents. */
const beginnings: Record<ReservedTopic, string> = {
  prices:
    'price pricing cost~ costs~ how~much preco quanto~custa quanto~fica quanto~sai orcamento precio cuanto~cuesta cuanto~vale presupuesto preis kosten kostet wie~viel wieviel prix combien',
  discounts: 'discount cheaper rebate desconto descuento rebaja rabatt nachlass skonto gunstiger remise',
  contracts:
    'contract agreement sign~ signed signing signature deal~ contrato assinar assine assinatura firmar vertrag unterschr vereinbarung contrat signer',
  payments:
    'pay~ paying payment paid invoice iban bank~account transfer~money pagar pagamento pago fatura boleto pix~ factura transferencia zahlen zahlung bezahl rechnung uberweis konto payer paiement facture virement',
  refunds:
    'refund money~back reembols devolucao estorno devolucion devolver ruckerstatt erstattung geld~zuruck rembours',
  cancellations: 'cancel terminate rescind rescis anular kundig storn annul resili',
  guarantees:
    'guarantee warranty promise garant gewahrleist prometa promete promesa versprech zusage zusichern promett',
  complaints:
    'complain complaint unacceptable disappointed reclam queixa insatisfeit decepcion queja beschwer enttausch inacceptable',
  legal:
    'lawyer legal~action legal~advice lawsuit attorney sue~ liab advogad juridic processar abogad demandar anwalt klage vor~gericht gerichtlich haftung avocat tribunal',
}

/** Words that bind: said by a twin they would commit its member, whatever it leaves to them. */
const commitments = [
  /\b(i|we)( hereby| can| will|'ll)? (promise|guarantee|commit|confirm|accept|agree|refund|sign)\b/u,
  /\b(guaranteed|binding|you have (my|our) word|it'?s a deal|we have a deal|consider it done)\b/u,
  /\b(prometo|prometemos|garanto|garantimos|garantido|confirmo|confirmamos|aceito|aceitamos|assino|fechado|reembolsaremos|dou a minha palavra|comprometo)\b/u,
  /\bvamos (reembolsar|assinar|confirmar)\b/u,
  /\b(prometo|garantizo|garantizamos|garantizado|acepto|aceptamos|firmo|trato hecho|reembolsaremos|le doy mi palabra|me comprometo)\b/u,
  /\b(verspreche|versprechen wir|garantiere|garantieren wir|garantiert|bestatige|bestatigen wir|abgemacht|verbindlich|mein wort|erstatten wir|wir erstatten|stimme zu)\b/u,
  /\b(je (promets|garantis|confirme|accepte)|nous (promettons|garantissons|confirmons|acceptons)|marche conclu)\b/u,
]

// `~` stands for what may lie between two words, and at the end for the end of the word.
const patterns: Record<ReservedTopic, RegExp> = Object.fromEntries(
  ReservedTopic.options.map((topic) => {
    const parts = beginnings[topic]
      .split(/\s+/)
      .map((word) => word.replace(/~$/u, String.raw`\b`).replaceAll('~', String.raw`\s+(?:\p{L}+\s+){0,2}`))
    return [topic, new RegExp(String.raw`(?<![\p{L}])(?:${parts.join('|')})`, 'u')]
  }),
) as Record<ReservedTopic, RegExp>

/** Which of the reserved topics a text touches: its name, or the member's own word; null when none. */
export function reservedIn(text: string, { topics, words }: Reserved): string | null {
  const said = plain(text)
  const topic = topics.find((one) => patterns[one].test(said))
  if (topic) return topic
  return words.find((word) => containsWord(said, plain(word))) ?? null
}

/** Whether a text would commit somebody: a promise, a confirmation, an acceptance. Not a matter of settings. */
export const commits = (text: string): boolean => commitments.some((words) => words.test(plain(text)))

/** The word, or a longer one that begins with it. */
function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (at === 0 || !/\p{L}/u.test(text[at - 1]!)) return true
  return false
}
