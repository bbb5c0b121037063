import type { MergePreview, OwnPart } from '../../api/merges.ts'

type Value = string | number | readonly string[] | null

/** One thing that is known of both, of one, or of neither. */
export interface MergeRow {
  /** A part that every contact has, or the id of a field of the organization's own. */
  key: OwnPart | (string & {})
  label: string
  ours: string | null
  theirs: string | null
  /** Both have something and it differs, so somebody must choose. */
  choice: boolean
}

/** What of two contacts is laid beside each other; what neither has is left out. */
export function mergeRows(
  { contact, other }: Pick<MergePreview, 'contact' | 'other'>,
  named: readonly { key: OwnPart; label: string; of: (one: MergePreview['contact']) => string | null }[],
  fields: readonly { id: string; name: string }[],
): MergeRow[] {
  const row = (key: MergeRow['key'], label: string, ours: Value, theirs: Value): MergeRow => {
    const [mine, yours] = [textOf(ours), textOf(theirs)]
    return {
      key,
      label,
      ours: mine,
      theirs: yours,
      choice: mine !== null && yours !== null && mine !== yours,
    }
  }
  return [
    ...named.map(({ key, label, of }) => row(key, label, of(contact), of(other))),
    ...fields.map(({ id, name }) => row(id, name, contact.fields[id] ?? null, other.fields[id] ?? null)),
  ].filter(({ ours, theirs }) => ours !== null || theirs !== null)
}

function textOf(value: Value): string | null {
  if (value === null || value === '') return null
  return Array.isArray(value) ? value.join(', ') : String(value)
}
