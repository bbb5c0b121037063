import { setTimeout as pause } from 'node:timers/promises'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Account } from '#entities.ts'
import { errorBody, isRefusal, notFound, refuse, type Refusal } from '#errors.ts'
import type { FaultEffect } from '#faults.ts'
import type { World } from '#world.ts'
import { authenticate, findPathAccount } from './authenticate.ts'

type Product = 'api' | 'messaging' | 'content' | 'monitor'

/** One call of the Twilio surface after its credentials were checked. */
export type ApiCall = {
  account: Account
  params: Record<string, string>
  query: URLSearchParams
  /** Empty unless the body was form-encoded. */
  form: URLSearchParams
  /** Undefined unless the body was JSON. */
  json: unknown
  /** Scheme and host that the caller used: absolute URLs begin with it. */
  base: string
  path: string
}

export type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

type ApiHandler = (call: ApiCall) => Answer | Refusal | Promise<Answer | Refusal>

export type ApiRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  product: Product
  path: string
  handle: ApiHandler
  /** Twilio: closed to standard API keys. */
  needsToken?: boolean
  /** Works for suspended accounts too. */
  anyStatus?: boolean
}

type Verdict = { answer: Answer; cut: boolean; fault: string | null; accountSid: string | null }

/** Serves one route of the Twilio surface: credentials, faults, answer, request log. */
export function serveApi(app: FastifyInstance, world: World, route: ApiRoute): void {
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const began = performance.now()
      const id = world.log.nextId()
      const verdict = await judge(world, route, request, reply)
      return await send(world, { id, began, request, reply, verdict })
    },
  })
}

async function judge(
  world: World,
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Verdict> {
  const path = pathOf(request)
  const refused = (refusal: Refusal, accountSid: string | null = null): Verdict => ({
    answer: toAnswer(refusal),
    cut: false,
    fault: null,
    accountSid,
  })
  if (!speaksFor(request, route.product)) return refused(notFound(path))
  const caller = authenticate(world.store, request.headers.authorization)
  if (isRefusal(caller)) return refused(caller)
  const params = request.params as Record<string, string>
  const account = findPathAccount(world.store, caller, params.accountSid, {
    token: route.needsToken === true,
    active: route.anyStatus !== true,
  })
  if (isRefusal(account)) return refused(account, caller.account.sid)
  const call = readCall(request, account, params, path)
  const verdict = await handleWithFaults(world, route, call, reply)
  return { ...verdict, accountSid: account.sid }
}

/** Runs the handler unless a fault forbids it, then lets the fault spoil the answer. */
async function handleWithFaults(
  world: World,
  route: ApiRoute,
  call: ApiCall,
  reply: FastifyReply,
): Promise<Omit<Verdict, 'accountSid'>> {
  const occasion = { method: route.method, paths: [call.path], to: call.form.get('To'), status: null }
  const chance = () => world.ids.chance()
  const delay = world.faults.strike(['delay'], occasion, chance)
  const fault = world.faults.strike(['status', 'hang-after-accept', 'reset', 'garble'], occasion, chance)
  const accepted = await (isProcessed(fault, chance) ? route.handle(call) : refuse(20500))
  const answer = toAnswer(isRefusal(accepted) && accepted.refused === 20404 ? notFound(call.path) : accepted)
  if (delay) await pause(delay.ms)
  const name = fault?.kind ?? delay?.kind ?? null
  if (fault?.kind === 'hang-after-accept') await untilClosed(reply, fault.ms)
  if (fault?.kind === 'hang-after-accept' || fault?.kind === 'reset')
    return { answer, cut: true, fault: name }
  if (fault?.kind === 'status') return { answer: statusAnswer(fault), cut: false, fault: name }
  if (fault?.kind === 'garble')
    return { answer: { status: answer.status, body: '<html>upstream' }, cut: false, fault: name }
  return { answer, cut: false, fault: name }
}

function isProcessed(fault: FaultEffect | null, chance: () => number): boolean {
  if (fault?.kind === 'reset') return fault.accept
  if (fault?.kind === 'status') return fault.accept === 'coin' ? chance() < 0.5 : fault.accept
  return true
}

function statusAnswer(fault: { http: number; code: number | null }): Answer {
  const usual = fault.http === 429 ? 20429 : fault.http === 503 ? 20503 : fault.http >= 500 ? 20500 : 20422
  return toAnswer(refuse(fault.code ?? usual, undefined, fault.http))
}

/** Waits until the client gives up, `ms` milliseconds at most. */
async function untilClosed(reply: FastifyReply, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  reply.raw.once('close', resolve)
  await promise
  clearTimeout(timer)
}

type Sending = {
  id: string
  began: number
  request: FastifyRequest
  reply: FastifyReply
  verdict: Verdict
}

async function send(world: World, { id, began, request, reply, verdict }: Sending): Promise<FastifyReply> {
  const { answer, cut, fault } = verdict
  const text =
    answer.body === undefined
      ? ''
      : typeof answer.body === 'string'
        ? answer.body
        : JSON.stringify(answer.body)
  const ms = Math.round(performance.now() - began)
  world.log.add({
    id,
    kind: 'api',
    at: new Date(world.clock.now()).toISOString(),
    method: request.method,
    path: request.url,
    account_sid: verdict.accountSid,
    params: request.body instanceof URLSearchParams ? formObject(request.body) : (request.body ?? null),
    status: cut ? null : answer.status,
    answer: withoutSecrets(text),
    fault,
    ms,
  })
  world.live.changed('request')
  if (cut) {
    reply.hijack()
    reply.raw.destroy()
    return reply
  }
  reply.code(answer.status).headers({
    'twilio-request-id': `RQ${id.slice(4).padStart(32, '0')}`,
    'twilio-concurrent-requests': '1',
    'twilio-request-duration': (ms / 1_000).toFixed(3),
    ...answer.headers,
  })
  if (text !== '') reply.type(text.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8')
  return reply.send(text)
}

function toAnswer(result: Answer | Refusal): Answer {
  if (!isRefusal(result)) return result
  const headers: Record<string, string> =
    result.status === 401 ? { 'www-authenticate': 'Basic realm="Twilio API"' } : {}
  return { status: result.status, body: errorBody(result), headers }
}

/** Asked under one of Twilio's names, a product answers only for its own. */
function speaksFor(request: FastifyRequest, product: Product): boolean {
  const original = request.headers['x-original-host']
  const host = String(original ?? request.headers.host ?? '').split(':')[0]!
  return !host.endsWith('.twilio.com') || host.split('.')[0] === product
}

function readCall(
  request: FastifyRequest,
  account: Account,
  params: Record<string, string>,
  path: string,
): ApiCall {
  const isForm = request.body instanceof URLSearchParams
  return {
    account,
    params,
    query: new URLSearchParams(request.url.slice(path.length + 1)),
    form: isForm ? (request.body as URLSearchParams) : new URLSearchParams(),
    json: isForm ? undefined : (request.body ?? undefined),
    base: baseOf(request),
    path,
  }
}

export function pathOf(request: FastifyRequest): string {
  const mark = request.url.indexOf('?')
  return mark < 0 ? request.url : request.url.slice(0, mark)
}

/** Scheme and host by which the caller reached us. */
export function baseOf(request: FastifyRequest): string {
  const scheme = String(request.headers['x-forwarded-proto'] ?? 'http').split(',')[0]!
  return `${scheme}://${request.headers.host ?? '127.0.0.1'}`
}

function formObject(form: URLSearchParams): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = {}
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name)
    object[name] = values.length === 1 ? values[0]! : values
  }
  return object
}

function withoutSecrets(text: string): string {
  if (!text.includes('"auth_token"') && !text.includes('"secret"')) return text
  return text.replace(/"(auth_token|secret)":"[^"]*"/g, '"$1":"…"')
}
