import type { Transporter } from 'nodemailer'
import type { Outcome } from './delivery.ts'
import { preferencesUrl, type Mail } from './write-mail.ts'

/** How mail leaves: through the operator's own server. */
export interface Mailer {
  /** `mark`: the same for each try, so that whoever receives it twice can tell. */
  send(to: string, mail: Mail, mark: string): Promise<Outcome>
  close(): void
}

/** `url` is SMTP_URL. Nothing is connected before the first mail. */
export function openMailer({
  url,
  from,
  publicUrl,
}: {
  url: string
  from: string
  publicUrl: string
}): Mailer {
  let opened: Promise<Transporter> | null = null
  const transport = () =>
    (opened ??= import('nodemailer').then(({ createTransport }) =>
      createTransport({
        url,
        pool: true,
        maxConnections: 4,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 30_000,
        // What others wrote names no file and no address to read from.
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
    ))
  const host = new URL(publicUrl).hostname
  return {
    async send(to, { subject, text, html }, mark) {
      try {
        await (
          await transport()
        ).sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${mark}@${host}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          list: { unsubscribe: preferencesUrl(publicUrl) },
        })
        return { how: 'sent', status: 250 }
      } catch (error) {
        return outcomeOfError(error)
      }
    },
    close: () => void opened?.then((transporter) => transporter.close()),
  }
}

/** SMTP says with 5xx that this will never go, but a wrong password is the operator's to mend and then it goes. */
function outcomeOfError(error: unknown): Outcome {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const status = responseCode ?? null
  const detail =
    status === null ? `The mail server was not reached (${code ?? 'unknown'})` : `It answered ${status}`
  const final = code !== 'EAUTH' && status !== null && status >= 500
  return final ? { how: 'refused', status, detail } : { how: 'later', status, detail }
}
