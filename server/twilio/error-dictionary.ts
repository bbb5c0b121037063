import type { ErrorRow, ErrorRows, Language, RetryClass, Surface, Text } from './error-entry.ts'
import { errorsOfAccounts } from './errors-of-accounts.ts'
import { errorsOfContent } from './errors-of-content.ts'
import { errorsOfDelivery } from './errors-of-delivery.ts'
import { errorsOfNumbers } from './errors-of-numbers.ts'
import { errorsOfReferences } from './errors-of-references.ts'
import { errorsOfRequests } from './errors-of-requests.ts'
import { errorsOfWebhooks } from './errors-of-webhooks.ts'
import { errorsOfWhatsappContent } from './errors-of-whatsapp-content.ts'
import { errorsOfWhatsapp } from './errors-of-whatsapp.ts'

/** What is known about a Twilio error code, in every language of the screens. */
export interface ErrorEntry {
  code: number
  /** False when the dictionary has no words of its own for this code. */
  known: boolean
  retry: RetryClass
  surface: Surface
  text: Record<Language, Text>
}

const rows: ErrorRows = {
  ...errorsOfWebhooks,
  ...errorsOfAccounts,
  ...errorsOfRequests,
  ...errorsOfReferences,
  ...errorsOfDelivery,
  ...errorsOfWhatsapp,
  ...errorsOfWhatsappContent,
  ...errorsOfNumbers,
  ...errorsOfContent,
}

// Twilio adds codes without notice, so a new one needs a careful default: it is shown, and nobody sends again by itself.
const unknownRow: ErrorRow = {
  retry: 'never',
  surface: 'async',
  en: [
    'An error we have no words for',
    'Twilio refused or could not deliver the message, with a code that is new to us.',
    'Look the code up at twilio.com/docs/errors; a person may send the message again.',
  ],
  pt: [
    'Um erro sem descrição',
    'A Twilio recusou ou não conseguiu entregar a mensagem, com um código novo para nós.',
    'Procure o código em twilio.com/docs/errors; uma pessoa pode reenviar a mensagem.',
  ],
}

/** Every code the dictionary has words for, in ascending order. */
export const knownErrorCodes: readonly number[] = Object.keys(rows).map(Number)

/** Explains a Twilio error code; an unknown code gets a careful default. */
export function explainError(code: number): ErrorEntry {
  const row = rows[code]
  const { retry, surface, en, pt } = row ?? unknownRow
  return { code, known: row !== undefined, retry, surface, text: { en: asText(en), pt: asText(pt) } }
}

/** Where Twilio explains this code in full. */
export function errorPage(code: number): string {
  return `https://www.twilio.com/docs/errors/${code}`
}

function asText([title, happened, remedy]: ErrorRow['en']): Text {
  return { title, happened, remedy }
}
