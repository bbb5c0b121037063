import { Box, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Note } from '../../api/conversations.ts'
import { clockTime } from '../../ui/time.ts'

/** A note: seen by members only, never sent. */
export function NoteBubble({ note }: { note: Note }) {
  const { t } = useTranslation('inbox')
  return (
    <Box
      component="li"
      my="xs"
      mx="auto"
      maw={520}
      px="sm"
      py={6}
      bg="var(--mantine-color-yellow-light)"
      style={{ borderRadius: 10, border: '1px solid var(--mantine-color-yellow-outline)' }}
    >
      <Text size="xs" fw={600}>
        {t('note.by', { name: note.authorName })} · {clockTime(note.createdAt)}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {note.body}
      </Text>
    </Box>
  )
}
