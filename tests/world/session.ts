import { createParley, type ParleyClient } from '../../sdk/src/client.ts'

/** A person at a browser: signs in, keeps the cookie, and says where the page came from. */
export interface Session {
  api: ParleyClient
}

export async function signIn(hubUrl: string, email: string, password: string): Promise<Session | undefined> {
  return await enter(hubUrl, 'sign-in', { email, password })
}

export async function signUp(
  hubUrl: string,
  name: string,
  email: string,
  password: string,
): Promise<Session | undefined> {
  return await enter(hubUrl, 'sign-up', { name, email, password })
}

async function enter(hubUrl: string, how: 'sign-in' | 'sign-up', body: object): Promise<Session | undefined> {
  const answer = await fetch(`${hubUrl}/api/auth/${how}/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(hubUrl).origin },
    body: JSON.stringify(body),
  })
  if (!answer.ok) return undefined
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const withCookie: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    request.headers.set('cookie', cookie)
    request.headers.set('origin', new URL(hubUrl).origin)
    return fetch(request)
  }
  return { api: createParley({ baseUrl: hubUrl, fetch: withCookie }) }
}

/** The answer, or an error that says what was refused: the world's own steps are not expected to fail. */
export async function must<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`)
  return data as T
}
