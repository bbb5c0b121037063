import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { fixedClock, followClock } from './clock.ts'

test('a fixed clock moves only when told', () => {
  const clock = fixedClock(new Date('2026-01-01T00:00:00Z'))
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z')
  clock.advance(86_400)
  expect(clock.now().toISOString()).toBe('2026-01-02T00:00:00.000Z')
})

test('a following clock tells the other clock’s time from the start, and notices when it is moved', async () => {
  let offset = 30 * 86_400_000
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ now: new Date(Date.now() + offset) })),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await using clock = await followClock(url)
  const ahead = () => clock.now().getTime() - Date.now()
  expect(Math.abs(ahead() - offset)).toBeLessThan(60_000)
  offset += 3_600_000
  while (Math.abs(ahead() - offset) > 60_000) await new Promise((resolve) => setTimeout(resolve, 20))
  server.closeAllConnections()
  server.close()
  expect(Math.abs(ahead() - offset)).toBeLessThan(60_000)
})

test('an answer that was long on the way does not turn a following clock back', async () => {
  let [asked, wait] = [0, 0]
  const server = createServer((_, response) => {
    const now = new Date()
    asked += 1
    setTimeout(() => response.end(JSON.stringify({ now })), wait)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await using clock = await followClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const ahead = () => clock.now().getTime() - Date.now()
  const before = ahead()
  wait = 400
  const late = asked + 2
  // Two late answers are in when a third is asked for.
  while (asked <= late) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(ahead()).toBeGreaterThan(before - 200)
  server.closeAllConnections()
  server.close()
})

test('an address that tells no time is a fault that names the setting', async () => {
  const server = createServer((_, response) => response.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await expect(followClock(url, 200)).rejects.toThrow(/CLOCK_URL/)
  server.close()
})
