import type { Language } from './kinds.ts'

/** What a mail, a push or an outgoing webhook says beside the sentences of its notifications. */
export interface Words {
  several: (count: number) => string
  open: string
  why: (organization: string) => string
  change: string
  test: { title: string; text: string }
  /** To a room that an outgoing webhook leads to. */
  testRoom: (organization: string) => string
}

export const words: Record<Language, Words> = {
  en: {
    several: (count) => `${count} things want you`,
    open: 'Open in Parley',
    why: (organization) => `You get this because you are a member of ${organization}.`,
    change: 'Choose what you are told',
    test: { title: 'A test from Parley', text: 'It arrived: this is how you will be told.' },
    testRoom: (organization) => `A test from Parley: notifications of ${organization} will arrive here.`,
  },
  pt: {
    several: (count) => `${count} coisas precisam de você`,
    open: 'Abrir no Parley',
    why: (organization) => `Você recebe isto porque é membro de ${organization}.`,
    change: 'Escolher do que ser avisado',
    test: { title: 'Um teste do Parley', text: 'Chegou: é assim que você será avisado.' },
    testRoom: (organization) => `Um teste do Parley: as notificações de ${organization} chegarão aqui.`,
  },
}
