import type { Database, Tx } from '#platform/db.ts'
import { nobody } from '#platform/ids.ts'

/** Says whether there is a mail server to send through: whoever sends says so when they start. */
export async function noteMail(database: Database, isOn: boolean): Promise<void> {
  await database.withOrganization(nobody, async (tx) => {
    if (isOn) await tx.db.deleteFrom('mailOff').execute()
    else
      await tx.db
        .insertInto('mailOff')
        .defaultValues()
        .onConflict((conflict) => conflict.doNothing())
        .execute()
  })
}

/** Whether a mail would leave. While nobody has said, it is written. */
export async function mailIsSetUp(tx: Tx): Promise<boolean> {
  return (await tx.db.selectFrom('mailOff').select('since').executeTakeFirst()) === undefined
}
