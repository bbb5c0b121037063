import { violates, type Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { type ContactField, mostFields } from './contact-field.ts'
import { findField, insertField, listFields, saveField } from './contact-field-store.ts'

const hasChoices = ({ kind }: Pick<ContactField, 'kind'>) => kind === 'select' || kind === 'multi_select'

/** The choices as they are kept: each once. A field to choose from needs some, and no other has any. */
function readOptions(field: Pick<ContactField, 'kind'>, options: readonly string[]): string[] | Refused {
  const kept = [...new Map(options.map((option) => [option.toLowerCase(), option])).values()]
  if (hasChoices(field) === kept.length > 0) return kept
  const message = kept.length > 0 ? 'Only a field to choose from has choices' : 'Name what can be chosen'
  return refuse('invalid_request', { issues: [{ path: 'body.options', message }] })
}

const unlessTaken = async <T>(act: Promise<T>): Promise<T | Refused> => {
  try {
    return await act
  } catch (error) {
    if (violates(error, 'contact_field_name')) return refuse('name_taken')
    throw error
  }
}

/** Adds a field. @returns its id */
export async function createContactField(
  tx: Tx,
  field: Omit<ContactField, 'id'>,
  at: Date,
): Promise<string | Refused> {
  const options = readOptions(field, field.options)
  if ('refused' in options) return options
  if ((await listFields(tx)).length >= mostFields) return refuse('too_many_fields')
  const id = await unlessTaken(insertField(tx, { ...field, options }, at))
  if (typeof id === 'string') publish(tx, { topic: 'contact_field', subjectId: id })
  return id
}

/** Renames a field or says its choices anew. Contacts keep what they have, also what can be chosen no more. */
export async function updateContactField(
  tx: Tx,
  id: string,
  change: { name?: string | undefined; options?: readonly string[] | undefined },
): Promise<Refused | undefined> {
  const field = await findField(tx, id)
  if (!field) return refuse('not_found')
  const options = readOptions(field, change.options ?? field.options)
  if ('refused' in options) return options
  const refused = await unlessTaken(saveField(tx, id, { name: change.name ?? field.name, options }))
  if (refused) return refused
  publish(tx, { topic: 'contact_field', subjectId: id })
  return undefined
}

/** Nobody sees it from now on; what contacts have in it is taken away behind. */
export async function removeContactField(tx: Tx, id: string, at: Date): Promise<Refused | undefined> {
  if (!(await findField(tx, id))) return refuse('not_found')
  await saveField(tx, id, { removedAt: at })
  publish(tx, { topic: 'contact_field', subjectId: id })
  return undefined
}
