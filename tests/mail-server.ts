import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  from: string
  to: string[]
  /** As it came over the wire. */
  raw: string
  header: (name: string) => string
}

/** A mail server that takes what it is given, unless it is told what to answer. */
export interface MailServer extends AsyncDisposable {
  /** For SMTP_URL, with the one name and password it accepts. */
  url: string
  received: ReceivedMail[]
  /** The SMTP status it answers every mail with; null: it takes them. */
  refuseWith: number | null
}

export async function startMailServer(): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, callback) =>
      callback(username === 'parley' && password === 'p@ss word' ? null : new Error('Wrong password'), {
        user: username,
      }),
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (started.refuseWith !== null)
          return callback(Object.assign(new Error('Not now'), { responseCode: started.refuseWith }))
        const { mailFrom, rcptTo } = session.envelope
        const raw = Buffer.concat(chunks).toString()
        started.received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          header: (name) => headerOf(raw, name),
        })
        callback()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const started: MailServer = {
    url: `smtp://parley:p%40ss%20word@127.0.0.1:${port}`,
    received: [],
    refuseWith: null,
    [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())),
  }
  return started
}

function headerOf(raw: string, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return decodeWords(line?.slice(name.length + 1).trim() ?? '')
}

/** RFC 2047: words that are not ASCII. */
const decodeWords = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, way: string, word: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : decodeQuoted(word.replaceAll('_', ' ')),
    )

/** Quoted-printable. */
export const decodeQuoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
