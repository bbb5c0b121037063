import { Box, Button, Center, Divider, Flex, ScrollArea, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { Fragment, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversationOptions, type Message, notesOptions, threadOptions } from '../../api/conversations.ts'
import { meOptions } from '../../api/me.ts'
import { paths } from '../../ui/paths.ts'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { longDate } from '../../ui/time.ts'
import { Bubble } from './Bubble.tsx'
import { Composer } from './Composer.tsx'
import { entriesOf, type Entry } from './entries.ts'
import { NoteBubble } from './NoteBubble.tsx'
import { ThreadHeader } from './ThreadHeader.tsx'
import { jumpTo } from './jump.ts'
import { useReadMark } from './use-read-mark.ts'
import { useOnTheWay } from './use-send.ts'
import { useThreadScroll } from './use-thread-scroll.ts'

export function Thread({ conversationId, onPanel }: { conversationId: string; onPanel: () => void }) {
  const { t } = useTranslation('inbox')
  const conversation = useQuery(conversationOptions(conversationId))
  const thread = useInfiniteQuery(threadOptions(conversationId))
  const { data: notes } = useQuery(notesOptions(conversationId))
  const { data: me } = useQuery(meOptions)
  const onTheWay = useOnTheWay(conversationId)
  const [quoted, setQuoted] = useState<Message | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const write = () => field.current?.focus()
  useReadMark(conversationId, conversation.data?.unreadCount ?? 0)
  const messages = thread.data?.pages.toReversed().flatMap((page) => page.items) ?? []
  const entries = entriesOf(messages, notes?.items ?? [], onTheWay, {
    conversationId,
    name: me?.user.name ?? null,
  })
  const scroll = useThreadScroll(messages[0]?.id, entries.at(-1)?.id)
  if (conversation.error && !conversation.data)
    return (
      <Box p="md">
        <ProblemAlert error={conversation.error} />
      </Box>
    )
  if (!conversation.data) return <Loading label={t('loading')} />
  // What this thread was joined with is at home elsewhere.
  if (conversation.data.id !== conversationId)
    return (
      <Navigate to={paths.conversation} params={{ conversationId: conversation.data.id } as never} replace />
    )
  const { agent } = conversation.data
  return (
    <Flex direction="column" h="100%">
      <ThreadHeader conversation={conversation.data} onPanel={onPanel} onTakeOver={write} />
      <Box flex={1} mih={0} pos="relative" bg="var(--thread)">
        <ScrollArea
          h="100%"
          viewportRef={scroll.viewport}
          // The place of the reader is kept by useThreadScroll, in every browser alike.
          viewportProps={{ tabIndex: 0, style: { overflowAnchor: 'none' } }}
          type="auto"
        >
          <Box p="md" maw={820} mx="auto">
            <ProblemAlert error={thread.error} />
            {thread.hasNextPage && (
              <Center pb="md">
                <Button
                  variant="default"
                  size="compact-xs"
                  loading={thread.isFetchingNextPage}
                  onClick={() => void thread.fetchNextPage()}
                >
                  {t('older')}
                </Button>
              </Center>
            )}
            <Box role="log" aria-label={t('messages')}>
              <Box component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
                <Entries
                  entries={entries}
                  quote={(message) => {
                    setQuoted(message)
                    write()
                  }}
                  jump={(messageId) => void jumpTo(messageId, thread)}
                />
              </Box>
            </Box>
            {agent?.thinking && (
              <Text size="sm" c="dimmed" mt="xs" role="status">
                {t('thinking', { name: agent.name })}
              </Text>
            )}
          </Box>
        </ScrollArea>
        {scroll.missed && (
          <Center pos="absolute" bottom={12} left={0} right={0} style={{ pointerEvents: 'none' }}>
            <Button
              size="compact-sm"
              leftSection={<IconArrowDown size={14} />}
              onClick={scroll.toEnd}
              style={{ pointerEvents: 'auto' }}
            >
              {t('newMessages')}
            </Button>
          </Center>
        )}
      </Box>
      <Composer
        conversation={conversation.data}
        field={field}
        quoted={quoted}
        quote={setQuoted}
        onSend={scroll.toEnd}
      />
    </Flex>
  )
}

function Entries({
  entries,
  quote,
  jump,
}: {
  entries: readonly Entry[]
  quote: (message: Message) => void
  jump: (messageId: string) => void
}) {
  return entries.map((entry, nth) => (
    <Fragment key={entry.id}>
      {dayOf(entries[nth - 1]?.at) !== dayOf(entry.at) && (
        <Box component="li">
          <Divider
            my="md"
            label={
              <Text size="xs" c="dimmed">
                {longDate(entry.at)}
              </Text>
            }
          />
        </Box>
      )}
      {'message' in entry ? (
        <Bubble message={entry.message} onQuote={() => quote(entry.message)} onJump={jump} />
      ) : (
        <NoteBubble note={entry.note} />
      )}
    </Fragment>
  ))
}

const dayOf = (at: string | undefined) => (at ? new Date(at).toDateString() : '')
