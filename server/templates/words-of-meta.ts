/** What WhatsApp writes itself in some templates, in the language of the template. */
interface WordsOfMeta {
  code: (code: string) => string
  security: string
  expiry: (minutes: number) => string
  catalog: string
}

const words: Record<string, WordsOfMeta> = {
  en: {
    code: (code) => `${code} is your verification code.`,
    security: 'For your security, do not share this code.',
    expiry: (minutes) => `This code expires in ${minutes} minutes.`,
    catalog: 'View catalog',
  },
  pt: {
    code: (code) => `${code} é o seu código de verificação.`,
    security: 'Para sua segurança, não o compartilhe.',
    expiry: (minutes) => `Este código expira em ${minutes} minutos.`,
    catalog: 'Ver catálogo',
  },
  de: {
    code: (code) => `${code} ist dein Verifizierungscode.`,
    security: 'Teile diesen Code zu deiner Sicherheit nicht mit anderen.',
    expiry: (minutes) => `Dieser Code läuft in ${minutes} Minuten ab.`,
    catalog: 'Katalog ansehen',
  },
  es: {
    code: (code) => `${code} es tu código de verificación.`,
    security: 'Por tu seguridad, no lo compartas.',
    expiry: (minutes) => `Este código caduca en ${minutes} minutos.`,
    catalog: 'Ver catálogo',
  },
}

/** Meta has them in every language it knows; here they are shown in English where we have no better. */
export const wordsOfMeta = (language: string): WordsOfMeta => words[language.slice(0, 2)] ?? words['en']!
