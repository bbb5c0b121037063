import { explainError } from './error-dictionary.ts'
import type { RetryClass } from './error-entry.ts'
import type { Exchange } from './exchange.ts'
import { isMessageSid } from './parse-webhook.ts'
import { readAnswer } from './read-answer.ts'

/**
 * What became of a message we asked Twilio to send. Twilio has no idempotency key for it, so the difference between
 * "surely not" and "perhaps" decides whether it may be asked again.
 */
export type PostOutcome =
  /** Twilio has it. */
  | { outcome: 'accepted'; sid: string; status: string; from: string | null }
  /** Twilio surely did not process it, and says why. */
  | {
      outcome: 'rejected'
      code: number | null
      httpStatus: number
      message: string
      retry: RetryClass
      retryAfterSeconds: number | null
    }
  /** Not one byte was sent: it may be asked again. */
  | { outcome: 'notSent'; reason: string }
  /** It may have gone out: never asked again without proof or a person. */
  | { outcome: 'unknown'; reason: string; httpStatus: number | null }

/**
 * Twilio: 429 was never processed and is safe to repeat; a 5xx may have been processed. The other 4xx are refusals before
 * processing, except 408, which tells only of a time-out on the way.
 */
export function judgePost(exchange: Exchange): PostOutcome {
  if (exchange.outcome === 'notSent') return exchange
  if (exchange.outcome === 'lost') return { outcome: 'unknown', reason: exchange.reason, httpStatus: null }
  const { status } = exchange
  if (status >= 200 && status < 300) return judgeAccepted(exchange)
  if (status >= 400 && status < 500 && status !== 408) return judgeRejected(exchange)
  return { outcome: 'unknown', reason: `Twilio answered with HTTP ${status}`, httpStatus: status }
}

type Answered = Extract<Exchange, { outcome: 'answered' }>

function judgeAccepted({ status, body, complete }: Answered): PostOutcome {
  const answer = complete ? readAnswer(body) : null
  const sid = answer?.text('sid')
  if (!answer || !sid || !isMessageSid(sid))
    return { outcome: 'unknown', reason: 'the answer could not be read', httpStatus: status }
  return { outcome: 'accepted', sid, status: answer.text('status') ?? 'queued', from: answer.text('from') }
}

function judgeRejected({ status, headers, body }: Answered): PostOutcome {
  const answer = readAnswer(body)
  const code = answer?.number('code') ?? null
  return {
    outcome: 'rejected',
    code,
    httpStatus: status,
    message: answer?.text('message') ?? `HTTP ${status}`,
    retry: retryOf(status, code),
    retryAfterSeconds: readSeconds(headers['retry-after']),
  }
}

function retryOf(status: number, code: number | null): RetryClass {
  const entry = code === null ? null : explainError(code)
  if (status === 429) return entry?.retry === 'next-day' ? 'next-day' : 'later'
  if (entry?.known) return entry.retry
  return status === 401 || status === 403 ? 'credentials' : 'never'
}

function readSeconds(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : null
}
