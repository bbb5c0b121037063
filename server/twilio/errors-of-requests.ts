import type { ErrorRows } from './error-entry.ts'

/** 21211 to 21624: what Twilio refuses at once in a request to send. */
export const errorsOfRequests: ErrorRows = {
  21211: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Not a valid address',
      'The contact’s number is not one that Twilio can read.',
      'Write it with plus sign and country code, without spaces.',
    ],
    pt: [
      'Endereço inválido',
      'O número do contato não é um que a Twilio consiga ler.',
      'Escreva-o com o sinal de mais e o código do país, sem espaços.',
    ],
  },
  21212: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Not a valid sender',
      'The sending number is not one that Twilio can read.',
      'Read the numbers of the connector from Twilio again and choose one of them.',
    ],
    pt: [
      'Remetente inválido',
      'O número de envio não é um que a Twilio consiga ler.',
      'Leia de novo os números do conector na Twilio e escolha um deles.',
    ],
  },
  21408: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Country not enabled',
      'The account may not send to this country.',
      'Allow the country under geographic permissions in the Twilio console.',
    ],
    pt: [
      'País não habilitado',
      'A conta não pode enviar para este país.',
      'Habilite o país nas permissões geográficas do console da Twilio.',
    ],
  },
  21602: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['Nothing to send', 'The message had neither text nor file.', 'Write a text or attach a file.'],
    pt: [
      'Nada para enviar',
      'A mensagem não tinha texto nem arquivo.',
      'Escreva um texto ou anexe um arquivo.',
    ],
  },
  21603: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'No sender given',
      'The request named neither a number nor a Messaging Service.',
      'Choose the number that should send.',
    ],
    pt: [
      'Sem remetente',
      'O pedido não indicou um número nem um Messaging Service.',
      'Escolha o número que deve enviar.',
    ],
  },
  21604: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'No recipient given',
      'The request did not say to whom.',
      'Give the contact a phone number or WhatsApp id.',
    ],
    pt: [
      'Sem destinatário',
      'O pedido não dizia para quem enviar.',
      'Dê ao contato um telefone ou um id do WhatsApp.',
    ],
  },
  21606: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The number cannot send messages',
      'Twilio does not know the sending number as one for messages.',
      'Choose a WhatsApp number of this account.',
    ],
    pt: [
      'O número não envia mensagens',
      'A Twilio não conhece o número de envio como um número de mensagens.',
      'Escolha um número de WhatsApp desta conta.',
    ],
  },
  21608: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Trial account',
      'A trial account may send only to numbers verified in the Twilio console.',
      'Verify the contact’s number there, or upgrade the account.',
    ],
    pt: [
      'Conta de avaliação',
      'Uma conta de avaliação só envia para números verificados no console da Twilio.',
      'Verifique o número do contato lá ou atualize a conta.',
    ],
  },
  21609: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Status address refused',
      'Twilio does not accept the address where delivery reports should go.',
      'Set PUBLIC_URL to an https address without underscores in its host name.',
    ],
    pt: [
      'Endereço de status recusado',
      'A Twilio não aceita o endereço para os relatórios de entrega.',
      'Defina PUBLIC_URL com um endereço https sem sublinhado no nome do host.',
    ],
  },
  21610: {
    retry: 'never',
    surface: 'sync',
    en: [
      'The contact opted out',
      'The contact wrote STOP and Twilio blocks messages from this sender to them.',
      'They can start again by writing START. Do not write by another way.',
    ],
    pt: [
      'O contato saiu da lista',
      'O contato escreveu STOP e a Twilio bloqueia mensagens deste remetente para ele.',
      'Ele pode voltar escrevendo START. Não escreva por outro caminho.',
    ],
  },
  21611: {
    retry: 'later',
    surface: 'sync',
    en: [
      'The number’s queue is full',
      'Too many messages of this number wait at Twilio already.',
      'It is sent again by itself when the queue is shorter.',
    ],
    pt: [
      'A fila do número está cheia',
      'Já há mensagens demais deste número aguardando na Twilio.',
      'Ela é reenviada sozinha quando a fila diminuir.',
    ],
  },
  21617: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['The text is too long', 'Twilio takes 1,600 characters.', 'Shorten the text or send it in parts.'],
    pt: ['Texto longo demais', 'A Twilio aceita 1.600 caracteres.', 'Encurte o texto ou envie em partes.'],
  },
  21619: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Nothing to send',
      'The message had no text, no file and no template.',
      'Write a text, attach a file or choose a template.',
    ],
    pt: [
      'Nada para enviar',
      'A mensagem não tinha texto, arquivo nem modelo.',
      'Escreva um texto, anexe um arquivo ou escolha um modelo.',
    ],
  },
  21620: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The file’s address is not valid',
      'Twilio cannot use the address of the attached file.',
      'Set PUBLIC_URL to the address under which Parley is reachable, then attach the file again.',
    ],
    pt: [
      'Endereço do arquivo inválido',
      'A Twilio não consegue usar o endereço do arquivo anexado.',
      'Defina PUBLIC_URL com o endereço público do Parley e anexe o arquivo de novo.',
    ],
  },
  21623: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['Too many files', 'A message takes ten files at most.', 'Send one file with each message.'],
    pt: ['Arquivos demais', 'Uma mensagem aceita no máximo dez arquivos.', 'Envie um arquivo por mensagem.'],
  },
  21624: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Validity period refused',
      'The time a message may wait must lie between 1 and 36,000 seconds.',
      'Use a value in that range.',
    ],
    pt: [
      'Validade recusada',
      'O tempo de espera de uma mensagem deve ficar entre 1 e 36.000 segundos.',
      'Use um valor nesse intervalo.',
    ],
  },
}
