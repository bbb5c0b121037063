import { Agent, type Dispatcher } from 'undici'

/** Sockets to Twilio, shared by every account of the process. Closing waits for what is in flight. */
export interface Connections extends AsyncDisposable {
  dispatcher: Dispatcher
  /** How long an answer is waited for, in milliseconds. */
  timeoutMs: number
}

export interface ConnectionLimits {
  /** Sockets for each host; a message needs one for about 50 ms, and whatever waits for one leaves later than its sender's pace meant it to. */
  perHost?: number
  timeoutMs?: number
  connectTimeoutMs?: number
}

/** A server may close an idle socket just as we write to it, and then nobody knows whether it read the request. */
const idleSocketMs = 2_000

/** Opens the sockets. Nothing is retried here: only the caller knows what may be asked twice. */
export function openConnections(limits: ConnectionLimits = {}): Connections {
  const { perHost = 256, timeoutMs = 30_000, connectTimeoutMs = 5_000 } = limits
  const dispatcher = new Agent({
    connections: perHost,
    // One request at a time on a socket: behind a slow one, a second would be written but unanswered.
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: idleSocketMs,
    keepAliveMaxTimeout: idleSocketMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: connectTimeoutMs },
  })
  return { dispatcher, timeoutMs, [Symbol.asyncDispose]: () => dispatcher.close() }
}
