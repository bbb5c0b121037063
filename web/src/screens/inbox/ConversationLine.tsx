import { Badge, Box, Group, Text, UnstyledButton } from '@mantine/core'
import { IconCornerUpLeft, IconHandStop, IconRobot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'
import { shortTime } from '../../ui/time.ts'
import { Face } from '../../ui/Face.tsx'
import { previewInWords } from '../../ui/preview.ts'

export function ConversationLine({
  conversation,
  row,
  selected,
  open,
}: {
  conversation: Conversation
  /** Its place in the list, by which the arrow keys find it. */
  row: number
  selected: boolean
  open: () => void
}) {
  const { t } = useTranslation('inbox')
  const { contact, lastMessage, unreadCount, waiting, holder, agent } = conversation
  return (
    <UnstyledButton
      w="100%"
      h={76}
      px="sm"
      onClick={open}
      data-row={row}
      aria-current={selected ? 'true' : undefined}
      bg={selected ? 'var(--mantine-primary-color-light)' : undefined}
    >
      <Group wrap="nowrap" gap="sm">
        <Face name={contact.name} />
        <Box flex={1} miw={0}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text truncate fw={unreadCount > 0 ? 700 : 500}>
              {contact.name}
            </Text>
            <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
              {shortTime(lastMessage.at)}
            </Text>
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text truncate size="sm" c="dimmed" fw={unreadCount > 0 ? 600 : 400}>
              {!agent?.thinking && lastMessage.direction === 'out' && (
                <IconCornerUpLeft
                  size={14}
                  aria-label={t('us')}
                  style={{ verticalAlign: '-2px', marginInlineEnd: 4 }}
                />
              )}
              {agent?.thinking ? t('typing') : previewInWords(lastMessage.preview)}
            </Text>
            <Group gap={4} wrap="nowrap">
              {waiting && (
                <IconHandStop size={16} color="var(--mantine-color-orange-filled)" aria-label={t('waits')} />
              )}
              {!waiting && holder.kind === 'agent' && agent && (
                <IconRobot size={16} opacity={0.6} aria-label={t('agentAnswers', { name: agent.name })} />
              )}
              {unreadCount > 0 && (
                <Badge size="sm" circle={unreadCount < 10} aria-label={t('unread', { count: unreadCount })}>
                  {unreadCount}
                </Badge>
              )}
            </Group>
          </Group>
        </Box>
      </Group>
    </UnstyledButton>
  )
}
