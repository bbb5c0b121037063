import { explainError } from './error-dictionary.ts'
import type { Language, Text } from './error-entry.ts'

/** What a sender's status means: Twilio's word, whether it can send and receive, and plain words. */
export interface SenderStatus {
  status: string
  /** It sends and receives now. Twilio: ONLINE:UPDATING keeps working while a change is applied. */
  online: boolean
  /** The status will change by itself; look again soon. */
  moving: boolean
  text: Record<Language, Pick<Text, 'title' | 'remedy'>>
}

const say = (title: string, remedy: string) => ({ title, remedy })

const statuses: Record<string, Omit<SenderStatus, 'status'>> = {
  ONLINE: {
    online: true,
    moving: false,
    text: {
      en: say('Online', 'Nothing to do.'),
      pt: say('On-line', 'Nada a fazer.'),
    },
  },
  'ONLINE:UPDATING': {
    online: true,
    moving: true,
    text: {
      en: say('Online, a change is being applied', 'Wait a few minutes, then look again.'),
      pt: say('On-line, uma alteração está sendo aplicada', 'Aguarde alguns minutos e verifique de novo.'),
    },
  },
  OFFLINE: {
    online: false,
    moving: false,
    text: {
      en: say('Offline', 'Read the reasons Twilio gives below; most are solved in the Twilio console.'),
      pt: say(
        'Off-line',
        'Leia abaixo os motivos dados pela Twilio; quase todos se resolvem no console da Twilio.',
      ),
    },
  },
  CREATING: {
    online: false,
    moving: true,
    text: {
      en: say('Being registered', 'Wait until WhatsApp has registered the number.'),
      pt: say('Em registro', 'Aguarde até o WhatsApp registrar o número.'),
    },
  },
  PENDING_VERIFICATION: {
    online: false,
    moving: false,
    text: {
      en: say('Waits for its verification code', 'Enter the code that WhatsApp sent to this number.'),
      pt: say('Aguarda o código de verificação', 'Informe o código que o WhatsApp enviou a este número.'),
    },
  },
  VERIFYING: {
    online: false,
    moving: true,
    text: {
      en: say('The code is being checked', 'Wait a moment, then look again.'),
      pt: say('O código está sendo verificado', 'Aguarde um momento e verifique de novo.'),
    },
  },
  TWILIO_REVIEW: {
    online: false,
    moving: true,
    text: {
      en: say('Under review at Twilio', 'Wait for Twilio; it writes to the owner of the account.'),
      pt: say('Em análise na Twilio', 'Aguarde a Twilio; ela escreve ao titular da conta.'),
    },
  },
  DRAFT: {
    online: false,
    moving: false,
    text: {
      en: say('Not finished', 'Finish the registration of this number in the Twilio console.'),
      pt: say('Incompleto', 'Conclua o registro deste número no console da Twilio.'),
    },
  },
  STUBBED: {
    online: false,
    moving: false,
    text: {
      en: say(
        'A placeholder',
        'This entry has no working number behind it; register one in the Twilio console.',
      ),
      pt: say(
        'Um marcador',
        'Esta entrada não tem número em funcionamento; registre um no console da Twilio.',
      ),
    },
  },
}

/** Explains a sender status; one that Twilio invents later is shown by its own name and counts as not online. */
export function explainSenderStatus(status: string): SenderStatus {
  const known = Object.hasOwn(statuses, status) ? statuses[status] : undefined
  return {
    status,
    ...(known ?? {
      online: status.startsWith('ONLINE'),
      moving: false,
      text: {
        en: say(status || 'Unknown', 'Look at this number in the Twilio console.'),
        pt: say(status || 'Desconhecido', 'Veja este número no console da Twilio.'),
      },
    }),
  }
}

/** A reason why a sender is offline, with what the dictionary knows about its code. */
export interface OfflineReason {
  code: string
  message: string
  remedy: string | null
}

/** Twilio gives the code as a string and a message of its own; the remedy is ours where the code is known. */
export function explainOfflineReason(
  code: string,
  message: string,
  language: Language = 'en',
): OfflineReason {
  const number = /^\d{4,6}$/.test(code) ? Number(code) : null
  const entry = number === null ? null : explainError(number)
  return {
    code,
    message: message || entry?.text[language].happened || '',
    remedy: entry?.known ? entry.text[language].remedy : null,
  }
}

/** How many people may be written to first in 24 hours. Meta: the whole business portfolio shares it. */
export type MessagingLimit = { kind: 'limited'; people: number } | { kind: 'unlimited' } | { kind: 'unknown' }

const multiples: Record<string, number> = { '': 1, K: 1_000, M: 1_000_000 }

/** Reads Twilio's sentence (`10K Customers/24hr`) or Meta's tier (`TIER_2K`); a form never seen is unknown, not zero. */
export function parseMessagingLimit(text: string | null | undefined): MessagingLimit {
  const words = (text ?? '').toUpperCase().replaceAll(',', '').replaceAll('_', ' ')
  if (words.includes('UNLIMITED')) return { kind: 'unlimited' }
  const found = /^\s*(?:TIER\s*)?(\d{1,9}(?:\.\d{1,3})?)\s*([KM]?)\b/.exec(words)
  if (!found) return { kind: 'unknown' }
  const people = Math.round(Number(found[1]) * (multiples[found[2] ?? ''] ?? 1))
  return people > 0 ? { kind: 'limited', people } : { kind: 'unknown' }
}
