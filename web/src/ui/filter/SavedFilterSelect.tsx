import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { isEqual } from '../is-equal.ts'
import { useTranslation } from 'react-i18next'
import { type ContactCondition, savedFiltersOptions } from '../../api/audiences.ts'

/** Takes over a filter that was saved. It names the one that is on the page, and nothing once that was changed. */
export function SavedFilterSelect({
  all,
  choose,
}: {
  all: readonly ContactCondition[]
  choose: (all: ContactCondition[]) => void
}) {
  const { t } = useTranslation('filters')
  const { data } = useQuery(savedFiltersOptions)
  const items = data?.items ?? []
  const shown = items.find(({ filter }) => isEqual(filter.all, all))
  if (items.length === 0) return null
  return (
    <Select
      aria-label={t('saved')}
      placeholder={t('saved')}
      searchable
      clearable
      w={200}
      size="xs"
      radius="xl"
      data={items.map(({ id, name }) => ({ value: id, label: name }))}
      value={shown?.id ?? null}
      onChange={(id) => choose(items.find((one) => one.id === id)?.filter.all ?? [])}
    />
  )
}
