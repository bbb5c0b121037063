import { expect, test } from 'vitest'
import { openLog } from './log.ts'

const write = (act: (log: ReturnType<typeof openLog>) => void, hashKey: Buffer = Buffer.alloc(32, 1)) => {
  const lines: string[] = []
  act(openLog({ level: 'debug', hashKey, write: (line) => void lines.push(line) }))
  return lines.join('')
}

const phone = '+12025550101'
const token = 'wT0kenwT0kenwT0kenwT0ken'

test('no credential, body or phone number reaches a line, wherever it stands', () => {
  const error = Object.assign(new Error(`Key (address)=(whatsapp:${phone}) exists`), {
    detail: `whatsapp:${phone}`,
    authToken: 'canary-1',
    config: { headers: { Authorization: 'Basic canary-2' } },
  })
  const line = write((log) => {
    log.info({ headers: { authorization: 'Basic canary-3', Cookie: 'canary-4' } }, `sent to ${phone}`)
    log.info({ message: { body: 'canary-5', text: 'canary-6', to: `whatsapp:${phone}` } }, 'x')
    log.info({ connector: { auth_token: 'canary-7', 'api-key': 'canary-8', password: 'canary-9' } }, 'x')
    log.warn({ err: error, list: [{ secret: 'canary-10' }] }, 'x')
    log.info(
      { url: `/webhooks/twilio/${token}/inbound?To=%2B12025550101`, media: `/media/${token}.${token}` },
      'x',
    )
    log.info(`postgres://parley:canary-11@127.0.0.1:5432/parley failed, whatsapp:US.13491208655302741918`)
    log.child({ token: 'canary-12' }).info('x')
  })
  expect(line).not.toMatch(/canary/)
  expect(line).not.toContain('2025550101')
  expect(line).not.toContain('13491208655302741918')
  expect(line).not.toContain(token)
  expect(line).toContain('/webhooks/twilio/[redacted]/inbound')
})

test('equal numbers can be recognized, and only with the same key', () => {
  const hashOf = (text: string, key?: Buffer) =>
    /phone:[0-9a-f]{12}/.exec(write((log) => log.info(text), key))?.[0]
  expect(hashOf(`a ${phone}`)).toBe(hashOf(`whatsapp:${phone} b`))
  expect(hashOf(phone)).not.toBe(hashOf(phone, Buffer.alloc(32, 2)))
})

test('a line break in a value cannot forge a second line', () => {
  const line = write((log) => log.info({ name: 'a\n{"level":"error"}' }, 'b\nc'))
  expect(line.trimEnd().split('\n')).toHaveLength(1)
})

test('the rest is said in full: level, time, message, error', () => {
  const line = JSON.parse(
    write((log) => log.error({ err: new Error('broken'), organizationId: 'o' }, 'It failed')),
  ) as object
  expect(line).toMatchObject({
    level: 'error',
    msg: 'It failed',
    organizationId: 'o',
    err: { message: 'broken', stack: expect.any(String) },
  })
})
