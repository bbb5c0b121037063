import type { ErrorRows } from './error-entry.ts'

/** 63001 to 63015: the channel, the two addresses, and who may write to whom. */
export const errorsOfWhatsapp: ErrorRows = {
  63001: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'WhatsApp refused the number’s login',
      'The link between Twilio and this WhatsApp number is broken.',
      'Open the number in the Twilio console and connect it to WhatsApp again.',
    ],
    pt: [
      'O WhatsApp recusou o acesso do número',
      'A ligação entre a Twilio e este número de WhatsApp está quebrada.',
      'Abra o número no console da Twilio e conecte-o de novo ao WhatsApp.',
    ],
  },
  63002: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Sending number not found',
      'WhatsApp does not know the sending number.',
      'Check in the Twilio console that the number is online.',
    ],
    pt: [
      'Número de envio não encontrado',
      'O WhatsApp não conhece o número de envio.',
      'Confira no console da Twilio se o número está on-line.',
    ],
  },
  63003: {
    retry: 'never',
    surface: 'async',
    en: [
      'Not on WhatsApp',
      'The contact’s number is not a WhatsApp number, or is written wrongly.',
      'Check the number with the contact.',
    ],
    pt: [
      'Não está no WhatsApp',
      'O número do contato não é de WhatsApp ou está escrito errado.',
      'Confira o número com o contato.',
    ],
  },
  63005: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Content not accepted',
      'WhatsApp did not accept what was in the message.',
      'Read WhatsApp’s own sentence and change the content.',
    ],
    pt: [
      'Conteúdo não aceito',
      'O WhatsApp não aceitou o que havia na mensagem.',
      'Leia a frase do próprio WhatsApp e mude o conteúdo.',
    ],
  },
  63006: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Content cannot be shown',
      'The content could not be put into a form that WhatsApp shows.',
      'Use a simpler kind of content.',
    ],
    pt: [
      'Conteúdo não pode ser exibido',
      'O conteúdo não pôde ser posto em um formato que o WhatsApp mostra.',
      'Use um tipo de conteúdo mais simples.',
    ],
  },
  63007: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Not a WhatsApp number of this account',
      'The account has no WhatsApp sender with this number.',
      'Read the numbers from Twilio again; in the sandbox, activate it in the Twilio console first.',
    ],
    pt: [
      'Não é um número de WhatsApp desta conta',
      'A conta não tem remetente de WhatsApp com este número.',
      'Leia de novo os números na Twilio; no sandbox, ative-o antes no console da Twilio.',
    ],
  },
  63008: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'The number is set up wrongly',
      'Twilio could not send because the number’s settings are incomplete.',
      'Check the number in the Twilio console, or ask Twilio support.',
    ],
    pt: [
      'O número está mal configurado',
      'A Twilio não pôde enviar porque a configuração do número está incompleta.',
      'Verifique o número no console da Twilio ou fale com o suporte.',
    ],
  },
  63009: {
    retry: 'later',
    surface: 'async',
    en: ['WhatsApp had a fault', 'WhatsApp answered with a fault of its own.', 'It can be sent again later.'],
    pt: ['Falha no WhatsApp', 'O WhatsApp respondeu com uma falha própria.', 'Pode ser reenviada depois.'],
  },
  63010: {
    retry: 'later',
    surface: 'async',
    en: ['Twilio had a fault', 'Twilio failed while handling the message.', 'It can be sent again later.'],
    pt: ['Falha na Twilio', 'A Twilio falhou ao tratar a mensagem.', 'Pode ser reenviada depois.'],
  },
  63011: {
    retry: 'later',
    surface: 'async',
    en: ['Twilio had a fault', 'Twilio could not handle the request.', 'It can be sent again later.'],
    pt: ['Falha na Twilio', 'A Twilio não conseguiu tratar o pedido.', 'Pode ser reenviada depois.'],
  },
  63012: {
    retry: 'later',
    surface: 'async',
    en: ['WhatsApp had a fault', 'WhatsApp failed while taking the message.', 'It can be sent again later.'],
    pt: ['Falha no WhatsApp', 'O WhatsApp falhou ao receber a mensagem.', 'Pode ser reenviada depois.'],
  },
  63013: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Against WhatsApp’s rules',
      'The message breaks a rule, often by an empty variable or many spaces in one.',
      'Fill every variable with plain text without line breaks.',
    ],
    pt: [
      'Contra as regras do WhatsApp',
      'A mensagem viola uma regra, muitas vezes por variável vazia ou com muitos espaços.',
      'Preencha cada variável com texto simples, sem quebra de linha.',
    ],
  },
  63014: {
    retry: 'never',
    surface: 'async',
    en: [
      'Blocked by the person',
      'The contact does not accept messages from this number.',
      'Respect it; do not write from another number.',
    ],
    pt: [
      'Bloqueado pela pessoa',
      'O contato não aceita mensagens deste número.',
      'Respeite; não escreva por outro número.',
    ],
  },
  63015: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Has not joined the sandbox',
      'The sandbox sends only to phones that joined it in the last 72 hours.',
      'Send the join code from that phone to the sandbox number, then try again.',
    ],
    pt: [
      'Não entrou no sandbox',
      'O sandbox só envia a telefones que entraram nas últimas 72 horas.',
      'Envie o código de entrada desse telefone ao número do sandbox e tente de novo.',
    ],
  },
}
