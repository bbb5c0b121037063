import type { ErrorRows } from './error-entry.ts'

/** 30xxx and 351xx: queues, delivery and scheduling at Twilio. */
export const errorsOfDelivery: ErrorRows = {
  30001: {
    retry: 'later',
    surface: 'async',
    en: [
      'The queue ran over',
      'More messages waited at Twilio than its queue holds.',
      'It can be sent again later; send more slowly or from more numbers.',
    ],
    pt: [
      'A fila transbordou',
      'Havia mais mensagens esperando na Twilio do que a fila comporta.',
      'Pode ser reenviada depois; envie mais devagar ou por mais números.',
    ],
  },
  30002: {
    retry: 'credentials',
    surface: 'async',
    en: [
      'Account suspended',
      'Twilio suspended the account while the message waited.',
      'Open the Twilio console; it tells why and what to do.',
    ],
    pt: [
      'Conta suspensa',
      'A Twilio suspendeu a conta enquanto a mensagem esperava.',
      'Abra o console da Twilio; ele informa o motivo e o que fazer.',
    ],
  },
  30007: {
    retry: 'never',
    surface: 'async',
    en: [
      'Filtered',
      'The message was held back as unwanted.',
      'Change its wording; write only to people who asked for it.',
    ],
    pt: ['Filtrada', 'A mensagem foi retida como indesejada.', 'Mude o texto; escreva apenas a quem pediu.'],
  },
  30008: {
    retry: 'once-later',
    surface: 'async',
    en: ['Unknown fault', 'Twilio does not know why it failed.', 'It can be tried once more, later.'],
    pt: ['Falha desconhecida', 'A Twilio não sabe por que falhou.', 'Pode ser tentada mais uma vez, depois.'],
  },
  30036: {
    retry: 'later',
    surface: 'async',
    en: [
      'It waited too long',
      'The message was still in the queue when its time ran out; it was not sent.',
      'Send it again if it still matters.',
    ],
    pt: [
      'Esperou demais',
      'A mensagem ainda estava na fila quando o prazo acabou; não foi enviada.',
      'Reenvie se ainda for importante.',
    ],
  },
  30409: {
    retry: 'never',
    surface: 'sync',
    en: [
      'Too late to cancel',
      'The message is no longer waiting for its time.',
      'Nothing can be done; it is on its way or finished.',
    ],
    pt: [
      'Tarde para cancelar',
      'A mensagem não está mais aguardando o horário.',
      'Nada a fazer; ela já saiu ou terminou.',
    ],
  },
  30410: {
    retry: 'careful',
    surface: 'async',
    en: [
      'WhatsApp did not answer in time',
      'Nobody knows whether the message arrived; Twilio does not repeat it, to avoid a double.',
      'Check with the contact before it is sent again.',
    ],
    pt: [
      'O WhatsApp não respondeu a tempo',
      'Não se sabe se a mensagem chegou; a Twilio não a repete para evitar duplicação.',
      'Confirme com o contato antes de reenviar.',
    ],
  },
  35111: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['No time given', 'A message was scheduled without a time.', 'Choose when it should go out.'],
    pt: ['Sem horário', 'Uma mensagem foi agendada sem horário.', 'Escolha quando ela deve sair.'],
  },
  35114: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Time out of range',
      'Twilio schedules between 15 minutes and 35 days ahead.',
      'Choose a time in that range.',
    ],
    pt: [
      'Horário fora do intervalo',
      'A Twilio agenda entre 15 minutos e 35 dias à frente.',
      'Escolha um horário nesse intervalo.',
    ],
  },
  35118: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Scheduling needs a Messaging Service',
      'A message without a Messaging Service cannot be scheduled at Twilio.',
      'Enter a Messaging Service SID in the connector.',
    ],
    pt: [
      'O agendamento exige um Messaging Service',
      'Sem Messaging Service, uma mensagem não pode ser agendada na Twilio.',
      'Informe um Messaging Service SID no conector.',
    ],
  },
  35125: {
    retry: 'later',
    surface: 'sync',
    en: [
      'Too many scheduled',
      'The account has reached its number of scheduled messages.',
      'Wait until some have gone out, or cancel some.',
    ],
    pt: [
      'Agendamentos demais',
      'A conta atingiu o número de mensagens agendadas.',
      'Aguarde algumas saírem ou cancele algumas.',
    ],
  },
}
