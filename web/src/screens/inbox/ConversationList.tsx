import { Badge, Box, Group, ScrollArea, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { IconInbox, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countsOptions, type Filter, filters, inboxOptions } from '../../api/conversations.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { ConversationLine } from './ConversationLine.tsx'
import { SettleOpen } from './SettleOpen.tsx'

/** The inbox, newest first. What changes jumps up by itself; only what is seen is drawn. */
export function ConversationList({ selected }: { selected: string | null }) {
  const { t } = useTranslation('inbox')
  const navigate = useNavigate()
  const [filter, setFilter] = useState<Filter>('all')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const query = useInfiniteQuery(inboxOptions(filter, settled))
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
  const step = (by: number) => {
    const at = items.findIndex((one) => one.id === selected)
    const next = items[at === -1 ? 0 : at + by]
    if (next) open(next.id)
  }
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ])

  return (
    <Stack gap={0} h="100%">
      <Box p="sm" pb={6}>
        <TextInput
          leftSection={<IconSearch size={16} />}
          placeholder={t('search')}
          aria-label={t('search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </Box>
      <Filters filter={filter} choose={setFilter} />
      {filter === 'attention' && <SettleOpen />}
      <ProblemAlert error={query.error} />
      {query.isPending && <Loading label={t('loading')} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={<IconInbox />} title={t(settled ? 'empty.search' : `empty.${filter}`)}>
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
        >
          {rows.getVirtualItems().map((row) => {
            const conversation = items[row.index]!
            return (
              <Box
                component="li"
                key={conversation.id}
                pos="absolute"
                top={0}
                left={0}
                w="100%"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ConversationLine
                  conversation={conversation}
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

function Filters({ filter, choose }: { filter: Filter; choose: (filter: Filter) => void }) {
  const { t } = useTranslation('inbox')
  const { data: counts } = useQuery(countsOptions)
  return (
    <ScrollArea type="never" px="sm" pb={8} viewportProps={{ tabIndex: 0 }}>
      <Group gap={6} wrap="nowrap" role="group" aria-label={t('filters.label')}>
        {filters.map((one) => (
          <UnstyledButton
            key={one}
            onClick={() => choose(one)}
            aria-pressed={one === filter}
            style={{ flexShrink: 0 }}
          >
            <Badge
              variant={one === filter ? 'filled' : 'default'}
              tt="none"
              size="lg"
              style={{ cursor: 'pointer', flexShrink: 0 }}
            >
              {t(`filters.${one}`)} {counts && counts[one] > 0 ? counts[one] : ''}
            </Badge>
          </UnstyledButton>
        ))}
      </Group>
    </ScrollArea>
  )
}
