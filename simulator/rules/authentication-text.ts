type Texts = { code: (code: string) => string; security: string; expiry: (minutes: number) => string }

const texts: Record<string, Texts> = {
  en: {
    code: (code) => `*${code}* is your verification code.`,
    security: 'For your security, do not share this code.',
    expiry: (minutes) => `This code expires in ${minutes} minutes.`,
  },
  pt: {
    code: (code) => `*${code}* é o seu código de verificação.`,
    security: 'Para sua segurança, não o compartilhe.',
    expiry: (minutes) => `Este código expira em ${minutes} minutos.`,
  },
  de: {
    code: (code) => `*${code}* ist dein Verifizierungscode.`,
    security: 'Teile diesen Code zu deiner Sicherheit nicht mit anderen.',
    expiry: (minutes) => `Dieser Code läuft in ${minutes} Minuten ab.`,
  },
  es: {
    code: (code) => `*${code}* es tu código de verificación.`,
    security: 'Por tu seguridad, no lo compartas.',
    expiry: (minutes) => `Este código caduca en ${minutes} minutos.`,
  },
}

/**
 * Meta: a one-time code arrives in Meta's words in the language of the template; the lines on sharing and expiry are
 * the business's choice, and the button copies the code.
 */
export function writeCode(
  fields: Record<string, unknown>,
  language: string,
  code: string,
): Record<string, unknown> {
  const { code: say, security, expiry } = texts[language.slice(0, 2)] ?? texts['en']!
  const minutes = fields['code_expiration_minutes']
  const actions = Array.isArray(fields['actions']) ? (fields['actions'] as Record<string, unknown>[]) : []
  return {
    body: [say(code), ...(fields['add_security_recommendation'] === true ? [security] : [])].join(' '),
    footer: typeof minutes === 'number' ? expiry(minutes) : null,
    actions: actions.map((action) => ({ ...action, title: action['copy_code_text'], code })),
  }
}
