import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { daysToAnswer, hoursBetweenQuestions } from './opt-in-question.ts'

export interface QuestionRow {
  pageId: string
  code: string
  contactAddress: string
  senderAddress: string
  at: Date
}

const before = (at: Date, hours: number): Date => new Date(at.getTime() - hours * 3_600_000)

/** Notes that this address is asked. False when it was asked within a day: then nobody asks. */
export async function noteQuestion(tx: Tx, question: QuestionRow): Promise<boolean> {
  const { at, ...row } = question
  const noted = await tx.db
    .insertInto('optInQuestion')
    .values({ organizationId: tx.organizationId, ...row, askedAt: at })
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'contactAddress'])
        .doUpdateSet({ ...row, yesTitle: null, askedAt: at, answeredAt: null })
        .where('optInQuestion.askedAt', '<=', before(at, hoursBetweenQuestions)),
    )
    .returning('contactAddress')
    .executeTakeFirst()
  return noted !== undefined
}

export async function setYesTitle(tx: Tx, contactAddress: string, yesTitle: string | null): Promise<void> {
  await tx.db
    .updateTable('optInQuestion')
    .set({ yesTitle })
    .where('organizationId', '=', tx.organizationId)
    .where('contactAddress', '=', contactAddress)
    .execute()
}

/** How many the page asked within the last hour. */
export async function countRecent(tx: Tx, pageId: string, at: Date): Promise<number> {
  const row = await tx.db
    .selectFrom('optInQuestion')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('organizationId', '=', tx.organizationId)
    .where('pageId', '=', pageId)
    .where('askedAt', '>', before(at, 1))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** The question to one of the contact's addresses, from this number, that waits for an answer; locked. */
export async function findOpenQuestion(
  tx: Tx,
  contactId: string,
  senderAddress: string,
  at: Date,
): Promise<{ contactAddress: string; yesTitle: string | null; wording: string; place: string } | undefined> {
  const { rows } = await sql<{
    contactAddress: string
    yesTitle: string | null
    wording: string
    place: string
  }>`
    select question.contact_address, question.yes_title, read.wording, read.place
    from contact_identity identity
    join opt_in_question question on question.organization_id = identity.organization_id and question.contact_address = identity.address
    join opt_in_wording read on read.organization_id = question.organization_id and read.code = question.code
    where identity.organization_id = ${tx.organizationId} and identity.contact_id = ${contactId}
      and question.sender_address = ${senderAddress} and question.answered_at is null and question.asked_at > ${before(at, 24 * daysToAnswer)}
    order by question.asked_at desc limit 1 for update of question`.execute(tx.db)
  return rows[0]
}

export async function markAnswered(tx: Tx, contactAddress: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('optInQuestion')
    .set({ answeredAt: at })
    .where('organizationId', '=', tx.organizationId)
    .where('contactAddress', '=', contactAddress)
    .execute()
}
