import type { ComboboxData } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { facetsOptions } from '../../api/audiences.ts'
import { membersOptions } from '../../api/contacts.ts'
import { importsOptions } from '../../api/imports.ts'
import { pipelinesOptions } from '../../api/leads.ts'
import { countryName, everyCountry, everyLanguage, languageName } from '../names.ts'
import { dateAndTime } from '../time.ts'

/** The conditions whose values are chosen from a list. */
export const listFields = ['country', 'language', 'tag', 'owner', 'consent', 'stage', 'import'] as const
export type ListField = (typeof listFields)[number]

interface Choice {
  value: string
  label: string
}

/** What can be chosen for each of them: first what the organization's contacts have. */
export function useChoices(): Record<ListField, ComboboxData> {
  const { t } = useTranslation('filters')
  const { data: facets } = useQuery(facetsOptions)
  const { data: members } = useQuery(membersOptions)
  const { data: pipelines } = useQuery(pipelinesOptions)
  const { data: imports } = useQuery(importsOptions)
  const grouped = (
    had: readonly { value: string; count: number }[],
    every: readonly string[],
    nameOf: (code: string) => string,
  ) => {
    const known = new Set(had.map(({ value }) => value))
    const byName = (a: Choice, b: Choice) => a.label.localeCompare(b.label)
    const rest = every.filter((value) => !known.has(value)).map((value) => ({ value, label: nameOf(value) }))
    const present = had.map(({ value }) => ({ value, label: nameOf(value) })).sort(byName)
    return [
      { group: t('present'), items: present },
      { group: t('others'), items: rest.sort(byName) },
    ].filter(({ items }) => items.length > 0)
  }
  return {
    country: grouped(facets?.countries ?? [], everyCountry(), countryName),
    language: grouped(facets?.languages ?? [], everyLanguage, languageName),
    tag: (facets?.tags ?? []).map(({ value }) => value),
    owner: (members?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    consent: (['opted_in', 'opted_out', 'none'] as const).map((value) => ({
      value,
      label: t(`standing.${value}`),
    })),
    stage: (pipelines?.items ?? []).map(({ name, stages }) => ({
      group: name,
      items: stages.map((stage) => ({ value: stage.id, label: stage.name })),
    })),
    import: (imports?.items ?? []).map(({ id, fileName, createdAt }) => ({
      value: id,
      label: `${fileName} · ${dateAndTime(createdAt)}`,
    })),
  }
}

/** What a chosen value is called; the value itself while nobody knows it. */
export function labelIn(data: ComboboxData, value: string): string {
  const items = data.flatMap((one) => (typeof one === 'object' && 'items' in one ? one.items : [one]))
  const found = items.find((one) => typeof one === 'object' && one.value === value)
  return typeof found === 'object' && 'label' in found ? String(found.label) : value
}
