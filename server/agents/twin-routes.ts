import { twinOperations as operations } from '@parley/contract/twins.ts'
import { currentContact } from '#contacts/current-contact.ts'
import { holdOffMerges } from '#contacts/hold-off-merges.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { publish } from '#platform/live.ts'
import type { Principal } from '#platform/principal.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { findTwinOfMember } from './find-twin.ts'
import { findArticle, listArticles } from './knowledge-store.ts'
import { firstSettings, modeFor, type TwinRow, type TwinSettings } from './twin.ts'
import {
  contactExists,
  findOwnersTwin,
  insertTwin,
  listTwins,
  saveTwin,
  setForContact,
} from './twin-store.ts'
import { createArticle, deleteArticle, recutKnowledge, rewriteArticle } from './write-article.ts'

const onlyPeople = () =>
  refuse('not_permitted', { detail: 'Only a member has a digital twin; an API key is nobody in particular' })

/** @param hasModel whether a model is configured for the model brain */
export function twinRoutes(doors: Doors, hasModel: boolean) {
  const within = <T>({ organizationId }: Principal, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act)
  /** Acts with the member's own twin. */
  const withOwn = async <T>(
    principal: Principal,
    act: (tx: Tx, twin: TwinRow) => Promise<T | Refused>,
  ): Promise<T | Refused> => {
    const { memberId } = principal
    if (memberId === null) return onlyPeople()
    return await within(principal, async (tx) => {
      const twin = await findTwinOfMember(tx, memberId)
      return twin ? await act(tx, twin) : refuse('no_twin')
    })
  }

  door(doors, operations.getTwin, async ({ principal }) => {
    const { memberId } = principal
    if (memberId === null) return onlyPeople()
    return await within(principal, (tx) => showOwn(tx, memberId, principal.name))
  })
  door(doors, operations.saveTwin, async ({ principal, body }) => {
    const { memberId, name: memberName } = principal
    if (memberId === null) return onlyPeople()
    if (body.brain === 'model' && !hasModel) return refuse('brain_not_configured')
    return await within(principal, async (tx) => {
      await changeTwin(tx, memberId, { ...body, name: body.name ?? firstSettings(memberName).name })
      return await showOwn(tx, memberId, memberName)
    })
  })
  door(doors, operations.listTwins, ({ principal }) =>
    within(principal, async (tx) => {
      const [names, twins] = [await memberNames(tx), await listTwins(tx)]
      const present = twins.filter(({ memberId }) => names.has(memberId))
      return { items: present.map((twin) => ({ ...twin, member: memberOf(twin, names) })) }
    }),
  )

  door(doors, operations.listTwinArticles, ({ principal }) =>
    withOwn(principal, async (tx, twin) => ({ items: await listArticles(tx, twin.id, undefined) })).then(
      (found) => (isRefusal(found) && found.refused === 'no_twin' ? { items: [] } : found),
    ),
  )
  door(doors, operations.createTwinArticle, ({ principal, body }) =>
    withOwn(
      principal,
      async (tx, twin) => (await createArticle(tx, twin.id, body, null, 'twin')) ?? refuse('not_found'),
    ),
  )
  const withArticle = async <T>(
    principal: Principal,
    articleId: string,
    act: (tx: Tx) => Promise<T | undefined>,
  ): Promise<T | Refused> => {
    const done = await withOwn(principal, async (tx, twin) => {
      const article = await findArticle(tx, articleId, 'twin')
      return article?.agentId === twin.id ? ((await act(tx)) ?? refuse('not_found')) : refuse('not_found')
    })
    return isRefusal(done) && done.refused === 'no_twin' ? refuse('not_found') : done
  }
  door(doors, operations.updateTwinArticle, ({ principal, params: { twinArticleId }, body }) =>
    withArticle(principal, twinArticleId, (tx) => rewriteArticle(tx, twinArticleId, body, 'twin')),
  )
  door(doors, operations.deleteTwinArticle, async ({ principal, params: { twinArticleId } }) => {
    const gone = await withArticle(principal, twinArticleId, (tx) => deleteArticle(tx, twinArticleId, 'twin'))
    return isRefusal(gone) ? gone : undefined
  })

  door(doors, operations.getContactTwin, ({ principal, params }) =>
    within(principal, async (tx) => showForContact(tx, await currentContact(tx, params.contactId))),
  )
  door(doors, operations.setContactTwin, ({ principal, params, body: { mode } }) =>
    within(principal, async (tx) => {
      await holdOffMerges(tx)
      const contactId = await currentContact(tx, params.contactId)
      if (!(await contactExists(tx, contactId))) return refuse('not_found')
      const twin = await findOwnersTwin(tx, contactId)
      if (!twin) return refuse('no_twin')
      const mayStop = mode === 'off' && principal.permissions.has('agents.manage')
      if (twin.memberId !== principal.memberId && !mayStop) return refuse('twin_not_yours')
      await setForContact(tx, twin.id, contactId, mode)
      publish(tx, { topic: 'contact', subjectId: contactId })
      publish(tx, { topic: 'agent', subjectId: twin.id })
      return await showForContact(tx, contactId)
    }),
  )
}

async function changeTwin(tx: Tx, memberId: string, settings: TwinSettings): Promise<void> {
  const before = await findTwinOfMember(tx, memberId)
  const id = before?.id ?? (await insertTwin(tx, memberId, settings))
  if (before) await saveTwin(tx, id, settings)
  if (before && before.language !== settings.language) await recutKnowledge(tx, id, settings.language)
  publish(tx, { topic: 'agent', subjectId: id })
}

async function showOwn(tx: Tx, memberId: string, memberName: string) {
  const twin = await findTwinOfMember(tx, memberId)
  const member = { memberId, name: memberName }
  return twin ? { ...twin, member } : { id: null, ...firstSettings(memberName), member, exceptionCount: 0 }
}

async function showForContact(tx: Tx, contactId: string) {
  if (!(await contactExists(tx, contactId))) return refuse('not_found')
  const names = await memberNames(tx)
  const twin = await findOwnersTwin(tx, contactId)
  if (!twin || !names.has(twin.memberId)) return { twin: null, mode: null, effective: 'off' as const }
  const { id, name, mode, setMode } = twin
  return { twin: { id, name, mode, member: memberOf(twin, names) }, mode: setMode, effective: modeFor(twin) }
}

const memberOf = ({ memberId }: Pick<TwinRow, 'memberId'>, names: ReadonlyMap<string, string>) => ({
  memberId,
  name: names.get(memberId) ?? '',
})
