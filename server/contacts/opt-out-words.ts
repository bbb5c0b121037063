/** Words of one language that, alone in a message, ask for silence or end it. */
interface ConsentWords {
  stop: readonly string[]
  start: readonly string[]
}

/**
 * English has the words that Twilio and the operators' rules name, except YES and NO for START and STOP. Other languages have
 * only words nobody uses to answer a question: "cancelar" alone is a guest who cancels a table, and silencing them
 * would be a worse mistake than asking twice.
 */
const wordsByLanguage: Readonly<Record<string, ConsentWords>> = {
  en: {
    stop: [
      'stop',
      'stop all',
      'stopall',
      'unsubscribe',
      'cancel',
      'end',
      'quit',
      'revoke',
      'opt out',
      'optout',
      'stop messages',
      'stop messaging me',
    ],
    start: ['start', 'unstop', 'subscribe', 'resubscribe', 'opt in', 'optin'],
  },
  pt: {
    stop: [
      'parar',
      'pare',
      'sair',
      'descadastrar',
      'cancelar inscrição',
      'cancelar mensagens',
      'não quero receber',
    ],
    start: ['iniciar', 'começar', 'inscrever', 'quero receber', 'voltar a receber'],
  },
  es: {
    stop: [
      'alto',
      'parar',
      'baja',
      'darme de baja',
      'dar de baja',
      'detener',
      'no enviar más',
      'no más mensajes',
      'cancelar suscripción',
    ],
    start: ['iniciar', 'empezar', 'comenzar', 'alta', 'suscribir', 'suscribirme'],
  },
  de: {
    stop: ['stopp', 'abmelden', 'abbestellen', 'austragen', 'keine nachrichten', 'keine nachrichten mehr'],
    start: ['starten', 'anmelden', 'abonnieren', 'wieder anmelden'],
  },
  fr: {
    stop: [
      'arrêt',
      'arrêter',
      'arrêtez',
      'désabonner',
      'désabonnement',
      'me désabonner',
      'se désabonner',
      'désinscrire',
      'me désinscrire',
    ],
    start: ['commencer', 'démarrer', 'reprendre', 'abonner', "s'abonner", "m'abonner", 'réabonner'],
  },
  it: {
    stop: [
      'ferma',
      'fermare',
      'basta messaggi',
      'disiscrivimi',
      'disiscriviti',
      'annulla iscrizione',
      'cancellami',
    ],
    start: ['inizia', 'iniziare', 'iscrivi', 'iscrivimi', 'riprendi'],
  },
  nl: {
    stop: ['stoppen', 'afmelden', 'uitschrijven', 'geen berichten meer'],
    start: ['starten', 'aanmelden', 'inschrijven', 'hervatten'],
  },
  pl: {
    stop: ['zatrzymaj', 'wypisz', 'wypisz mnie', 'anuluj subskrypcję', 'nie pisz'],
    start: ['zapisz', 'zapisz mnie', 'wznów', 'rozpocznij'],
  },
  tr: {
    stop: [
      'dur',
      'durdur',
      'abonelikten çık',
      'aboneliği iptal et',
      'mesaj istemiyorum',
      'iptal abonelik',
      'çık',
    ],
    start: ['başla', 'başlat', 'abone ol', 'devam et'],
  },
  ar: {
    stop: ['إيقاف', 'ايقاف', 'أوقف', 'توقف', 'قف', 'إلغاء الاشتراك', 'الغاء الاشتراك'],
    start: ['ابدأ', 'بدء', 'اشتراك', 'اشترك', 'تفعيل'],
  },
  hi: {
    stop: ['रोकें', 'रोको', 'रुकें', 'रुको', 'बंद करें', 'बंद करो', 'सदस्यता समाप्त', 'मैसेज बंद करो'],
    start: ['शुरू', 'शुरू करें', 'शुरू करो', 'चालू करें', 'सदस्यता लें'],
  },
  id: {
    stop: ['berhenti', 'henti', 'berhenti berlangganan', 'jangan kirim lagi', 'stop pesan', 'hentikan'],
    start: ['mulai', 'langganan', 'berlangganan', 'mulai lagi'],
  },
}

/** The languages whose words are known. */
export const consentLanguages: readonly string[] = Object.keys(wordsByLanguage)

const wordsOf = (kind: keyof ConsentWords): ReadonlySet<string> =>
  new Set(Object.values(wordsByLanguage).flatMap((words) => words[kind].map(normalize)))
const stopWords = wordsOf('stop')
const startWords = wordsOf('start')

/**
 * The text as it is compared: one case, no accents of Latin letters, no vowel marks of Arabic, nothing but letters,
 * digits and single spaces between them. Signs of other scripts, such as the vowels of Hindi, belong to the word.
 */
function normalize(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F\u064B-\u065F\u0670\u0640]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** Longer texts are sentences, whatever word they begin with. */
const longestWish = 60

/** Words that an organization adds to those everybody has. */
export interface OwnWords {
  stopWords: readonly string[]
  startWords: readonly string[]
}

/** Whether a text is short enough to be a wish. */
export const mayBeWish = (text: string): boolean => text.length <= longestWish

/**
 * Whether the whole message is such a word, in any of the languages: people write STOP to whoever writes to them, not in
 * the language we guessed. A word inside a sentence means nothing: "please stop by at eight". No word of an organization
 * takes STOP or START away from people.
 */
export function readConsentWord(text: string, own: OwnWords | null = null): 'opt_out' | 'opt_in' | null {
  if (!mayBeWish(text)) return null
  const said = normalize(text)
  if (said === '') return null
  if (stopWords.has(said)) return 'opt_out'
  if (startWords.has(said)) return 'opt_in'
  if (own?.stopWords.some((word) => normalize(word) === said)) return 'opt_out'
  return own?.startWords.some((word) => normalize(word) === said) ? 'opt_in' : null
}
