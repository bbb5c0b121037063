import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconAddressBook, IconPlus, IconSearch, IconTags, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ContactCondition,
  contactCountOptions,
  type ContactOrder,
  contactTableOptions,
} from '../../api/audiences.ts'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ContactFilterBar } from '../../ui/filter/ContactFilterBar.tsx'
import { SavedFilterSelect } from '../../ui/filter/SavedFilterSelect.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { AddContact } from './AddContact.tsx'
import { BulkTags } from './BulkTags.tsx'
import { ContactTable } from './ContactTable.tsx'
import { SaveFilter } from './SaveFilter.tsx'

export function Screen() {
  const { t } = useTranslation('contacts')
  const may = useMay('contacts.manage')
  const [adding, { open: openAdding, close: closeAdding }] = useDisclosure(false)
  const [tagging, { open: openTagging, close: closeTagging }] = useDisclosure(false)
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search.trim(), 200)
  const [conditions, setConditions] = useState<ContactCondition[]>([])
  const [sort, setSort] = useState<ContactOrder>('newest')
  const all = [...conditions, ...(settled ? [{ field: 'search' as const, is: settled }] : [])]
  const filter = { all }
  const query = useInfiniteQuery(contactTableOptions(filter, sort))
  const { data: counted } = useQuery(contactCountOptions(filter))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const choose = (chosen: ContactCondition[]) => {
    const text = chosen.find((one) => one.field === 'search')
    setSearch(text ? text.is : '')
    setConditions(chosen.filter((one) => one.field !== 'search'))
  }
  return (
    <Page
      title={t('title')}
      width={1180}
      actions={
        may && (
          <Group gap="xs">
            <Button
              variant="default"
              component={Link}
              to={paths.importContacts}
              leftSection={<IconUpload size={16} />}
            >
              {t('import.title')}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={openAdding}>
              {t('add')}
            </Button>
          </Group>
        )
      }
    >
      <AddContact opened={adding} close={closeAdding} />
      {tagging && counted && <BulkTags filter={filter} counted={counted} close={closeTagging} />}
      <Stack gap="sm">
        <Group gap="sm">
          <TextInput
            flex={1}
            miw={{ base: '100%', xs: 260 }}
            leftSection={<IconSearch size={16} />}
            placeholder={t('search')}
            aria-label={t('search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Select
            aria-label={t('sort.title')}
            w={{ base: '100%', xs: 150 }}
            allowDeselect={false}
            data={(['newest', 'name'] as const).map((value) => ({ value, label: t(`sort.${value}`) }))}
            value={sort}
            onChange={(chosen) => chosen && setSort(chosen as ContactOrder)}
          />
        </Group>
        <Group gap="xs">
          <SavedFilterSelect all={all} choose={choose} />
          <ContactFilterBar all={conditions} change={setConditions} />
          {may && <SaveFilter all={all} />}
        </Group>
        <Group justify="space-between" mih={30}>
          <Text size="sm" c="dimmed" role="status">
            {counted && t(counted.more ? 'countMore' : 'count', { count: counted.count })}
          </Text>
          {may && counted && counted.count > 0 && (
            <Button size="xs" variant="subtle" leftSection={<IconTags size={14} />} onClick={openTagging}>
              {t('bulk.open')}
            </Button>
          )}
        </Group>
      </Stack>
      <ProblemAlert error={query.error} />
      {query.isPending && <Loading label={t('loading')} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={<IconAddressBook />} title={t(all.length > 0 ? 'nothing' : 'empty.title')}>
          {all.length > 0 ? null : t('empty.text')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <ContactTable
          items={items}
          total={counted && !counted.more ? counted.count : null}
          more={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : null}
        />
      )}
    </Page>
  )
}
