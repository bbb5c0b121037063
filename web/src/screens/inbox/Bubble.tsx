import { ActionIcon, Badge, Box, Group, Popover, Text, UnstyledButton } from '@mantine/core'
import { IconArrowBackUp, IconBook2, IconRobot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { clockTime } from '../../ui/time.ts'
import { Details } from './Details.tsx'
import { MediaView } from './MediaView.tsx'
import { Outcome } from './Outcome.tsx'
import { Ticks } from './Ticks.tsx'

/** One message, as a bubble: theirs at the start, ours at the end. */
export function Bubble({ message, onQuote }: { message: Message; onQuote: () => void }) {
  const { t } = useTranslation('inbox')
  const { direction, origin, body, quoted, media, details, authorName, late } = message
  const out = direction === 'out'
  const color = out ? (origin === 'agent' ? 'var(--bubble-agent)' : 'var(--bubble-out)') : 'var(--bubble-in)'
  return (
    <Box
      component="li"
      mb={6}
      style={{
        display: 'flex',
        justifyContent: out ? 'flex-end' : 'flex-start',
        alignItems: 'center',
        gap: 4,
      }}
    >
      {out && <Quote label={t('quote')} onQuote={onQuote} />}
      <Box
        maw="min(78%, 560px)"
        px="sm"
        py={6}
        bg={color}
        style={{
          borderRadius: 14,
          boxShadow: '0 1px 1px rgb(0 0 0 / 10%)',
          border: message.status === 'draft' ? '1.5px dashed var(--mantine-color-orange-filled)' : undefined,
          opacity: message.status === 'canceled' ? 0.65 : 1,
        }}
      >
        {origin === 'agent' && (
          <Group gap={4} mb={2}>
            <IconRobot size={14} aria-hidden />
            <Text size="xs" fw={600}>
              {authorName}
            </Text>
          </Group>
        )}
        {details.forwarded && (
          <Text size="xs" fs="italic" c="dimmed">
            {t(`forwarded.${details.forwarded}`)}
          </Text>
        )}
        {quoted && (
          <Box
            px="xs"
            py={2}
            mb={4}
            style={{ borderInlineStart: '3px solid var(--mantine-primary-color-filled)' }}
          >
            <Text size="sm" c="dimmed" lineClamp={2}>
              {quoted.preview || t('quotedGone')}
            </Text>
          </Box>
        )}
        {media.map((file) => (
          <MediaView key={file.id} file={file} />
        ))}
        <Details message={message} />
        {body && (
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {body}
          </Text>
        )}
        <Group gap={6} justify="flex-end" wrap="nowrap" mt={2}>
          {message.sources.length > 0 && <Sources sources={message.sources} />}
          {late && (
            <Badge size="xs" variant="default">
              {t('late')}
            </Badge>
          )}
          <Text size="xs" c="dimmed">
            {clockTime(message.createdAt)}
          </Text>
          {out && <Ticks status={message.status} />}
        </Group>
        <Outcome message={message} />
      </Box>
      {!out && <Quote label={t('quote')} onQuote={onQuote} />}
    </Box>
  )
}

function Quote({ label, onQuote }: { label: string; onQuote: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" onClick={onQuote} aria-label={label} visibleFrom="xs">
      <IconArrowBackUp size={15} />
    </ActionIcon>
  )
}

/** The knowledge an answer was drawn from. */
function Sources({ sources }: { sources: Message['sources'] }) {
  const { t } = useTranslation('inbox')
  return (
    <Popover width={320} shadow="md" withinPortal>
      <Popover.Target>
        <UnstyledButton>
          <Group gap={3} wrap="nowrap">
            <IconBook2 size={14} aria-hidden />
            <Text size="xs" td="underline">
              {t('sources')}
            </Text>
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {sources.map((source) => (
          <Box key={source.passageId} mb="xs">
            <Text size="sm" fw={600}>
              {source.title}
            </Text>
            <Text size="xs" c="dimmed">
              {source.excerpt}
            </Text>
          </Box>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}
