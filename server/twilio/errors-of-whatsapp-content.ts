import type { ErrorRows } from './error-entry.ts'

/** 63016 to 63034: the window, limits, and what is in a message. */
export const errorsOfWhatsappContent: ErrorRows = {
  63016: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Outside the 24-hour window',
      'The contact last wrote more than 24 hours ago, so free text is not delivered.',
      'Send an approved template, or wait until the contact writes.',
    ],
    pt: [
      'Fora da janela de 24 horas',
      'O contato escreveu pela última vez há mais de 24 horas; texto livre não é entregue.',
      'Envie um modelo aprovado ou aguarde o contato escrever.',
    ],
  },
  63017: {
    retry: 'later',
    surface: 'async',
    en: [
      'The account sends too fast',
      'The account and its subaccounts sent more than Twilio takes each second.',
      'It can be sent again later, more slowly.',
    ],
    pt: [
      'A conta envia rápido demais',
      'A conta e suas subcontas enviaram mais do que a Twilio aceita por segundo.',
      'Pode ser reenviada depois, mais devagar.',
    ],
  },
  63018: {
    retry: 'once-later',
    surface: 'async',
    en: [
      'The number’s limit is reached',
      'The number sent too fast, wrote to one person too often, or used up its people for today.',
      'It is tried once more later; a daily limit frees up within 24 hours.',
    ],
    pt: [
      'Limite do número atingido',
      'O número enviou rápido demais, muitas vezes à mesma pessoa, ou esgotou as pessoas de hoje.',
      'É tentada mais uma vez depois; o limite diário se renova em 24 horas.',
    ],
  },
  63019: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'The file could not be fetched',
      'Twilio could not download the attached file from us.',
      'Check that PUBLIC_URL is reachable from outside, then send it again.',
    ],
    pt: [
      'O arquivo não pôde ser baixado',
      'A Twilio não conseguiu baixar de nós o arquivo anexado.',
      'Verifique se PUBLIC_URL é acessível de fora e reenvie.',
    ],
  },
  63020: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Problem with the Meta business account',
      'Meta holds the business account back, or an invitation was not accepted.',
      'Open Meta Business Manager and settle what it asks for.',
    ],
    pt: [
      'Problema na conta comercial da Meta',
      'A Meta retém a conta comercial, ou um convite não foi aceito.',
      'Abra o Gerenciador de Negócios da Meta e resolva o que ele pede.',
    ],
  },
  63021: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Content not valid for WhatsApp',
      'The kind of file is not supported, or the template became longer than 1,024 characters.',
      'Send another kind of file, or shorten the values.',
    ],
    pt: [
      'Conteúdo inválido para o WhatsApp',
      'O tipo de arquivo não é suportado, ou o modelo passou de 1.024 caracteres.',
      'Envie outro tipo de arquivo ou encurte os valores.',
    ],
  },
  63022: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'The number’s name certificate is not valid',
      'WhatsApp does not accept the certificate of the display name.',
      'Let Twilio register the number again.',
    ],
    pt: [
      'Certificado do nome inválido',
      'O WhatsApp não aceita o certificado do nome de exibição.',
      'Peça à Twilio para registrar o número de novo.',
    ],
  },
  63023: {
    retry: 'once-later',
    surface: 'async',
    en: [
      'WhatsApp gave no reason',
      'WhatsApp refused without saying why.',
      'It can be tried once more, later.',
    ],
    pt: [
      'O WhatsApp não deu motivo',
      'O WhatsApp recusou sem dizer por quê.',
      'Pode ser tentada mais uma vez, depois.',
    ],
  },
  63024: {
    retry: 'never',
    surface: 'async',
    en: [
      'The person cannot receive this',
      'No WhatsApp on this number, its terms are not accepted, or the app is too old.',
      'Reach the contact in another way.',
    ],
    pt: [
      'A pessoa não pode receber isto',
      'Não há WhatsApp neste número, os termos não foram aceitos ou o app é antigo.',
      'Fale com o contato por outro meio.',
    ],
  },
  63025: {
    retry: 'none',
    surface: 'async',
    en: ['The file is there already', 'The same file was uploaded before.', 'Nothing to do.'],
    pt: ['O arquivo já existe', 'O mesmo arquivo já tinha sido enviado.', 'Nada a fazer.'],
  },
  63026: {
    retry: 'later',
    surface: 'async',
    en: [
      'Marked as spam',
      'WhatsApp restricts this number because people reported it.',
      'Stop campaigns on this number for some days and write only to those who asked.',
    ],
    pt: [
      'Marcado como spam',
      'O WhatsApp restringe este número porque houve denúncias.',
      'Pare as campanhas deste número por alguns dias e escreva só a quem pediu.',
    ],
  },
  63027: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Template not in this language',
      'WhatsApp has no approved template of this name in this language.',
      'Choose another language, or have it approved.',
    ],
    pt: [
      'Modelo não existe neste idioma',
      'O WhatsApp não tem modelo aprovado com este nome neste idioma.',
      'Escolha outro idioma ou peça a aprovação.',
    ],
  },
  63028: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Wrong number of values',
      'The template has more or fewer variables than values were given.',
      'Synchronize the templates, then fill every variable.',
    ],
    pt: [
      'Número errado de valores',
      'O modelo tem mais ou menos variáveis do que os valores dados.',
      'Sincronize os modelos e preencha todas as variáveis.',
    ],
  },
  63029: {
    retry: 'later',
    surface: 'async',
    en: [
      'The phone could not load the template',
      'The contact’s phone did not manage to fetch the template.',
      'It can be sent again later.',
    ],
    pt: [
      'O telefone não carregou o modelo',
      'O telefone do contato não conseguiu buscar o modelo.',
      'Pode ser reenviada depois.',
    ],
  },
  63030: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'Something here does not go together',
      'The message holds a part that this kind of message does not take, such as a file beside a template.',
      'Leave that part out.',
    ],
    pt: [
      'Algo aqui não combina',
      'A mensagem tem uma parte que este tipo não aceita, como um arquivo junto de um modelo.',
      'Retire essa parte.',
    ],
  },
  63031: {
    retry: 'fix-first',
    surface: 'sync',
    en: ['Sent to itself', 'A number cannot write to itself.', 'Choose another recipient.'],
    pt: ['Enviada a si mesma', 'Um número não pode escrever a si mesmo.', 'Escolha outro destinatário.'],
  },
  63032: {
    retry: 'never',
    surface: 'async',
    en: [
      'WhatsApp does not allow it for this person',
      'WhatsApp keeps this person out of such messages for now.',
      'Reach the contact in another way.',
    ],
    pt: [
      'O WhatsApp não permite para esta pessoa',
      'O WhatsApp mantém esta pessoa fora dessas mensagens por ora.',
      'Fale com o contato por outro meio.',
    ],
  },
  63033: {
    retry: 'never',
    surface: 'async',
    en: [
      'The person does not want these messages',
      'The contact blocked the number or refused marketing messages.',
      'Respect it; the contact can allow them again in WhatsApp.',
    ],
    pt: [
      'A pessoa não quer estas mensagens',
      'O contato bloqueou o número ou recusou mensagens de marketing.',
      'Respeite; o contato pode permiti-las de novo no WhatsApp.',
    ],
  },
  63034: {
    retry: 'fix-first',
    surface: 'async',
    en: [
      'The file is too large',
      'The attached file is larger than WhatsApp takes.',
      'Send a smaller one: images 5 MB, other files 16 MB.',
    ],
    pt: [
      'Arquivo grande demais',
      'O arquivo anexado é maior do que o WhatsApp aceita.',
      'Envie um menor: imagens 5 MB, outros arquivos 16 MB.',
    ],
  },
}
