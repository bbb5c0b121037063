import { ActionIcon, Badge, Box, Group, Popover, Text, UnstyledButton } from '@mantine/core'
import { IconArrowBackUp, IconBook2, IconRobot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { FormattedText } from '../../ui/FormattedText.tsx'
import { PreviewTop } from '../../ui/TemplatePreview.tsx'
import { clockTime, dateAndTime } from '../../ui/time.ts'
import { Details } from './Details.tsx'
import { MediaView } from './MediaView.tsx'
import { Outcome } from './Outcome.tsx'
import { TemplateFoot } from './TemplateFoot.tsx'
import { Ticks } from './Ticks.tsx'
import { elementIdOf } from './jump.ts'

/** One message, as a bubble: theirs at the start, ours at the end. */
export function Bubble({
  message,
  onQuote,
  onJump,
}: {
  message: Message
  onQuote: () => void
  onJump: (messageId: string) => void
}) {
  const { t } = useTranslation('inbox')
  const { direction, origin, body, quoted, media, details } = message
  const out = direction === 'out'
  const isTemplate = message.kind === 'template'
  const color = out ? (origin === 'agent' ? 'var(--bubble-agent)' : 'var(--bubble-out)') : 'var(--bubble-in)'
  return (
    <Box
      component="li"
      id={elementIdOf(message.id)}
      tabIndex={-1}
      mb={6}
      style={{
        display: 'flex',
        justifyContent: out ? 'flex-end' : 'flex-start',
        alignItems: 'center',
        gap: 4,
      }}
    >
      {out && !isUnsaid(message) && <Quote label={t('quote')} onQuote={onQuote} />}
      <Box
        maw="min(78%, 560px)"
        px="sm"
        py={6}
        bg={message.status === 'canceled' ? 'transparent' : color}
        data-bubble
        style={{
          borderRadius: 14,
          boxShadow: '0 1px 1px rgb(0 0 0 / 10%)',
          border: edges[message.status],
        }}
      >
        <Author message={message} />
        {details.forwarded && (
          <Text size="xs" fs="italic" c="dimmed">
            {t(`forwarded.${details.forwarded}`)}
          </Text>
        )}
        {quoted && <QuotedMessage quoted={quoted} onJump={onJump} />}
        {media.map((file) => (
          <MediaView key={file.id} file={file} />
        ))}
        <Details message={message} />
        {isTemplate && details.template && <PreviewTop preview={details.template.preview} />}
        {body && !(isTemplate && details.template?.preview.place) && (
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            <FormattedText text={body} />
          </Text>
        )}
        {details.template && <TemplateFoot template={details.template} sent={isTemplate} />}
        <Foot message={message} />
        <Outcome message={message} />
      </Box>
      {!out && <Quote label={t('quote')} onQuote={onQuote} />}
    </Box>
  )
}

/** Nobody can answer to what was not said. */
const isUnsaid = ({ status }: Message) => status in edges

/** What is not on its way looks unlike what was sent. */
const edges: Partial<Record<Message['status'], string>> = {
  draft: '1.5px dashed var(--mantine-color-orange-filled)',
  scheduled: '1.5px dashed var(--mantine-primary-color-filled)',
  canceled: '1px dashed var(--mantine-color-dimmed)',
}

/** Who of us wrote it: the agent by name, a member by name, anybody else by what they are. */
function Author({ message: { direction, origin, authorName, twinOf } }: { message: Message }) {
  const { t } = useTranslation('inbox')
  if (direction === 'in' || origin === 'contact') return null
  if (origin === 'member' && !authorName) return null
  return (
    <Group gap={4} mb={2}>
      {origin === 'agent' && <IconRobot size={14} aria-hidden />}
      <Text size="xs" fw={600}>
        {twinOf ? t('author.twin', { name: twinOf }) : (authorName ?? t(`author.${origin}`))}
      </Text>
    </Group>
  )
}

/** What it answers to; a press leads there. */
function QuotedMessage({
  quoted,
  onJump,
}: {
  quoted: NonNullable<Message['quoted']>
  onJump: (messageId: string) => void
}) {
  const { t } = useTranslation('inbox')
  const { messageId, preview } = quoted
  const text = (
    <Text size="sm" c="dimmed" lineClamp={2}>
      {preview || t(messageId ? 'quotedFile' : 'quotedGone')}
    </Text>
  )
  const look = { borderInlineStart: '3px solid var(--mantine-primary-color-filled)' }
  return messageId ? (
    <UnstyledButton
      display="block"
      px="xs"
      py={2}
      mb={4}
      style={look}
      onClick={() => onJump(messageId)}
      aria-label={t('goToQuoted', { text: preview })}
    >
      {text}
    </UnstyledButton>
  ) : (
    <Box px="xs" py={2} mb={4} style={look}>
      {text}
    </Box>
  )
}

function Foot({ message }: { message: Message }) {
  const { t } = useTranslation('inbox')
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap" mt={2}>
      {message.sources.length > 0 && <Sources sources={message.sources} />}
      {message.late && (
        <Badge size="xs" variant="default">
          {t('late')}
        </Badge>
      )}
      <Text size="xs" c="dimmed">
        {message.sendAt
          ? t('later.stands', { at: dateAndTime(message.sendAt) })
          : clockTime(message.createdAt)}
      </Text>
      {message.direction === 'out' && <Ticks status={message.status} />}
    </Group>
  )
}

function Quote({ label, onQuote }: { label: string; onQuote: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" onClick={onQuote} aria-label={label}>
      <IconArrowBackUp size={15} aria-hidden />
    </ActionIcon>
  )
}

/** The knowledge an answer was drawn from. */
function Sources({ sources }: { sources: Message['sources'] }) {
  const { t } = useTranslation('inbox')
  return (
    <Popover width={320} shadow="md" withinPortal trapFocus returnFocus>
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
