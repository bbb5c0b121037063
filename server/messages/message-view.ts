import { refusals } from '@parley/contract/refusals.ts'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { explainError } from '#twilio/error-dictionary.ts'
import { droppable, resendable } from './message.ts'
import type { ThreadRow } from './message-store.ts'
import { previewOf } from './preview.ts'

/** Signs a link to a kept file, for a browser. */
export type LinkTo = (organizationId: string, storageKey: string) => string

/** Messages as the contract describes them. */
export async function showMessages(tx: Tx, rows: readonly ThreadRow[], linkTo: LinkTo) {
  const names = await memberNames(tx)
  return rows.map((row) => show(tx.organizationId, row, names, linkTo))
}

export async function showMessage(tx: Tx, row: ThreadRow, linkTo: LinkTo) {
  return show(tx.organizationId, row, await memberNames(tx), linkTo)
}

function show(organizationId: string, row: ThreadRow, names: ReadonlyMap<string, string>, linkTo: LinkTo) {
  const { quotedSid, quotedId, quotedSaid, authorId, agentName, twinMemberId, media, ...rest } = row
  return {
    ...rest,
    media: media.map(({ storageKey, providerUrl, ...file }) => ({
      ...file,
      url: storageKey ? linkTo(organizationId, storageKey) : row.direction === 'out' ? providerUrl : null,
    })),
    quoted:
      quotedSid === null ? null : { messageId: quotedId, preview: quotedSaid ? lineOf(quotedSaid) : '' },
    authorName:
      row.origin === 'agent' ? agentName : authorId ? (names.get(authorId) ?? 'Former member') : null,
    twinOf: twinMemberId ? (names.get(twinMemberId) ?? 'Former member') : null,
    problem: problemOf(row),
    actions: actionsOf(row),
  }
}

/** A file without words says nothing here: what it is stands in the words of whoever reads. */
const lineOf = (said: NonNullable<ThreadRow['quotedSaid']>) =>
  said.kind === 'media' ? said.body : previewOf({ ...said, mediaType: null })

/** Why a message is where it is, in plain words: ours for what we decided, the dictionary's for what Twilio said. */
function problemOf({ status, statusReason, errorCode, errorDetail }: ThreadRow) {
  if (status === 'unknown') return fromCatalogue('outcome_unknown', errorDetail)
  if (!['held', 'canceled', 'failed', 'undelivered'].includes(status)) return null
  if (status === 'canceled' && statusReason === 'dropped') return null
  if (statusReason === 'replaced_by_template') return fromCatalogue(statusReason, null)
  if (errorCode !== null) {
    const { title, happened, remedy } = explainError(errorCode).text.en
    return { code: String(errorCode), title, happened, remedy }
  }
  return fromCatalogue(statusReason ?? 'twilio_refused', errorDetail)
}

function fromCatalogue(code: string, detail: string | null) {
  const text = Object.hasOwn(refusals, code)
    ? refusals[code as keyof typeof refusals]
    : refusals.twilio_refused
  return { code, title: text.title, happened: detail ?? text.title, remedy: text.remedy }
}

function actionsOf({ direction, status, statusReason }: ThreadRow) {
  const actions: ('approve' | 'reject' | 'resend' | 'drop' | 'check')[] = []
  if (direction === 'in' || statusReason === 'replaced_by_template') return actions
  if (status === 'draft') return ['approve', 'reject'] as typeof actions
  if (status === 'unknown') actions.push('check')
  if (resendable.includes(status)) actions.push('resend')
  if (droppable.includes(status) && status !== 'queued') actions.push('drop')
  return actions
}
