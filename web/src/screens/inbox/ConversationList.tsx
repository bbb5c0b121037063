import { Box, ScrollArea, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconInbox, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Filter, filters, inboxOptions } from '../../api/conversations.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { ConversationLine } from './ConversationLine.tsx'
import { Filters, SenderFilter } from './Filters.tsx'
import { SettleOpen } from './SettleOpen.tsx'
import { useListKeys } from './use-list-keys.ts'

/** The inbox, newest first. What changes jumps up by itself; only what is seen is drawn. */
export function ConversationList({ selected }: { selected: string | null }) {
  const { t } = useTranslation('inbox')
  const navigate = useNavigate()
  const { filter: wanted } = useSearch({ strict: false }) as { filter?: Filter }
  const [filter, setFilter] = useState<Filter>(filters.find((one) => one === wanted) ?? 'all')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const [senderId, setSenderId] = useState<string | null>(null)
  const query = useInfiniteQuery(inboxOptions(filter, settled, senderId))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const viewport = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => 76,
    overscan: 8,
  })
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= items.length - 5 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }, [last, items.length, query])

  const open = (conversationId: string) =>
    void navigate({ to: paths.conversation, params: { conversationId } })
  const keys = useListKeys({
    viewport,
    count: items.length,
    selected: items.findIndex((one) => one.id === selected),
    reveal: (row) => rows.scrollToIndex(row),
    open: (row) => open(items[row]!.id),
  })

  return (
    <Stack gap={0} h="100%">
      <Box p="sm" pb={6}>
        <TextInput
          leftSection={<IconSearch size={16} />}
          placeholder={t('search')}
          aria-label={t('search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={keys.onSearchKeyDown}
        />
      </Box>
      <Filters filter={filter} choose={setFilter} />
      <SenderFilter senderId={senderId} choose={setSenderId} />
      {filter === 'attention' && <SettleOpen />}
      <ProblemAlert error={query.error} />
      {query.isPending && <Loading label={t('loading')} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={<IconInbox />} title={t(settled || senderId ? 'empty.search' : `empty.${filter}`)}>
          {filter === 'all' && !settled ? t('empty.teach') : null}
        </EmptyState>
      )}
      <ScrollArea flex={1} viewportRef={viewport} viewportProps={{ tabIndex: 0 }} type="auto">
        <Box
          component="ul"
          aria-label={t('list')}
          p={0}
          m={0}
          pos="relative"
          h={rows.getTotalSize()}
          style={{ listStyle: 'none' }}
          onKeyDown={keys.onKeyDown}
        >
          {rows.getVirtualItems().map((row) => {
            const conversation = items[row.index]!
            return (
              <Box
                component="li"
                key={conversation.id}
                aria-setsize={query.hasNextPage ? -1 : items.length}
                aria-posinset={row.index + 1}
                pos="absolute"
                top={0}
                left={0}
                w="100%"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ConversationLine
                  conversation={conversation}
                  row={row.index}
                  selected={conversation.id === selected}
                  open={() => open(conversation.id)}
                />
              </Box>
            )
          })}
        </Box>
      </ScrollArea>
    </Stack>
  )
}
