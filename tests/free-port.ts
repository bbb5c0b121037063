import { createServer } from 'node:net'

/** Below those that a system gives to whoever asks for any: a connection may not take it before its server listens. */
const range = { from: 12_000, count: 18_000 }

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** A port that is free, and stays so while its server is away for a moment. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = range.from + Math.floor(Math.random() * range.count)
    if (await isFree(port)) return port
  }
  throw new Error('No port is free')
}
