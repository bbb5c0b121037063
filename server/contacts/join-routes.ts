import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toBuffer as drawPng, toString as draw } from 'qrcode'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { limitRate } from '#platform/rate-limit.ts'
import { sendProblem } from '#platform/problem.ts'
import { refuse } from '#platform/refusal.ts'
import { storable } from '#platform/storable.ts'
import { addressOfNumber, joinByForm } from './join-by-form.ts'
import { joinPage, type JoinView } from './join-page.ts'
import { joinLanguage, joinWords } from './join-words.ts'
import { findOrganizationName, findPage, findRoute } from './opt-in-page-store.ts'
import { chatLink, joinMark } from './opt-in-page.ts'
import type { OptInQuestion } from './opt-in-question.ts'
import type { AddressOfPage } from './save-opt-in-page.ts'

interface JoinRoom {
  database: Database
  clock: Clock
  addressOf: AddressOfPage
  question: OptInQuestion
}

type Visit = FastifyRequest<{
  Params: { publicId: string }
  Querystring: { thanks?: string }
  Body: URLSearchParams
}>

/** The page that anybody may open without a sign-in, its codes as pictures, and the number that is left on it. */
export async function joinRoutes(app: FastifyInstance, room: JoinRoom): Promise<void> {
  await app.register(async (scope) => {
    await limitRate(scope, { perMinute: 120 })
    scope.get('/join/:publicId', (request: Visit, reply) => visit(room, request, reply))
    scope.get('/join/:publicId/qr.svg', (request: Visit, reply) => picture(room, request, reply, 'svg'))
    scope.get('/join/:publicId/qr.png', (request: Visit, reply) => picture(room, request, reply, 'png'))
  })
  await app.register(async (scope) => {
    await limitRate(scope, { perMinute: 10 })
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 2000 },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    )
    scope.post('/join/:publicId', (request: Visit, reply) => leaveNumber(room, request, reply))
  })
}

async function find({ database, question }: JoinRoom, publicId: string) {
  const route = await database.acrossOrganizations((finder) =>
    findRoute(finder, storable(publicId.slice(0, 40))),
  )
  if (!route) return undefined
  const { organizationId, pageId } = route
  return await database.withOrganization(organizationId, async (tx) => {
    const page = await findPage(tx, pageId)
    if (!page) return undefined
    // Without a template that can ask, a number that is typed would be good for nothing.
    const takesNumber = page.asksNumber && (await question.obstacle(tx, page)) === null
    return { organizationId, page, takesNumber, organization: await findOrganizationName(tx) }
  })
}

type Found = NonNullable<Awaited<ReturnType<typeof find>>>

const html = (reply: FastifyReply, status: number, body: string) =>
  reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(body)

async function viewOf({ page, takesNumber, organization }: Found, request: Visit): Promise<JoinView> {
  const language = joinLanguage(request.headers['accept-language'])
  const message = `${joinWords[language].message(organization)} (${joinMark(page.code)})`
  const link = chatLink(page.senderAddress, message)
  return {
    language,
    organization,
    senderAddress: page.senderAddress,
    title: page.title,
    wording: page.wording,
    asksNumber: takesNumber,
    state: page.open ? (request.query.thanks === undefined ? 'ask' : 'thanks') : 'closed',
    chatLink: link,
    qr: await draw(link, { type: 'svg', margin: 0 }),
    wrongNumber: null,
  }
}

async function visit(room: JoinRoom, request: Visit, reply: FastifyReply) {
  const found = await find(room, request.params.publicId)
  if (!found) return sendProblem(reply, refuse('not_found'))
  return html(reply, 200, joinPage(await viewOf(found, request)))
}

/** The printed code leads to the page, not past it: people shall read what they agree to. */
async function picture(room: JoinRoom, request: Visit, reply: FastifyReply, form: 'svg' | 'png') {
  const found = await find(room, request.params.publicId)
  if (!found) return sendProblem(reply, refuse('not_found'))
  const address = room.addressOf(found.page.publicId)
  const drawn =
    form === 'svg' ? await draw(address, { type: 'svg', margin: 2 }) : await drawPng(address, { width: 1024 })
  return reply
    .type(form === 'svg' ? 'image/svg+xml' : 'image/png')
    .header('content-disposition', `attachment; filename="opt-in-${found.page.publicId}.${form}"`)
    .send(drawn)
}

async function leaveNumber(room: JoinRoom, request: Visit, reply: FastifyReply) {
  const found = await find(room, request.params.publicId)
  if (!found) return sendProblem(reply, refuse('not_found'))
  const { organizationId, page, takesNumber } = found
  const view = await viewOf(found, request)
  const { templateId } = page
  if (!page.open || !takesNumber || templateId === null) return html(reply, 409, joinPage(view))
  const typed = (request.body.get('phone') ?? '').slice(0, 40)
  const address = addressOfNumber(typed)
  if (address === null) return html(reply, 422, joinPage({ ...view, state: 'ask', wrongNumber: typed }))
  const at = room.clock.now()
  // What became of it is for the owner of the number alone: whoever typed it reads the same in any case.
  await room.database.withOrganization(
    organizationId,
    (tx) => joinByForm(tx, address, { ...page, templateId }, { question: room.question, at }),
    { undoRefused: true },
  )
  return reply.redirect(`/join/${page.publicId}?thanks`, 303)
}
