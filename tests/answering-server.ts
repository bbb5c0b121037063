import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Answer {
  status?: number
  type?: string
  body: string
  headers?: Record<string, string>
  /** It is not given before this has come about. */
  after?: Promise<unknown>
}

/** A server outside the hub: a customer's application, or a model. It answers as the test says, and keeps what it was asked. */
export interface AnsweringServer extends AsyncDisposable {
  url: string
  asked: Asked[]
  answer: (asked: Asked) => Answer
}

export async function startAnsweringServer(): Promise<AnsweringServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url: path = '', headers } = request
    const asked = { method, path, headers, body: Buffer.concat(chunks).toString() }
    started.asked.push(asked)
    const { status = 200, type = 'application/json', body, headers: more = {}, after } = started.answer(asked)
    await after
    response.writeHead(status, { 'content-type': type, ...more }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const started: AnsweringServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: () => ({ status: 500, body: '{}' }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return started
}

/** What an OpenAI-compatible server says when its model answers with this. */
export const modelSays = (content: unknown): Answer => ({
  body: JSON.stringify({
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: {
          role: 'assistant',
          content: typeof content === 'string' ? content : JSON.stringify(content),
        },
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }),
})
