import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import type { ContactField } from '../../api/audiences.ts'

type Value = string | number | string[] | null

/** What a contact has in a field of the organization's own, by the kind of the field; null where it is empty. */
export function FieldInput({
  field: { name, kind, options },
  value,
  change,
}: {
  field: ContactField
  value: Value
  change: (value: Value) => void
}) {
  if (kind === 'number')
    return (
      <NumberInput
        label={name}
        value={typeof value === 'number' ? value : ''}
        onChange={(given) => change(typeof given === 'number' ? given : null)}
      />
    )
  if (kind === 'multi_select') {
    const chosen = Array.isArray(value) ? value : []
    return (
      <MultiSelect
        label={name}
        clearable
        // What can be chosen no more may stay.
        data={[...new Set([...options, ...chosen])]}
        value={chosen}
        onChange={(given) => change(given.length > 0 ? given : null)}
      />
    )
  }
  const text = typeof value === 'string' ? value : ''
  if (kind === 'select')
    return (
      <Select
        label={name}
        clearable
        data={[...new Set([...options, ...(text ? [text] : [])])]}
        value={text || null}
        onChange={change}
      />
    )
  return (
    <TextInput
      label={name}
      type={kind === 'date' ? 'date' : 'text'}
      maxLength={1000}
      value={text}
      onChange={(event) => change(event.currentTarget.value || null)}
    />
  )
}
