import { expect, test } from 'vitest'
import { ConfigContradiction, ownOrigins, readConfig } from './config.ts'

const hex = 'ab'.repeat(32)

test('with nothing set everything runs on this machine', () => {
  expect(readConfig({})).toMatchObject({
    production: false,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    database: { kind: 'embedded' },
    secret: { kind: 'file', path: expect.stringMatching(/data\/secret\.key$/) },
    roles: new Set(['web', 'worker']),
    twilioApiUrl: null,
    model: null,
    media: { kind: 'folder', path: expect.stringMatching(/data\/media$/) },
    smtpUrl: null,
    mailFrom: null,
    logLevel: 'info',
    clockUrl: null,
    egressAllow: [],
  })
})

test('everything can be set', () => {
  const config = readConfig({
    NODE_ENV: 'production',
    PORT: '80',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://desk.example.com/',
    DATABASE_URL: 'postgres://u:p@db/parley',
    SECRET_KEY: `new:${hex},old:${Buffer.from(hex, 'hex').toString('base64')}`,
    ROLES: 'worker',
    MODEL_PROVIDER: 'openai-compatible',
    MODEL_NAME: 'm',
    MODEL_BASE_URL: 'http://127.0.0.1:11434/v1/',
    MEDIA_URL: 's3://k:s%2F@bucket/pre/fix/?region=eu&endpoint=https://s3.example.com',
    EGRESS_ALLOW: '10.0.0.0/8, 192.168.1.7',
  })
  expect(config).toMatchObject({
    publicUrl: 'https://desk.example.com',
    database: { kind: 'url' },
    roles: new Set(['worker']),
    model: { provider: 'openai-compatible', name: 'm', apiKey: null, baseUrl: 'http://127.0.0.1:11434/v1' },
    media: {
      kind: 's3',
      bucket: 'bucket',
      prefix: 'pre/fix',
      secretAccessKey: 's/',
      endpoint: 'https://s3.example.com',
    },
    egressAllow: ['10.0.0.0/8', '192.168.1.7/32'],
  })
  expect(
    config.secret.kind === 'listed' && config.secret.keys.map(({ id, key }) => [id, key.length]),
  ).toEqual([
    ['new', 32],
    ['old', 32],
  ])
})

test.each<[string, Record<string, string>, RegExp]>([
  ['a port that is no number', { PORT: 'http' }, /PORT=3000/],
  ['a port out of range', { PORT: '70000' }, /65535/],
  ['a public URL with a path', { PUBLIC_URL: 'https://a.example/desk' }, /PUBLIC_URL=https:\/\/a\.example/],
  ['a public URL of another kind', { PUBLIC_URL: 'ftp://a.example' }, /http or https/],
  ['a public URL that is none', { PUBLIC_URL: 'a.example' }, /PUBLIC_URL=https/],
  ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://a' }, /DATABASE_URL=postgres/],
  ['a short secret key', { SECRET_KEY: 'abcd' }, /openssl rand -hex 32/],
  ['two secret keys of one name', { SECRET_KEY: `a:${hex},a:${hex}` }, /its own name/],
  ['production without a secret key', { NODE_ENV: 'production' }, /openssl rand/],
  [
    'production with a moved clock',
    { NODE_ENV: 'production', SECRET_KEY: hex, CLOCK_URL: 'http://a/' },
    /Remove CLOCK_URL/,
  ],
  ['an unknown role', { ROLES: 'web,cron' }, /web, worker/],
  ['one role on the embedded database', { ROLES: 'web' }, /Set DATABASE_URL/],
  ['a provider without a model', { MODEL_PROVIDER: 'openai', MODEL_API_KEY: 'x' }, /Set MODEL_NAME/],
  ['a provider without a key', { MODEL_PROVIDER: 'openai', MODEL_NAME: 'x' }, /Set MODEL_API_KEY/],
  [
    'an own model without its address',
    { MODEL_PROVIDER: 'openai-compatible', MODEL_NAME: 'x' },
    /MODEL_BASE_URL/,
  ],
  ['an unknown provider', { MODEL_PROVIDER: 'acme', MODEL_NAME: 'x' }, /openai, anthropic/],
  ['a model without a provider', { MODEL_NAME: 'x' }, /Set MODEL_PROVIDER/],
  ['a bucket without a region', { MEDIA_URL: 's3://k:s@bucket' }, /region=/],
  ['a bucket without credentials', { MEDIA_URL: 's3://bucket?region=eu' }, /KEY:SECRET/],
  ['media somewhere else', { MEDIA_URL: 'gopher://x' }, /file:\/\/ or s3:\/\//],
  ['a mail server that is none', { SMTP_URL: 'https://mail' }, /SMTP_URL=smtps/],
  ['a mail address that is none', { SMTP_URL: 'smtp://mail', MAIL_FROM: 'Parley' }, /MAIL_FROM="Parley </],
  ['a mail address without a server', { MAIL_FROM: 'desk@parley.test' }, /Set SMTP_URL/],
  ['an unknown log level', { LOG_LEVEL: 'loud' }, /debug/],
  ['a network that is none', { EGRESS_ALLOW: '10.0.0.0/99' }, /EGRESS_ALLOW=10/],
])('%s stops the start with a sentence', (_what, env, sentence) => {
  expect(() => readConfig(env)).toThrow(ConfigContradiction)
  expect(() => readConfig(env)).toThrow(sentence)
})

test('a contradiction never repeats a secret', () => {
  const secret = 'tooshortbutsecret'
  for (const env of [
    { SECRET_KEY: secret },
    { DATABASE_URL: `mysql://u:${secret}@h` },
    { MEDIA_URL: `s3://k:${secret}@b` },
  ]) {
    expect(() => readConfig(env)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    )
  }
})

test('our own pages come from the public address, else from this machine', () => {
  expect(ownOrigins({ publicUrl: 'https://a.example', port: 1 })).toEqual(['https://a.example'])
  const here = ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']
  expect(ownOrigins({ publicUrl: null, port: 3000 })).toEqual(here)
})

test('whoever opens this machine under another of its names is at home', () => {
  const names = ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000']
  expect(ownOrigins({ publicUrl: 'http://127.0.0.1:3000', port: 1 })).toEqual(names)
  expect(ownOrigins({ publicUrl: 'http://localhost', port: 1 })).toContain('http://127.0.0.1')
  expect(ownOrigins({ publicUrl: 'https://localhost.example', port: 1 })).toEqual([
    'https://localhost.example',
  ])
})
