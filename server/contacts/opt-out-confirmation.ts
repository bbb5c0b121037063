/** The last message after an opt-out, in the languages whose words are known. Each tells how to come back. */
const texts: Readonly<Record<string, string>> = {
  en: 'You will receive no more messages from this number. To hear from us again, write START.',
  pt: 'Você não receberá mais mensagens deste número. Para voltar a receber, escreva INICIAR.',
  es: 'No recibirá más mensajes de este número. Para volver a recibirlos, escriba INICIAR.',
  de: 'Sie erhalten von dieser Nummer keine Nachrichten mehr. Um wieder von uns zu hören, schreiben Sie START.',
  fr: 'Vous ne recevrez plus de messages de ce numéro. Pour en recevoir à nouveau, écrivez REPRENDRE.',
  it: 'Non riceverà più messaggi da questo numero. Per riceverne di nuovo, scriva INIZIA.',
  nl: 'U ontvangt geen berichten meer van dit nummer. Wilt u weer van ons horen, schrijf dan START.',
  pl: 'Nie otrzyma Pan/Pani więcej wiadomości z tego numeru. Aby wznowić, proszę napisać START.',
  tr: 'Bu numaradan artık mesaj almayacaksınız. Yeniden almak için BAŞLA yazın.',
  ar: 'لن تصلك رسائل أخرى من هذا الرقم. لاستقبالها من جديد اكتب ابدأ.',
  hi: 'आपको इस नंबर से अब कोई संदेश नहीं मिलेगा। फिर से पाने के लिए START लिखें।',
  id: 'Anda tidak akan menerima pesan lagi dari nomor ini. Untuk menerimanya kembali, tulis MULAI.',
}

/** What an opt-out is answered with, in this language or in English. */
export const confirmationText = (language: string | null): string => texts[language ?? 'en'] ?? texts['en']!
