import { isIP } from 'node:net'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'

/** A key of 32 bytes with the name under which its ciphertexts know it. */
export interface SecretKey {
  id: string
  key: Buffer
}

export type DatabaseConfig = { kind: 'embedded' } | { kind: 'url'; url: string }
/** `file`: made once in DATA_DIR, for the demo and for trying out. `listed`: the first is current, the others only open. */
export type SecretConfig = { kind: 'file'; path: string } | { kind: 'listed'; keys: readonly SecretKey[] }
export type MediaConfig =
  | { kind: 'folder'; path: string }
  | {
      kind: 's3'
      bucket: string
      prefix: string
      region: string
      endpoint: string | null
      accessKeyId: string
      secretAccessKey: string
    }
export interface ModelConfig {
  provider: 'openai' | 'anthropic' | 'openai-compatible'
  name: string
  apiKey: string | null
  baseUrl: string | null
}
export type Role = 'web' | 'worker'

/** Everything that is set from outside, read once. An absent part is null. */
export interface Config {
  production: boolean
  port: number
  host: string
  /** Where browsers and Twilio reach us, without a slash at the end; null: only this machine does. */
  publicUrl: string | null
  dataDir: string
  database: DatabaseConfig
  secret: SecretConfig
  roles: ReadonlySet<Role>
  /** Sends every Twilio host to this base URL. */
  twilioApiUrl: string | null
  model: ModelConfig | null
  media: MediaConfig
  smtpUrl: string | null
  /** Whom mail comes from, e.g. `Parley <desk@example.com>`; null: an address at PUBLIC_URL's host. */
  mailFrom: string | null
  logLevel: string
  /** The simulator's clock, which the business clock follows. */
  clockUrl: string | null
  /** Networks that outgoing requests may reach although they are private. */
  egressAllow: readonly string[]
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
}

/** Settings that do not go together. The message says what to set. */
export class ConfigContradiction extends Error {
  override readonly name = 'ConfigContradiction'
}

type Env = Readonly<Record<string, string | undefined>>

const contradict = (sentence: string): never => {
  throw new ConfigContradiction(sentence)
}
const valueOf = (env: Env, name: string): string | null => env[name]?.trim() || null
const listOf = (env: Env, name: string): string[] =>
  (valueOf(env, name) ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

function readPort(env: Env): number {
  const text = valueOf(env, 'PORT') ?? '3000'
  const port = Number(text)
  return /^\d{1,5}$/.test(text) && port <= 65_535
    ? port
    : contradict(`PORT is "${text}". Set it to a number from 0 to 65535, e.g. PORT=3000.`)
}

function readUrl(env: Env, name: string, protocols: readonly string[], example: string): string | null {
  const text = valueOf(env, name)
  if (text === null) return null
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    return contradict(
      `${name} is not a ${protocols.map((each) => each.slice(0, -1)).join(' or ')} URL. Set it like ${example}.`,
    )
  }
  return text.replace(/\/$/, '')
}

function readPublicUrl(env: Env): string | null {
  const text = readUrl(env, 'PUBLIC_URL', ['http:', 'https:'], 'PUBLIC_URL=https://desk.example.com')
  if (text === null) return null
  const { pathname, search, hash, username, origin } = new URL(text)
  if (pathname !== '/' || search !== '' || hash !== '' || username !== '') {
    contradict(`PUBLIC_URL holds more than a host. Set it without path, query or name: PUBLIC_URL=${origin}.`)
  }
  return origin
}

const thirtyTwoBytes = 'Make a key with "openssl rand -hex 32" and set SECRET_KEY to it.'

function readKey(text: string): SecretKey {
  const [first = '', second] = text.split(':')
  const id = second === undefined ? 'key' : first
  const encoded = second ?? first
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
    contradict(
      'SECRET_KEY has a key whose name is not 1 to 32 letters, digits, - or _. Set it like SECRET_KEY=2026a:<hex>,2025:<hex>.',
    )
  }
  const key = /^[0-9a-fA-F]{64}$/.test(encoded) ? Buffer.from(encoded, 'hex') : Buffer.from(encoded, 'base64')
  return key.length === 32
    ? { id, key }
    : contradict(`SECRET_KEY is not 32 bytes in hex or base64. ${thirtyTwoBytes}`)
}

function readSecret(env: Env, production: boolean, dataDir: string): SecretConfig {
  const keys = listOf(env, 'SECRET_KEY').map((each) => readKey(each))
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    contradict('SECRET_KEY names two keys alike. Give each its own name: SECRET_KEY=new:<hex>,old:<hex>.')
  }
  if (keys.length > 0) return { kind: 'listed', keys }
  if (production) contradict(`SECRET_KEY is not set, and NODE_ENV is production. ${thirtyTwoBytes}`)
  return { kind: 'file', path: resolve(dataDir, 'secret.key') }
}

const providers = ['openai', 'anthropic', 'openai-compatible'] as const

function readModel(env: Env): ModelConfig | null {
  const provider = valueOf(env, 'MODEL_PROVIDER')
  const name = valueOf(env, 'MODEL_NAME')
  const apiKey = valueOf(env, 'MODEL_API_KEY')
  const baseUrl = readUrl(
    env,
    'MODEL_BASE_URL',
    ['http:', 'https:'],
    'MODEL_BASE_URL=http://127.0.0.1:11434/v1',
  )
  if (provider === null) {
    if (name !== null || apiKey !== null || baseUrl !== null) {
      contradict(
        `A model is half set. Set MODEL_PROVIDER to ${providers.join(', ')}, or remove the other MODEL_ settings.`,
      )
    }
    return null
  }
  const known = providers.find((each) => each === provider)
  if (known === undefined)
    return contradict(`MODEL_PROVIDER is "${provider}". Set it to ${providers.join(', ')}.`)
  if (name === null)
    return contradict('MODEL_PROVIDER is set and MODEL_NAME is not. Set MODEL_NAME to the name of the model.')
  if (known === 'openai-compatible' && baseUrl === null) {
    contradict('MODEL_PROVIDER is openai-compatible. Set MODEL_BASE_URL to the address of its API.')
  }
  if (known !== 'openai-compatible' && apiKey === null) {
    contradict(`MODEL_PROVIDER is ${known} and MODEL_API_KEY is not set. Set MODEL_API_KEY.`)
  }
  return { provider: known, name, apiKey, baseUrl }
}

const s3Example =
  'MEDIA_URL=s3://KEY:SECRET@bucket/prefix?region=eu-central-1&endpoint=https://s3.example.com'

function readMedia(env: Env, dataDir: string): MediaConfig {
  const text = valueOf(env, 'MEDIA_URL')
  if (text === null) return { kind: 'folder', path: resolve(dataDir, 'media') }
  if (!URL.canParse(text))
    return contradict(`MEDIA_URL is not a URL. Set it like file:///srv/media or ${s3Example}.`)
  const url = new URL(text)
  if (url.protocol === 'file:') return { kind: 'folder', path: decodeURIComponent(url.pathname) }
  if (url.protocol !== 's3:')
    return contradict(
      `MEDIA_URL begins with ${url.protocol}//. Set it to file:// or s3://, like ${s3Example}.`,
    )
  const accessKeyId = decodeURIComponent(url.username) || valueOf(env, 'AWS_ACCESS_KEY_ID')
  const secretAccessKey = decodeURIComponent(url.password) || valueOf(env, 'AWS_SECRET_ACCESS_KEY')
  const region = url.searchParams.get('region')
  if (url.hostname === '' || region === null || !accessKeyId || !secretAccessKey) {
    return contradict(`MEDIA_URL lacks a bucket, a region or credentials. Set it like ${s3Example}.`)
  }
  const prefix = url.pathname.replaceAll(/^\/+|\/+$/g, '')
  const endpoint = url.searchParams.get('endpoint')
  return { kind: 's3', bucket: url.hostname, prefix, region, endpoint, accessKeyId, secretAccessKey }
}

function readRoles(env: Env): ReadonlySet<Role> {
  const given = listOf(env, 'ROLES')
  for (const role of given) {
    if (role !== 'web' && role !== 'worker')
      contradict(`ROLES names "${role}". Set it to web, worker or web,worker.`)
  }
  return new Set(given.length > 0 ? (given as Role[]) : ['web', 'worker'])
}

function readNetworks(env: Env, name: string): string[] {
  return listOf(env, name).map((network) => {
    if (isIP(network) !== 0) return `${network}/${isIP(network) === 4 ? 32 : 128}`
    return ipaddr.isValidCIDR(network)
      ? network
      : contradict(
          `${name} holds "${network}", which is no network. Set it like ${name}=10.0.0.0/8,192.168.1.7.`,
        )
  })
}

function readMailFrom(env: Env): string | null {
  const text = valueOf(env, 'MAIL_FROM')
  if (text === null) return null
  if (valueOf(env, 'SMTP_URL') === null)
    return contradict(
      'MAIL_FROM is set and SMTP_URL is not. Set SMTP_URL to the mail server, or remove MAIL_FROM.',
    )
  return /^[^<>@\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/.test(text)
    ? text
    : contradict('MAIL_FROM is no mail address. Set it like MAIL_FROM="Parley <desk@example.com>".')
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads all settings, or throws `ConfigContradiction` with one sentence that says what to set. */
export function readConfig(env: Env): Config {
  const production = valueOf(env, 'NODE_ENV') === 'production'
  const dataDir = resolve(valueOf(env, 'DATA_DIR') ?? './data')
  const url = readUrl(
    env,
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'DATABASE_URL=postgres://user:password@host:5432/parley',
  )
  const http = ['http:', 'https:']
  const clockUrl = readUrl(env, 'CLOCK_URL', http, 'CLOCK_URL=http://127.0.0.1:3010/simulator/api/clock')
  if (production && clockUrl !== null)
    contradict('CLOCK_URL is for the demo and for tests, and NODE_ENV is production. Remove CLOCK_URL.')
  const roles = readRoles(env)
  if (url === null && roles.size === 1) {
    contradict('ROLES splits the work over several programs, which need one database. Set DATABASE_URL.')
  }
  const logLevel = valueOf(env, 'LOG_LEVEL') ?? 'info'
  if (!levels.includes(logLevel)) contradict(`LOG_LEVEL is "${logLevel}". Set it to ${levels.join(', ')}.`)
  return {
    production,
    port: readPort(env),
    host: valueOf(env, 'HOST') ?? '127.0.0.1',
    publicUrl: readPublicUrl(env),
    dataDir,
    database: url === null ? { kind: 'embedded' } : { kind: 'url', url },
    secret: readSecret(env, production, dataDir),
    roles,
    twilioApiUrl: readUrl(env, 'TWILIO_API_URL', http, 'TWILIO_API_URL=http://127.0.0.1:3010'),
    model: readModel(env),
    media: readMedia(env, dataDir),
    smtpUrl: readUrl(env, 'SMTP_URL', ['smtp:', 'smtps:'], 'SMTP_URL=smtps://user:password@mail.example.com'),
    mailFrom: readMailFrom(env),
    logLevel,
    clockUrl,
    egressAllow: readNetworks(env, 'EGRESS_ALLOW'),
    trustedProxies: readNetworks(env, 'TRUSTED_PROXIES'),
  }
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** The origins of our own pages: the public one, else this machine's names. One of these names stands for all of them. */
export function ownOrigins({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string[] {
  const { origin, protocol, hostname, port: given } = new URL(publicUrl ?? `http://localhost:${port}`)
  if (!loopback.includes(hostname)) return [origin]
  const others = loopback.filter((name) => name !== hostname)
  return [origin, ...others.map((name) => new URL(`${protocol}//${name}:${given}`).origin)]
}
