import { Box, Button, CloseButton, Group, SegmentedControl, Text, Textarea } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSend } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, type RefObject, useId } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Conversation, Message } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Attach, AttachedFile } from './Attach.tsx'
import layout from './Composer.module.css'
import { Lock } from './Lock.tsx'
import { SendLater } from './SendLater.tsx'
import { TemplatePicker } from './TemplatePicker.tsx'
import { limit, useComposing } from './use-composing.ts'
import type { Mode } from './use-draft.ts'

interface Props {
  conversation: Conversation
  field: RefObject<HTMLTextAreaElement | null>
  quoted: Message | null
  quote: (message: Message | null) => void
  /** Something has left the field. */
  onSend: () => void
}

/** Where a person writes: a message, or a note for the team. What is written is kept until it is sent. */
export function Composer(props: Props) {
  const { t } = useTranslation('inbox')
  return useMay('conversations.answer') ? (
    <Writing {...props} />
  ) : (
    <Text p="md" size="sm" c="dimmed">
      {t('composer.viewer')}
    </Text>
  )
}

function Writing({ conversation, field, quoted, quote, onSend }: Props) {
  const { t } = useTranslation('inbox')
  const hint = useId()
  const composing = useComposing(conversation, quoted, quote)
  const { mode, text, file, locked, ready } = composing
  const go = (next: Mode) => {
    // Drawn at once: where there was only a lock the field can take the focus, and the next key already belongs to it.
    flushSync(() => composing.setMode(next))
    field.current?.focus()
  }
  useHotkeys([
    ['r', () => go('message')],
    ['n', () => go('note')],
  ])
  const attach = (chosen: File | null) => {
    composing.attach(chosen)
    field.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!composing.submit()) return
    onSend()
    field.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur()
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event)
  }
  return (
    <Box
      component="form"
      className={layout['composer']}
      onSubmit={submit}
      p="sm"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <Group justify="space-between" mb={6} gap="xs">
        <Modes mode={mode} choose={composing.setMode} />
        <Text size="xs" c="dimmed" id={hint}>
          {mode === 'note' ? t('composer.noteHint') : composing.mustTakeOver && t('composer.takeOverFirst')}
        </Text>
      </Group>
      {mode === 'message' && quoted && <Quoted message={quoted} remove={() => quote(null)} />}
      {file && <AttachedFile file={file} remove={() => composing.attach(null)} />}
      <ProblemAlert error={composing.error} />
      {locked ? (
        <Lock reason={locked} text={text}>
          {locked !== 'optedOut' && (
            <TemplatePicker conversation={conversation} text={text} onSend={onSend} wide />
          )}
        </Lock>
      ) : (
        <div className={layout['row']}>
          {mode === 'message' && (
            <>
              <Attach choose={attach} />
              <TemplatePicker conversation={conversation} text={text} onSend={onSend} />
            </>
          )}
          <Textarea
            ref={field}
            className={layout['field']}
            autosize
            minRows={1}
            maxRows={8}
            aria-label={t(`composer.${mode}`)}
            aria-describedby={hint}
            placeholder={t(`composer.${mode}Placeholder`)}
            value={text}
            onChange={(event) => composing.write(event.currentTarget.value)}
            onKeyDown={onKey}
            error={text.length > limit ? t('composer.tooLong', { over: text.length - limit }) : null}
          />
          <Group gap="xs" wrap="nowrap" className={layout['ends']}>
            {mode === 'message' && !file && (
              <SendLater
                conversation={conversation}
                text={text}
                disabled={text.trim() === '' || text.length > limit}
                onScheduled={() => {
                  composing.write('')
                  onSend()
                }}
              />
            )}
            <Button type="submit" disabled={!ready} leftSection={<IconSend size={16} />}>
              {t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
            </Button>
          </Group>
        </div>
      )}
      {!locked && text.length > limit - 200 && (
        <Text size="xs" c="dimmed" ta="end">
          {text.length} / {limit}
        </Text>
      )}
    </Box>
  )
}

function Modes({ mode, choose }: { mode: Mode; choose: (mode: Mode) => void }) {
  const { t } = useTranslation('inbox')
  return (
    <SegmentedControl
      size="xs"
      value={mode}
      onChange={choose}
      aria-label={t('composer.mode')}
      data={(['message', 'note'] as const).map((value) => ({ value, label: t(`composer.${value}`) }))}
    />
  )
}

function Quoted({ message, remove }: { message: Message; remove: () => void }) {
  const { t } = useTranslation('inbox')
  return (
    <Group
      justify="space-between"
      wrap="nowrap"
      px="xs"
      mb={6}
      style={{ borderInlineStart: '3px solid var(--mantine-primary-color-filled)' }}
    >
      <Text size="sm" truncate>
        {message.body ||
          message.details.location?.label ||
          t(message.details.location ? 'place' : 'media.file')}
      </Text>
      <CloseButton size="sm" onClick={remove} aria-label={t('composer.noQuote')} />
    </Group>
  )
}
