import { z } from 'zod'
import { storable } from '#platform/storable.ts'
import type { FormParameters } from '#twilio/parse-form.ts'
import { signRequest } from '#twilio/signature.ts'
import { bodyLimit, type Said, type Thought } from './brain.ts'
import { messagesLimit, parseTwiml, twimlLimitBytes } from './parse-twiml.ts'

/** Fetches from the customer's own server. The one given by `app` refuses addresses inside our network. */
export type FetchOutside = (
  url: string,
  request: {
    method: 'GET' | 'POST'
    headers: Record<string, string>
    body?: string
    maxBytes: number
    signal: AbortSignal
  },
) => Promise<{ status: number; contentType: string; text: string }>

export interface Application {
  url: string
  /** Signs as Twilio would, so that an application which checks signatures works unchanged. */
  authToken: string
}

const redirectLimit = 5

interface Target {
  url: string
  method: 'GET' | 'POST'
}

const Answer = z.object({
  messages: z
    .array(z.object({ body: z.string().max(bodyLimit).default(''), mediaUrl: z.url().optional() }))
    .max(messagesLimit)
    .optional(),
  body: z.string().max(bodyLimit).optional(),
  handOver: z.union([z.string(), z.literal(true)]).optional(),
})

/**
 * Asks an application as Twilio would ask it: a signed form with the parameters that Twilio sent. It may answer TwiML,
 * text, JSON (`{messages:[{body, mediaUrl}]}`, `{body}` or `{handOver}`), or nothing.
 * @throws when it cannot be reached or answers what cannot be read; the caller hands over
 */
export async function thinkInApplication(
  application: Application,
  parameters: FormParameters,
  fetchOutside: FetchOutside,
  signal: AbortSignal,
): Promise<Thought> {
  const said: Said[] = []
  let next: Target | null = { url: application.url, method: 'POST' }
  for (let hop = 0; next && hop <= redirectLimit; hop += 1) {
    const { url, method }: Target = next
    const answer = await ask(url, method, application.authToken, parameters, fetchOutside, signal)
    const read = readAnswer(answer)
    if ('kind' in read) return read
    said.push(...read.messages)
    next = read.redirect ? { ...read.redirect, url: new URL(read.redirect.url, url).href } : null
  }
  if (next) throw new Error(`The application redirected more than ${redirectLimit} times`)
  const messages = said
    .slice(0, messagesLimit)
    .map((one) => ({ ...one, body: storable(one.body.slice(0, bodyLimit)) }))
  return messages.length > 0 ? { kind: 'answer', messages, sources: [] } : { kind: 'nothing' }
}

async function ask(
  url: string,
  method: 'GET' | 'POST',
  authToken: string,
  parameters: FormParameters,
  fetchOutside: FetchOutside,
  signal: AbortSignal,
) {
  const pairs = Object.entries(parameters).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, one]),
  )
  const target = new URL(url)
  if (method === 'GET') for (const [key, value] of pairs) target.searchParams.append(key, value)
  const headers = {
    accept: 'application/xml, text/xml, application/json, text/plain',
    'x-twilio-signature': signRequest(target.href, method === 'GET' ? {} : parameters, authToken),
    ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' } : {}),
  }
  const body = method === 'POST' ? { body: new URLSearchParams(pairs).toString() } : {}
  const answer = await fetchOutside(target.href, {
    method,
    headers,
    ...body,
    maxBytes: twimlLimitBytes,
    signal,
  })
  if (answer.status < 200 || answer.status > 299) throw new Error(`The application answered ${answer.status}`)
  return answer
}

function readAnswer({
  contentType,
  text,
}: {
  contentType: string
  text: string
}): Thought | { messages: Said[]; redirect: Target | null } {
  if (text.trim() === '') return { messages: [], redirect: null }
  if (contentType.includes('json')) return readJson(text)
  if (contentType.includes('xml') || text.trimStart().startsWith('<')) {
    const twiml = parseTwiml(text)
    if (!twiml) throw new Error('The application answered XML that is not TwiML')
    return twiml
  }
  return { messages: [{ body: text.trim() }], redirect: null }
}

function readJson(text: string): Thought | { messages: Said[]; redirect: null } {
  const { messages, body, handOver } = Answer.parse(JSON.parse(text))
  if (handOver !== undefined) {
    return {
      kind: 'hand_over',
      reason: 'asked_for_person',
      detail: handOver === true ? '' : handOver.slice(0, 200),
    }
  }
  const said = messages ?? (body === undefined ? [] : [{ body }])
  return { messages: said.filter((one) => one.body !== '' || one.mediaUrl), redirect: null }
}
