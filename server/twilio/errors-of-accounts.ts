import type { ErrorRows } from './error-entry.ts'

/** 20xxx: credentials, the account, and requests in general. */
export const errorsOfAccounts: ErrorRows = {
  20003: {
    retry: 'credentials',
    surface: 'sync',
    en: [
      'Wrong credentials',
      'Twilio did not accept the Account SID and Auth Token, or this key may not do this.',
      'Copy both again from the Twilio console into the connector. A standard API key is not enough here.',
    ],
    pt: [
      'Credenciais incorretas',
      'A Twilio não aceitou o Account SID e o Auth Token, ou esta chave não permite isso.',
      'Copie ambos de novo do console da Twilio para o conector. Uma chave de API comum não basta aqui.',
    ],
  },
  20005: {
    retry: 'credentials',
    surface: 'sync',
    en: [
      'Account not active',
      'The Twilio account is suspended or closed.',
      'Open the Twilio console; it tells why and how to activate the account again.',
    ],
    pt: [
      'Conta inativa',
      'A conta da Twilio está suspensa ou encerrada.',
      'Abra o console da Twilio; ele informa o motivo e como reativar a conta.',
    ],
  },
  20006: {
    retry: 'credentials',
    surface: 'sync',
    en: [
      'Access denied',
      'These credentials may not use this part of the account.',
      'Use the Auth Token of the account that owns the number, not one of a parent or a restricted key.',
    ],
    pt: [
      'Acesso negado',
      'Estas credenciais não podem usar esta parte da conta.',
      'Use o Auth Token da conta dona do número, não o da conta principal nem uma chave restrita.',
    ],
  },
  20007: {
    retry: 'never',
    surface: 'sync',
    en: [
      'Page too large',
      'More rows were asked for at once than Twilio gives.',
      'Ask for 1,000 rows or fewer.',
    ],
    pt: [
      'Página grande demais',
      'Foram pedidas mais linhas de uma vez do que a Twilio fornece.',
      'Peça 1.000 linhas ou menos.',
    ],
  },
  20008: {
    retry: 'credentials',
    surface: 'sync',
    en: [
      'Test credentials',
      'These are Twilio test credentials; they cannot reach WhatsApp.',
      'Use the live Account SID and Auth Token.',
    ],
    pt: [
      'Credenciais de teste',
      'Estas são credenciais de teste da Twilio; elas não alcançam o WhatsApp.',
      'Use o Account SID e o Auth Token de produção.',
    ],
  },
  20009: {
    retry: 'later',
    surface: 'sync',
    en: [
      'Message not finished',
      'A message can be deleted only after its last status.',
      'Try again when it is delivered or failed.',
    ],
    pt: [
      'Mensagem em andamento',
      'Uma mensagem só pode ser apagada depois do seu último status.',
      'Tente de novo quando ela for entregue ou falhar.',
    ],
  },
  20249: {
    retry: 'next-day',
    surface: 'sync',
    en: [
      'Too many registrations',
      'This number was registered with WhatsApp more than ten times in 72 hours.',
      'Wait until the 72 hours have passed, then register it once.',
    ],
    pt: [
      'Registros demais',
      'Este número foi registrado no WhatsApp mais de dez vezes em 72 horas.',
      'Aguarde passar as 72 horas e registre-o uma vez.',
    ],
  },
  20404: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'Not found',
      'Twilio has nothing under this id in this account; it was deleted or belongs to another account.',
      'Read the list from Twilio again and check which account the connector uses.',
    ],
    pt: [
      'Não encontrado',
      'A Twilio não tem nada com este id nesta conta; foi apagado ou pertence a outra conta.',
      'Leia a lista da Twilio de novo e confira qual conta o conector usa.',
    ],
  },
  20422: {
    retry: 'fix-first',
    surface: 'sync',
    en: [
      'A value was not accepted',
      'One of the values in the request is not valid for Twilio.',
      'Read Twilio’s sentence; it names the value.',
    ],
    pt: [
      'Valor não aceito',
      'Um dos valores do pedido não é válido para a Twilio.',
      'Leia a frase da Twilio; ela indica o valor.',
    ],
  },
  20429: {
    retry: 'later',
    surface: 'sync',
    en: [
      'Too many requests at once',
      'Twilio did not process the request because the account had too many running.',
      'It is sent again by itself, more slowly.',
    ],
    pt: [
      'Pedidos demais ao mesmo tempo',
      'A Twilio não processou o pedido porque a conta tinha muitos em andamento.',
      'Ele é reenviado sozinho, mais devagar.',
    ],
  },
  20500: {
    retry: 'careful',
    surface: 'sync',
    en: [
      'Twilio had a fault',
      'Twilio failed inside; the message may still have gone out.',
      'Check the phone or the Twilio log before it is sent again.',
    ],
    pt: [
      'Falha na Twilio',
      'A Twilio falhou internamente; a mensagem ainda pode ter saído.',
      'Confira o telefone ou o registro da Twilio antes de reenviar.',
    ],
  },
  20503: {
    retry: 'careful',
    surface: 'sync',
    en: [
      'Twilio is not available',
      'Twilio could not serve the request for the moment; the message may still have gone out.',
      'Look at status.twilio.com, and check the Twilio log before it is sent again.',
    ],
    pt: [
      'Twilio indisponível',
      'A Twilio não pôde atender o pedido agora; a mensagem ainda pode ter saído.',
      'Veja status.twilio.com e confira o registro da Twilio antes de reenviar.',
    ],
  },
}
