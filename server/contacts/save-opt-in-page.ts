import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { findSenderAddress } from './consent-store.ts'
import { findPage, insertPage, insertWording, savePage } from './opt-in-page-store.ts'
import { newCode, newPublicId } from './opt-in-page.ts'
import type { OptInQuestion } from './opt-in-question.ts'

/** The public address of a page. */
export type AddressOfPage = (publicId: string) => string

export interface OptInPageGiven {
  senderId: string
  title: string
  wording: string
  asksNumber: boolean
  templateId: string | null
}

/** Makes a page. Answers its id. */
export async function createOptInPage(
  tx: Tx,
  given: OptInPageGiven,
  at: Date,
  addressOf: AddressOfPage,
  question: OptInQuestion,
): Promise<string | Refused> {
  if ((await findSenderAddress(tx, given.senderId)) === undefined) return refuse('not_found')
  if ((await question.obstacle(tx, given)) === 'missing') return refuse('not_found')
  const { wording, ...page } = given
  const [id, publicId] = [newId(), newPublicId()]
  await insertPage(tx, { id, publicId, ...page, createdAt: at })
  const place = addressOf(publicId)
  await insertWording(tx, { code: newCode(), pageId: id, wording, place, createdAt: at })
  publish(tx, { topic: 'opt_in_page', subjectId: id })
  return id
}

/** Changes a page. A new wording gets a new code, so that whoever read the old one is known to have agreed to that. */
export async function updateOptInPage(
  tx: Tx,
  pageId: string,
  change: { [Name in keyof Omit<OptInPageGiven, 'senderId'>]?: OptInPageGiven[Name] | undefined } & {
    open?: boolean | undefined
  },
  at: Date,
  addressOf: AddressOfPage,
  question: OptInQuestion,
): Promise<Refused | undefined> {
  const page = await findPage(tx, pageId)
  if (!page) return refuse('not_found')
  const {
    title = page.title,
    asksNumber = page.asksNumber,
    templateId = page.templateId,
    open = page.open,
    wording = page.wording,
  } = change
  if (
    change.templateId &&
    (await question.obstacle(tx, { templateId, senderId: page.senderId })) === 'missing'
  )
    return refuse('not_found')
  await savePage(tx, pageId, { title, asksNumber, templateId, open })
  if (wording !== page.wording) {
    const place = addressOf(page.publicId)
    await insertWording(tx, { code: newCode(), pageId, wording, place, createdAt: at })
  }
  publish(tx, { topic: 'opt_in_page', subjectId: pageId })
  return undefined
}
