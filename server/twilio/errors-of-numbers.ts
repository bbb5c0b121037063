import type { ErrorRows } from './error-entry.ts'

/** 63036 and above: templates, limits, and the WhatsApp account behind a number. */
export const errorsOfNumbers: ErrorRows = {
  63036: {
    retry: 'never',
    surface: 'async',
    en: [
      'Not reachable by RCS',
      'This code is about RCS, not WhatsApp: the message went another way.',
      'Check that the sender is a WhatsApp number.',
    ],
    pt: [
      'Não alcançável por RCS',
      'Este código é de RCS, não de WhatsApp: a mensagem foi por outro caminho.',
      'Confira se o remetente é um número de WhatsApp.',
    ],
  },
  63037: {
    retry: 'none',
    surface: 'log',
    en: ['The file is uploaded again', 'An upload to WhatsApp failed; Twilio repeats it.', 'Nothing to do.'],
    pt: ['O arquivo é reenviado', 'Um envio ao WhatsApp falhou; a Twilio repete.', 'Nada a fazer.'],
  },
  63038: {
    retry: 'next-day',
    surface: 'sync',
    en: [
      'The account’s daily limit is reached',
      'A trial account may send 50 WhatsApp messages in 24 hours.',
      'Wait a day, or upgrade the account in the Twilio console.',
    ],
    pt: [
      'Limite diário da conta atingido',
      'Uma conta de avaliação pode enviar 50 mensagens de WhatsApp em 24 horas.',
      'Aguarde um dia ou atualize a conta no console da Twilio.',
    ],
  },
  63040: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Template rejected',
      'Meta did not approve the template.',
      'Read the reason at the template, change it and submit a copy.',
    ],
    pt: [
      'Modelo rejeitado',
      'A Meta não aprovou o modelo.',
      'Leia o motivo no modelo, altere e envie uma cópia.',
    ],
  },
  63041: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Template paused',
      'Meta paused the template for some hours because people disliked it.',
      'Use another template; improve this one before it is used again.',
    ],
    pt: [
      'Modelo pausado',
      'A Meta pausou o modelo por algumas horas porque as pessoas não gostaram.',
      'Use outro modelo; melhore este antes de usá-lo de novo.',
    ],
  },
  63042: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Template disabled',
      'Meta switched the template off for good after several complaints.',
      'Write a new template.',
    ],
    pt: [
      'Modelo desativado',
      'A Meta desativou o modelo de vez após várias reclamações.',
      'Escreva um novo modelo.',
    ],
  },
  63043: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The sample file is not open',
      'The address of the sample file refuses access.',
      'Give an address that anyone can open.',
    ],
    pt: [
      'O arquivo de exemplo não é aberto',
      'O endereço do arquivo de exemplo recusa o acesso.',
      'Informe um endereço que qualquer um possa abrir.',
    ],
  },
  63044: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['The sample file is not there', 'There is no file at the given address.', 'Correct the address.'],
    pt: ['O arquivo de exemplo não existe', 'Não há arquivo no endereço dado.', 'Corrija o endereço.'],
  },
  63045: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The sample file could not be fetched',
      'The address of the sample file answered with an error.',
      'Check the address, then submit again.',
    ],
    pt: [
      'O arquivo de exemplo não pôde ser baixado',
      'O endereço do arquivo de exemplo respondeu com erro.',
      'Verifique o endereço e envie de novo.',
    ],
  },
  63046: {
    retry: 'none',
    surface: 'log',
    en: ['Template approved', 'Meta approved the template.', 'Nothing to do; it can be used.'],
    pt: ['Modelo aprovado', 'A Meta aprovou o modelo.', 'Nada a fazer; ele pode ser usado.'],
  },
  63047: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'The sample file is of the wrong kind',
      'The sample file comes with a content type that is not accepted.',
      'Use JPEG, PNG, MP4 or PDF, served with its true content type.',
    ],
    pt: [
      'O arquivo de exemplo é do tipo errado',
      'O arquivo de exemplo vem com um tipo que não é aceito.',
      'Use JPEG, PNG, MP4 ou PDF, servido com o tipo verdadeiro.',
    ],
  },
  63049: {
    retry: 'never',
    surface: 'async',
    en: [
      'Meta chose not to deliver it',
      'Meta holds back marketing from people who get much of it, and all marketing to numbers in the USA.',
      'Do not send it again soon; write only when the contact has asked.',
    ],
    pt: [
      'A Meta decidiu não entregar',
      'A Meta retém marketing para quem já recebe muito, e todo marketing para números dos EUA.',
      'Não reenvie logo; escreva só quando o contato pedir.',
    ],
  },
  63051: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'The WhatsApp account is locked',
      'Meta locked the WhatsApp Business Account of this number.',
      'Open Meta Business Manager and appeal there.',
    ],
    pt: [
      'A conta do WhatsApp está bloqueada',
      'A Meta bloqueou a conta comercial de WhatsApp deste número.',
      'Abra o Gerenciador de Negócios da Meta e recorra lá.',
    ],
  },
  63062: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Terms for marketing not accepted',
      'Meta’s terms for marketing messages are not accepted yet.',
      'Accept them in Meta Business Manager.',
    ],
    pt: [
      'Termos de marketing não aceitos',
      'Os termos da Meta para mensagens de marketing ainda não foram aceitos.',
      'Aceite-os no Gerenciador de Negócios da Meta.',
    ],
  },
  63112: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'The WhatsApp account is disabled',
      'Meta disabled the account, or its verification is not finished.',
      'Open Meta Business Manager; it shows what is missing.',
    ],
    pt: [
      'A conta do WhatsApp está desativada',
      'A Meta desativou a conta, ou a verificação não terminou.',
      'Abra o Gerenciador de Negócios da Meta; ele mostra o que falta.',
    ],
  },
  63124: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Display name refused',
      'Meta does not accept this display name.',
      'Read Meta’s reason; choose a name that shows the business.',
    ],
    pt: [
      'Nome de exibição recusado',
      'A Meta não aceita este nome de exibição.',
      'Leia o motivo da Meta; escolha um nome que mostre a empresa.',
    ],
  },
}
