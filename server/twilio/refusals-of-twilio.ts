import type { Refused } from '@parley/contract/refusals.ts'
import { explainError } from './error-dictionary.ts'
import type { Exchange } from './exchange.ts'
import { readAnswer } from './read-answer.ts'

/** What Twilio said when it refused; the code is its own, `null` when it gave none. */
export type RefusalFacts = { code: number | null; httpStatus: number; message: string; remedy: string | null }

/** The expected failures of a request to Twilio other than sending. */
export type TwilioRefusal =
  /** HTTP 401 or 403, or an account that is not active. */
  | { refused: 'credentials_refused'; facts: RefusalFacts }
  | { refused: 'not_found'; facts: RefusalFacts }
  | { refused: 'twilio_refused'; facts: RefusalFacts }
  /** No answer, a fault of Twilio, or an answer that could not be read: what was asked may or may not have been done. */
  | { refused: 'twilio_unreachable'; facts: { reason: string } }

/** Tells a refusal from an answer. */
export function isTwilioRefusal(answer: unknown): answer is TwilioRefusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer && 'facts' in answer
}

/** The refusal in an exchange; null when Twilio answered with 2xx. */
export function refusalOf(exchange: Exchange): (Refused & TwilioRefusal) | null {
  if (exchange.outcome !== 'answered') return unreachable(exchange.reason)
  const { status, body, complete } = exchange
  if (status >= 200 && status < 300) return complete ? null : unreachable('the answer broke off')
  const answer = readAnswer(body)
  const code = answer?.number('code') ?? null
  const facts: RefusalFacts = {
    code,
    httpStatus: status,
    message: answer?.text('message') ?? `HTTP ${status}`,
    remedy: code === null ? null : explainError(code).text.en.remedy,
  }
  if (status === 401 || status === 403 || (code !== null && explainError(code).retry === 'credentials'))
    return { refused: 'credentials_refused', facts }
  if (status === 404) return { refused: 'not_found', facts }
  if (status >= 400 && status < 500 && status !== 408) return { refused: 'twilio_refused', facts }
  return unreachable(`Twilio answered with HTTP ${status}`)
}

/** Twilio could not be reached, or its answer told nothing. */
export function unreachable(reason: string): Extract<TwilioRefusal, { refused: 'twilio_unreachable' }> {
  return { refused: 'twilio_unreachable', facts: { reason } }
}
