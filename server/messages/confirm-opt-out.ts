import { languageOfStop } from '#contacts/opt-out-words.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { sendMessage } from './send-message.ts'

/** That it was heard, and how to change it, in each language that has words for it. */
const confirmations: Readonly<Record<string, string>> = {
  en: 'You will not hear from us here any more. Write START if you change your mind.',
  pt: 'Você não receberá mais mensagens nossas por aqui. Escreva INICIAR se mudar de ideia.',
  es: 'No volverá a recibir mensajes nuestros aquí. Escriba ALTA si cambia de opinión.',
  de: 'Sie hören hier nichts mehr von uns. Schreiben Sie START, wenn Sie es sich anders überlegen.',
  fr: 'Vous ne recevrez plus de messages de notre part ici. Écrivez START si vous changez d’avis.',
  it: 'Non riceverà più nostri messaggi qui. Scriva START se cambia idea.',
  nl: 'U hoort hier niets meer van ons. Schrijf START als u zich bedenkt.',
  pl: 'Nie będziemy już tu do Ciebie pisać. Napisz START, jeśli zmienisz zdanie.',
  tr: 'Size buradan artık yazmayacağız. Fikrinizi değiştirirseniz START yazın.',
  ar: 'لن نراسلك هنا بعد الآن. اكتب START إذا غيّرت رأيك.',
  id: 'Anda tidak akan menerima pesan kami lagi di sini. Tulis START jika berubah pikiran.',
  hi: 'अब हम आपको यहाँ संदेश नहीं भेजेंगे। मन बदले तो START लिखें।',
}

/**
 * Says once that a STOP was heard, in the language it was said in. The window is open, since they have just written; nothing else may
 * follow.
 */
export async function confirmOptOut(
  tx: Tx,
  conversationId: string,
  said: string,
  clock: Clock,
): Promise<void> {
  const body = confirmations[languageOfStop(said) ?? 'en'] ?? confirmations['en'] ?? ''
  const author = { kind: 'system' as const }
  // A refusal leaves it unsaid: the number is offline, or sending is switched off.
  await sendMessage(tx, { conversationId, body, author, confirmsOptOut: true }, clock)
}
