import { Box, Center, Drawer, Flex, VisuallyHidden } from '@mantine/core'
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks'
import { IconMessages } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { inboxOptions } from '../../api/conversations.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ContactPanel } from './ContactPanel.tsx'
import { ConversationList } from './ConversationList.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { Thread } from './Thread.tsx'

const height = { base: 'calc(100dvh - 52px - 58px)', sm: 'calc(100dvh - 52px)' }

/** Conversations, the thread of one, and who it is with: side by side, or one after the other on a phone. */
export function Screen() {
  const { t } = useTranslation('inbox')
  const { conversationId } = useParams({ strict: false })
  const wide = useMediaQuery('(min-width: 75em)')
  const [panel, { toggle, close }] = useDisclosure(false)
  const [help, helpActions] = useDisclosure(false)
  const { data } = useInfiniteQuery({ ...inboxOptions('all', '', null), enabled: !conversationId })
  // Before the first message there is nothing to pick, and the list says what to do.
  const isEmpty = !data?.pages[0]?.items.length
  useHotkeys([['shift+?', helpActions.open]])
  return (
    <Flex h={height}>
      <title>{`${t('app:places.inbox')} · Parley`}</title>
      {!conversationId && (
        <VisuallyHidden>
          <h1>{t('app:places.inbox')}</h1>
        </VisuallyHidden>
      )}
      <Box
        w={{ base: '100%', sm: 330 }}
        h="100%"
        visibleFrom={conversationId ? 'sm' : undefined}
        style={{ flexShrink: 0, borderInlineEnd: '1px solid var(--mantine-color-default-border)' }}
      >
        <ConversationList selected={conversationId ?? null} />
      </Box>
      <Box flex={1} miw={0} h="100%" visibleFrom={conversationId ? undefined : 'sm'}>
        {conversationId ? (
          <Thread key={conversationId} conversationId={conversationId} onPanel={toggle} />
        ) : (
          <Center h="100%">
            {!isEmpty && (
              <EmptyState icon={<IconMessages />} title={t('pick.title')}>
                {t('pick.text')}
              </EmptyState>
            )}
          </Center>
        )}
      </Box>
      {conversationId && wide && (
        <Box
          w={300}
          h="100%"
          style={{ flexShrink: 0, borderInlineStart: '1px solid var(--mantine-color-default-border)' }}
        >
          <ContactPanel conversationId={conversationId} />
        </Box>
      )}
      {conversationId && !wide && (
        <Drawer
          opened={panel}
          onClose={close}
          position="right"
          title={t('panel.title')}
          padding={0}
          closeButtonProps={{ 'aria-label': t('close') }}
        >
          <ContactPanel conversationId={conversationId} />
        </Drawer>
      )}
      <Shortcuts opened={help} close={helpActions.close} />
    </Flex>
  )
}
