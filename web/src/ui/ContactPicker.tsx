import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { contactOptions, contactsOptions } from '../api/contacts.ts'

/** Finds a contact by name or number. */
export function ContactPicker({
  label,
  placeholder,
  nothing,
  value,
  onChange,
}: {
  label: string
  placeholder: string
  nothing: string
  value: string | null
  onChange: (contactId: string | null) => void
}) {
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const found = useInfiniteQuery(contactsOptions(settled))
  const chosen = useQuery({ ...contactOptions(value ?? ''), enabled: value !== null })
  const items = [...(chosen.data ? [chosen.data] : []), ...(found.data?.pages[0]?.items ?? [])]
  const known = new Map(
    items.map(({ id, name, address }) => [id, `${name} · ${address.replace('whatsapp:', '')}`]),
  )
  return (
    <Select
      label={label}
      placeholder={placeholder}
      searchable
      required
      data={[...known].map(([id, name]) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchValue={search}
      onSearchChange={setSearch}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={nothing}
    />
  )
}
