import { Box, Button, Center, Divider, Flex, ScrollArea, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  conversationOptions,
  type Message,
  type Note,
  notesOptions,
  threadOptions,
} from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { longDate } from '../../ui/time.ts'
import { Bubble } from './Bubble.tsx'
import { Composer } from './Composer.tsx'
import { NoteBubble } from './NoteBubble.tsx'
import { ThreadHeader } from './ThreadHeader.tsx'

type Entry = { at: string; message: Message } | { at: string; note: Note }

export function Thread({ conversationId, onPanel }: { conversationId: string; onPanel: () => void }) {
  const { t } = useTranslation('inbox')
  const conversation = useQuery(conversationOptions(conversationId))
  const thread = useInfiniteQuery(threadOptions(conversationId))
  const { data: notes } = useQuery(notesOptions(conversationId))
  const [quoted, setQuoted] = useState<Message | null>(null)
  useReadMark(conversationId, conversation.data?.unreadCount ?? 0)
  const messages = thread.data?.pages.toReversed().flatMap((page) => page.items) ?? []
  const entries = [
    ...messages.map((message): Entry => ({ at: message.createdAt, message })),
    ...(notes?.items ?? [])
      .filter((note) => messages[0] === undefined || note.createdAt >= messages[0].createdAt)
      .map((note): Entry => ({ at: note.createdAt, note })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const viewport = useStickToBottom(entries.length, messages.at(-1)?.id)
  if (conversation.error)
    return (
      <Box p="md">
        <ProblemAlert error={conversation.error} />
      </Box>
    )
  if (!conversation.data) return <Loading label={t('loading')} />
  return (
    <Flex direction="column" h="100%">
      <ThreadHeader conversation={conversation.data} onPanel={onPanel} />
      <ScrollArea
        flex={1}
        viewportRef={viewport}
        viewportProps={{ tabIndex: 0 }}
        bg="var(--thread)"
        type="auto"
      >
        <Box p="md" maw={820} mx="auto">
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
              {entries.map((entry, at) => (
                <Fragment key={'message' in entry ? entry.message.id : entry.note.id}>
                  {dayOf(entries[at - 1]?.at) !== dayOf(entry.at) && (
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
                    <Bubble message={entry.message} onQuote={() => setQuoted(entry.message)} />
                  ) : (
                    <NoteBubble note={entry.note} />
                  )}
                </Fragment>
              ))}
            </Box>
          </Box>
          {conversation.data.agent?.thinking && (
            <Text size="sm" c="dimmed" mt="xs" role="status">
              {t('thinking', { name: conversation.data.agent.name })}
            </Text>
          )}
        </Box>
      </ScrollArea>
      <Composer conversation={conversation.data} quoted={quoted} clearQuote={() => setQuoted(null)} />
    </Flex>
  )
}

const dayOf = (at: string | undefined) => (at ? new Date(at).toDateString() : '')

/** What is open and seen counts as read. */
function useReadMark(conversationId: string, unread: number) {
  const client = useQueryClient()
  const may = useMay('conversations.answer')
  const { mutate } = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/conversations/{conversationId}/read', { params: { path: { conversationId } } }),
      ),
    onSuccess: (conversation) =>
      client.setQueryData(conversationOptions(conversationId).queryKey, conversation),
  })
  useEffect(() => {
    if (unread > 0 && may && document.visibilityState === 'visible') mutate()
  }, [unread, may, mutate])
}

/** New messages come into view, unless someone is reading further up. */
function useStickToBottom(count: number, lastId: string | undefined) {
  const viewport = useRef<HTMLDivElement>(null)
  const first = useRef(true)
  useEffect(() => {
    const element = viewport.current
    if (!element || count === 0) return
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < 240
    if (first.current || near) element.scrollTop = element.scrollHeight
    first.current = false
  }, [count, lastId])
  return viewport
}
