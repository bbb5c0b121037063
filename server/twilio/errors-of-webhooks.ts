import type { ErrorRows } from './error-entry.ts'

/** 11xxx, 12xxx and 14xxx: Twilio tried to reach us, or to read our answer. They appear in Twilio's error log. */
export const errorsOfWebhooks: ErrorRows = {
  11200: {
    retry: 'none',
    surface: 'log',
    en: [
      'Our webhook did not answer well',
      'Twilio called the webhook and got an error, or no answer in time.',
      'Check that Parley runs and is reachable at its public address; missed messages are fetched afterwards.',
    ],
    pt: [
      'Nosso webhook não respondeu bem',
      'A Twilio chamou o webhook e recebeu um erro, ou nenhuma resposta a tempo.',
      'Verifique se o Parley está no ar no endereço público; mensagens perdidas são buscadas depois.',
    ],
  },
  11205: {
    retry: 'none',
    surface: 'log',
    en: [
      'No connection to our webhook',
      'Twilio could not connect to the public address.',
      'Check the server, its firewall and PUBLIC_URL.',
    ],
    pt: [
      'Sem conexão com nosso webhook',
      'A Twilio não conseguiu conectar ao endereço público.',
      'Verifique o servidor, o firewall e PUBLIC_URL.',
    ],
  },
  11206: {
    retry: 'none',
    surface: 'log',
    en: [
      'Broken HTTP answer',
      'What answered at the public address does not speak proper HTTP.',
      'Check the proxy in front of Parley.',
    ],
    pt: [
      'Resposta HTTP defeituosa',
      'O que respondeu no endereço público não fala HTTP correto.',
      'Verifique o proxy na frente do Parley.',
    ],
  },
  11210: {
    retry: 'none',
    surface: 'log',
    en: [
      'Host name not found',
      'The name in the webhook URL has no address in DNS.',
      'Correct PUBLIC_URL or the DNS entry, then set the webhook again.',
    ],
    pt: [
      'Nome do host não encontrado',
      'O nome na URL do webhook não tem endereço no DNS.',
      'Corrija PUBLIC_URL ou o DNS e configure o webhook de novo.',
    ],
  },
  11215: {
    retry: 'none',
    surface: 'log',
    en: [
      'Too many redirects',
      'The public address forwards again and again.',
      'Let the webhook URL answer directly, without redirect.',
    ],
    pt: [
      'Redirecionamentos demais',
      'O endereço público redireciona repetidamente.',
      'Faça a URL do webhook responder diretamente, sem redirecionar.',
    ],
  },
  11220: {
    retry: 'none',
    surface: 'log',
    en: [
      'TLS failed',
      'No secure connection could be made with the public address.',
      'Check the certificate and the TLS versions of the server.',
    ],
    pt: [
      'Falha de TLS',
      'Não foi possível criar conexão segura com o endereço público.',
      'Verifique o certificado e as versões de TLS do servidor.',
    ],
  },
  11235: {
    retry: 'none',
    surface: 'log',
    en: [
      'Certificate for another name',
      'The certificate does not cover the name in the webhook URL.',
      'Install a certificate for exactly that name.',
    ],
    pt: [
      'Certificado de outro nome',
      'O certificado não cobre o nome da URL do webhook.',
      'Instale um certificado para exatamente esse nome.',
    ],
  },
  11237: {
    retry: 'none',
    surface: 'log',
    en: [
      'Certificate chain incomplete',
      'Twilio cannot follow the certificate to an authority it trusts.',
      'Serve the intermediate certificates too.',
    ],
    pt: [
      'Cadeia de certificados incompleta',
      'A Twilio não consegue ligar o certificado a uma autoridade confiável.',
      'Sirva também os certificados intermediários.',
    ],
  },
  11240: {
    retry: 'none',
    surface: 'log',
    en: [
      'Unknown edge location',
      'The webhook URL names an edge location in a form Twilio cannot read.',
      'Set the webhook again from Parley.',
    ],
    pt: [
      'Local de borda desconhecido',
      'A URL do webhook indica um local de borda ilegível para a Twilio.',
      'Configure o webhook de novo pelo Parley.',
    ],
  },
  11241: {
    retry: 'none',
    surface: 'log',
    en: [
      'Edge location not supported',
      'The webhook URL names an edge location that cannot be used.',
      'Set the webhook again from Parley.',
    ],
    pt: [
      'Local de borda não suportado',
      'A URL do webhook indica um local de borda que não pode ser usado.',
      'Configure o webhook de novo pelo Parley.',
    ],
  },
  11243: {
    retry: 'none',
    surface: 'log',
    en: [
      'Retry rule not valid',
      'The part of the webhook URL after # is not valid.',
      'Set the webhook again from Parley.',
    ],
    pt: [
      'Regra de repetição inválida',
      'A parte da URL do webhook depois de # não é válida.',
      'Configure o webhook de novo pelo Parley.',
    ],
  },
  11750: {
    retry: 'none',
    surface: 'log',
    en: [
      'Answer too large',
      'An answer to a webhook may hold 64 kB.',
      'Let the application answer with less text.',
    ],
    pt: [
      'Resposta grande demais',
      'A resposta a um webhook pode ter 64 kB.',
      'Faça a aplicação responder com menos texto.',
    ],
  },
  11751: {
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
  12100: {
    retry: 'none',
    surface: 'log',
    en: ['Answer not readable', 'The answer to a webhook was not readable XML.', 'Answer with valid TwiML.'],
    pt: ['Resposta ilegível', 'A resposta a um webhook não era XML legível.', 'Responda com TwiML válido.'],
  },
  12102: {
    retry: 'none',
    surface: 'log',
    en: [
      'Answer without Response',
      'The outermost element of the TwiML was not Response.',
      'Put the whole answer into one Response element.',
    ],
    pt: [
      'Resposta sem Response',
      'O elemento externo do TwiML não era Response.',
      'Coloque toda a resposta em um elemento Response.',
    ],
  },
  12200: {
    retry: 'none',
    surface: 'log',
    en: [
      'Part of the answer was ignored',
      'The TwiML holds an attribute or element Twilio does not know.',
      'Correct it; the rest of the answer was used.',
    ],
    pt: [
      'Parte da resposta foi ignorada',
      'O TwiML tem um atributo ou elemento que a Twilio não conhece.',
      'Corrija; o resto da resposta foi usado.',
    ],
  },
  12300: {
    retry: 'none',
    surface: 'log',
    en: [
      'Wrong kind of content',
      'An answer or a file came with a content type that Twilio does not take.',
      'Serve it with its true content type; answers as text/xml.',
    ],
    pt: [
      'Tipo de conteúdo errado',
      'Uma resposta ou arquivo veio com um tipo que a Twilio não aceita.',
      'Sirva com o tipo verdadeiro; respostas como text/xml.',
    ],
  },
  14107: {
    retry: 'later',
    surface: 'log',
    en: [
      'Too many answers in a row',
      'More than about 15 replies went to one person within 30 seconds.',
      'Look whether two machines answer each other.',
    ],
    pt: [
      'Respostas demais em seguida',
      'Mais de umas 15 respostas foram para uma pessoa em 30 segundos.',
      'Veja se duas máquinas estão respondendo uma à outra.',
    ],
  },
  14109: {
    retry: 'none',
    surface: 'log',
    en: [
      'Too many messages in one answer',
      'One webhook may be answered with ten messages.',
      'Send the others through the API.',
    ],
    pt: [
      'Mensagens demais em uma resposta',
      'Um webhook pode ser respondido com dez mensagens.',
      'Envie as outras pela API.',
    ],
  },
  14110: {
    retry: 'none',
    surface: 'log',
    en: [
      'Element not for messages',
      'The TwiML holds an element that belongs to calls.',
      'Use only Message and Redirect.',
    ],
    pt: [
      'Elemento que não é de mensagens',
      'O TwiML tem um elemento próprio de chamadas.',
      'Use apenas Message e Redirect.',
    ],
  },
}
