import type { NotificationKind as Kinds } from '@parley/contract/contacts.ts'
import type { NotificationLanguage } from '@parley/contract/notifications.ts'
import type { z } from 'zod'

export type Kind = z.infer<typeof Kinds>
export type Language = z.infer<typeof NotificationLanguage>
export type MemberWay = 'mail' | 'push'

/** What a sentence about a notification is made of. */
export interface SaidOf {
  /** Whom it is about; empty where it is about nobody. */
  name: string
  count: number
  facts: Record<string, unknown>
}
type Says = (about: SaidOf) => string

interface KindRule {
  /** The ways it takes to a member who has not chosen. */
  ways: Record<MemberWay, boolean>
  says: Record<Language, Says>
}

const both = { mail: true, push: true }
const quietly = { mail: false, push: true }

/**
 * Every kind of notification: its usual ways and its sentence in each language. A new kind is one entry here, one in the
 * contract's list, and its words in the web app.
 */
export const kinds: Record<Kind, KindRule> = {
  reply: {
    ways: both,
    says: {
      en: ({ name, count }) => (count > 1 ? `${name} wrote ${count} messages` : `${name} wrote`),
      pt: ({ name, count }) => (count > 1 ? `${name} escreveu ${count} mensagens` : `${name} escreveu`),
    },
  },
  hand_over: {
    ways: both,
    says: {
      en: ({ name }) => `${name} needs a person`,
      pt: ({ name }) => `${name} precisa de uma pessoa`,
    },
  },
  nobody_answers: {
    ways: both,
    says: {
      en: ({ name }) => `${name} wrote and nobody answers`,
      pt: ({ name }) => `${name} escreveu e ninguém responde`,
    },
  },
  assigned: {
    ways: both,
    says: {
      en: ({ name }) => `${name} was assigned to you`,
      pt: ({ name }) => `${name} foi atribuído a você`,
    },
  },
  send_failed: {
    ways: quietly,
    says: {
      en: ({ name, count }) =>
        count > 1 ? `${count} messages to ${name} were not sent` : `A message to ${name} was not sent`,
      pt: ({ name, count }) =>
        count > 1
          ? `${count} mensagens para ${name} não foram enviadas`
          : `Uma mensagem para ${name} não foi enviada`,
    },
  },
  connector_failed: {
    ways: both,
    says: { en: () => 'A connector needs attention', pt: () => 'Um conector precisa de atenção' },
  },
  template_changed: {
    ways: both,
    says: {
      en: ({ facts }) => `Meta rejected or stopped the template ${wordOf(facts['template'])}`,
      pt: ({ facts }) => `A Meta rejeitou ou parou o modelo ${wordOf(facts['template'])}`,
    },
  },
  campaign_held: {
    ways: both,
    says: {
      en: ({ facts }) =>
        `The campaign “${wordOf(facts['campaign'])}” waits: ${
          facts['reason'] === 'service_unusable'
            ? 'its Messaging Service cannot be used'
            : `${wordOf(facts['template'])} may not be sent`
        }`,
      pt: ({ facts }) =>
        `A campanha “${wordOf(facts['campaign'])}” espera: ${
          facts['reason'] === 'service_unusable'
            ? 'o Messaging Service não pode ser usado'
            : `${wordOf(facts['template'])} não pode ser enviado`
        }`,
    },
  },
  touches_held: {
    ways: both,
    says: {
      en: ({ facts }) => `Some messages of “${wordOf(facts['campaign'])}” wait for you`,
      pt: ({ facts }) => `Algumas mensagens de “${wordOf(facts['campaign'])}” esperam por você`,
    },
  },
  outgoing_webhook_failed: {
    ways: both,
    says: {
      en: ({ facts }) =>
        `The outgoing webhook ${wordOf(facts['webhook'])} failed for days and was switched off`,
      pt: ({ facts }) => `O webhook de saída ${wordOf(facts['webhook'])} falhou por dias e foi desligado`,
    },
  },
}

const wordOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '')

export const allKinds = Object.keys(kinds) as Kind[]
