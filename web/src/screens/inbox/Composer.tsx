import {
  ActionIcon,
  Alert,
  Box,
  Button,
  CloseButton,
  FileButton,
  Group,
  SegmentedControl,
  Text,
  Textarea,
} from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconLock, IconPaperclip, IconSend } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Message } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useDraft } from './use-draft.ts'
import { useSend } from './use-send.ts'

/** Twilio: a message has at most 1,600 characters. */
const limit = 1600

/** Where a person writes: a message, or a note for the team. What is written is kept until it is sent. */
export function Composer({
  conversation,
  quoted,
  clearQuote,
}: {
  conversation: Conversation
  quoted: Message | null
  clearQuote: () => void
}) {
  const { t } = useTranslation('inbox')
  const may = useMay('conversations.answer')
  const [mode, setMode] = useState<'message' | 'note'>('message')
  const [text, setText] = useDraft(conversation.id, mode)
  const [file, setFile] = useState<File | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const send = useSend(conversation.id, () => {
    setText('')
    setFile(null)
    clearQuote()
    field.current?.focus()
  })
  useHotkeys([
    ['r', () => field.current?.focus()],
    ['n', () => setMode('note')],
  ])
  if (!may)
    return (
      <Text p="md" size="sm" c="dimmed">
        {t('composer.viewer')}
      </Text>
    )
  const locked =
    mode === 'message' &&
    (conversation.optedOut
      ? 'optedOut'
      : conversation.window.open
        ? null
        : conversation.window.closesAt
          ? 'closed'
          : 'neverOpened')
  const ready =
    !locked && text.length <= limit && (text.trim() !== '' || (mode === 'message' && file !== null))
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (ready && !send.isPending) send.mutate({ mode, text, file, quotedMessageId: quoted?.id })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <Box
      component="form"
      onSubmit={submit}
      p="sm"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <Group justify="space-between" mb={6}>
        <SegmentedControl
          size="xs"
          value={mode}
          onChange={(value) => setMode(value as typeof mode)}
          aria-label={t('composer.mode')}
          data={(['message', 'note'] as const).map((value) => ({ value, label: t(`composer.${value}`) }))}
        />
        <Text size="xs" c="dimmed">
          {mode === 'note' ? t('composer.noteHint') : <AnswersHint conversation={conversation} />}
        </Text>
      </Group>
      {quoted && (
        <Group
          justify="space-between"
          wrap="nowrap"
          px="xs"
          mb={6}
          style={{ borderInlineStart: '3px solid var(--mantine-primary-color-filled)' }}
        >
          <Text size="sm" truncate>
            {quoted.body}
          </Text>
          <CloseButton size="sm" onClick={clearQuote} aria-label={t('composer.noQuote')} />
        </Group>
      )}
      {file && (
        <Group gap="xs" mb={6}>
          <Text size="sm">{file.name}</Text>
          <CloseButton size="sm" onClick={() => setFile(null)} aria-label={t('composer.noFile')} />
        </Group>
      )}
      <ProblemAlert error={send.error} />
      {locked && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconLock size={18} />}
          title={t(`lock.${locked}.title`)}
          role="status"
          mb={6}
        >
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`lock.${locked}.text`)}
          </Text>
        </Alert>
      )}
      <Group align="flex-end" wrap="nowrap" gap="xs">
        {mode === 'message' && (
          <FileButton onChange={setFile} disabled={Boolean(locked)}>
            {(props) => (
              <ActionIcon
                {...props}
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('composer.attach')}
                disabled={Boolean(locked)}
              >
                <IconPaperclip size={20} />
              </ActionIcon>
            )}
          </FileButton>
        )}
        <Textarea
          ref={field}
          flex={1}
          autosize
          minRows={1}
          maxRows={8}
          aria-label={t(`composer.${mode}`)}
          placeholder={t(`composer.${mode}Placeholder`)}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
          disabled={Boolean(locked)}
          error={text.length > limit ? t('composer.tooLong', { over: text.length - limit }) : null}
        />
        <Button type="submit" disabled={!ready} loading={send.isPending} leftSection={<IconSend size={16} />}>
          {t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
        </Button>
      </Group>
      {text.length > limit - 200 && (
        <Text size="xs" c="dimmed" ta="end">
          {text.length} / {limit}
        </Text>
      )}
    </Box>
  )
}

/** Sending is taking over: said before it happens. */
function AnswersHint({ conversation: { holder, agent } }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  return holder.kind === 'agent' && agent && agent.mode !== 'off'
    ? t('composer.takesOver', { name: agent.name })
    : null
}
