import { createHmac, randomBytes } from 'node:crypto'
import pino, { type Logger } from 'pino'

export type Log = Logger

/** Fields whose value never reaches a log line, whoever logs them. Compared without case, `-` and `_`. */
const unspoken = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'authtoken',
  'password',
  'secret',
  'secretkey',
  'apikey',
  'token',
  'body',
  'text',
  'parameters',
  'connectionstring',
])

const address = /whatsapp:(?:\+|%2B)?[A-Za-z0-9.]{4,40}|(?:\+|%2B)\d{7,15}/g
const secretInUrl = /(\/webhooks\/twilio\/|\/media\/)([A-Za-z0-9._~-]{16,})/g
const credentialInUrl = /(\/\/[^/\s:@"]+:)[^/\s@"]+@/g

// What a child logger was given is written without passing the formatter, so names are looked for in the line as well.
const spoken =
  /"(authorization|cookie|set-?cookie|auth_?token|password|secret(?:_?key)?|api[_-]?key|token|body|text)":"(?:[^"\\]|\\.)*"/gi

/** Replaces phone numbers by a keyed hash (equal numbers stay recognizable) and secrets in URLs by a mark. */
export function scrub(line: string, hashKey: Buffer): string {
  return line
    .replace(
      address,
      (found) => `phone:${createHmac('sha256', hashKey).update(digitsOf(found)).digest('hex').slice(0, 12)}`,
    )
    .replace(spoken, '"$1":"[redacted]"')
    .replace(secretInUrl, '$1[redacted]')
    .replace(credentialInUrl, '$1[redacted]@')
}

const digitsOf = (found: string) => found.replace(/^whatsapp:/, '').replace(/^(\+|%2B)/, '')

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (value instanceof Error || Buffer.isBuffer(value) || depth > 6)
    return Buffer.isBuffer(value) ? '[bytes]' : value
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1))
  const kept: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const secret = unspoken.has(name.toLowerCase().replaceAll(/[-_]/g, ''))
    kept[name] = secret ? '[redacted]' : withoutSecrets(item, depth + 1)
  }
  return kept
}

/**
 * The program's log: JSON lines on standard output (or on `write`). Bodies, credentials and phone numbers are taken out
 * of each line as it is written, so a careless call cannot leak them.
 */
export function openLog(options: { level: string; hashKey?: Buffer; write?: (line: string) => void }): Log {
  const hashKey = options.hashKey ?? randomBytes(32)
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields, 0) as Record<string, unknown>,
      },
      serializers: { err: (error: Error) => withoutSecrets(pino.stdSerializers.err(error), 0) },
    },
    { write: (line: string) => write(scrub(line, hashKey)) },
  )
}

/** Says nothing: for tests that do not look at the log. */
export const silentLog: Log = pino({ level: 'silent' })
