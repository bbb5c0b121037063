/** What stands on an opt-in page beside the organization's own words. */
interface JoinWords {
  lead: (organization: string, number: string) => string
  agree: string
  open: string
  how: string
  scan: string
  qr: string
  or: string
  number: string
  numberHelp: string
  numberWrong: string
  send: string
  thanks: string
  thanksText: string
  stop: string
  closed: string
  closedText: string
  /** What the person sends; the code stands behind it. */
  message: (organization: string) => string
}

export type JoinLanguage = 'en' | 'pt'

export const joinWords: Readonly<Record<JoinLanguage, JoinWords>> = {
  en: {
    lead: (organization, number) => `${organization} would like to write to you on WhatsApp from ${number}.`,
    agree: 'You agree to this',
    open: 'Agree in WhatsApp',
    how: 'WhatsApp opens with a message that is already written. Send it as it is: that is your yes.',
    scan: 'Or scan this with your phone.',
    qr: 'Code that opens WhatsApp',
    or: 'Or leave your number',
    number: 'Your WhatsApp number',
    numberHelp: 'With the country code, for example +1 202 555 0101.',
    numberWrong: 'This is not a phone number we can read. Begin with + and your country code.',
    send: 'Ask me on WhatsApp',
    thanks: 'Look at your WhatsApp',
    thanksText:
      'We asked the owner of this number whether they agree. Only their yes counts; without an answer nothing is sent. If nothing arrives, open WhatsApp from the page instead; if you once told us to stop, write START to our number.',
    stop: 'You can stop at any time: write STOP.',
    closed: 'This page is closed',
    closedText: 'It takes no more sign-ups. Ask whoever gave you the link for a new one.',
    message: (organization) => `Yes, ${organization} may write to me here.`,
  },
  pt: {
    lead: (organization, number) =>
      `${organization} gostaria de escrever para você no WhatsApp, do número ${number}.`,
    agree: 'Você concorda com isto',
    open: 'Concordar no WhatsApp',
    how: 'O WhatsApp abre com uma mensagem já escrita. Envie-a como está: ela é o seu sim.',
    scan: 'Ou leia este código com o celular.',
    qr: 'Código que abre o WhatsApp',
    or: 'Ou deixe seu número',
    number: 'Seu número do WhatsApp',
    numberHelp: 'Com o código do país, por exemplo +55 11 98765-4321.',
    numberWrong: 'Não conseguimos ler este número. Comece com + e o código do país.',
    send: 'Pergunte-me no WhatsApp',
    thanks: 'Veja o seu WhatsApp',
    thanksText:
      'Perguntamos ao dono deste número se concorda. Só o sim dele vale; sem resposta, nada é enviado. Se nada chegar, abra o WhatsApp pela página; se um dia você pediu para parar, escreva INICIAR para o nosso número.',
    stop: 'Você pode parar quando quiser: escreva PARAR.',
    closed: 'Esta página está fechada',
    closedText: 'Ela não recebe mais inscrições. Peça um novo link a quem lhe enviou este.',
    message: (organization) => `Sim, ${organization} pode escrever para mim aqui.`,
  },
}

/** The language of a visitor, from the first that their browser names. */
export const joinLanguage = (acceptLanguage: string | undefined): JoinLanguage =>
  /^\s*pt\b/i.test(acceptLanguage ?? '') ? 'pt' : 'en'
