import { Box, Button, Group, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Message, threadOptions, withMessage } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import classes from './Outcome.module.css'

type Action = Message['actions'][number]

/** Why a message is stuck and what can be done; an agent's draft is approved, edited or thrown away here. */
export function Outcome({ message }: { message: Message }) {
  const { t } = useTranslation('inbox')
  const may = useMay('conversations.answer')
  const client = useQueryClient()
  const [edited, setEdited] = useState<string | null>(null)
  const act = useMutation({
    mutationFn: (action: Action) => perform(message.id, action, edited),
    onSuccess: (now) => {
      setEdited(null)
      client.setQueryData(threadOptions(message.conversationId).queryKey, (thread) =>
        withMessage(thread, now),
      )
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['messages', message.conversationId] }),
  })
  const { problem, actions } = message
  if (!problem && actions.length === 0) return null
  return (
    <Box
      mt={6}
      pt={6}
      // Typing needs the room that deciding took.
      className={message.status === 'draft' && edited === null ? classes.decides : undefined}
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      {problem && (
        <>
          <Text size="sm" fw={600}>
            {message.status === 'unknown'
              ? t('unknown.title')
              : t(`refusals:${problem.code}.title`, { defaultValue: problem.title })}
          </Text>
          <Text size="xs">
            {message.status === 'unknown'
              ? t('unknown.text')
              : t(`refusals:${problem.code}.remedy`, {
                  defaultValue: `${problem.happened} ${problem.remedy}`,
                })}
          </Text>
        </>
      )}
      {edited !== null && (
        <Textarea
          aria-label={t('draft.edit')}
          autosize
          minRows={2}
          mt={4}
          value={edited}
          onChange={(event) => setEdited(event.currentTarget.value)}
          maxLength={1600}
        />
      )}
      <ProblemAlert error={act.error} />
      {may && (
        <Group gap={6} mt={6}>
          {actions.includes('approve') && edited === null && (
            <Button size="compact-xs" variant="default" onClick={() => setEdited(message.body)}>
              {t('draft.edit')}
            </Button>
          )}
          {edited !== null && (
            <Button size="compact-xs" variant="default" onClick={() => setEdited(null)}>
              {t('draft.cancel')}
            </Button>
          )}
          {actions.map((action) => (
            <Button
              key={action}
              size="compact-xs"
              variant={action === 'approve' || action === 'resend' ? 'filled' : 'default'}
              loading={act.isPending && act.variables === action}
              onClick={() => act.mutate(action)}
            >
              {t(message.status === 'scheduled' ? 'later.callOff' : `actions.${action}`)}
            </Button>
          ))}
        </Group>
      )}
    </Box>
  )
}

async function perform(messageId: string, action: Action, edited: string | null) {
  const params = { params: { path: { messageId } } }
  switch (action) {
    case 'approve':
      return await answer(
        parley.POST('/api/v1/messages/{messageId}/approve', {
          ...params,
          body: edited === null ? {} : { body: edited },
        }),
      )
    case 'reject':
      return await answer(parley.POST('/api/v1/messages/{messageId}/reject', params))
    case 'resend':
      return await answer(parley.POST('/api/v1/messages/{messageId}/resend', params))
    case 'drop':
      return await answer(parley.POST('/api/v1/messages/{messageId}/drop', params))
    case 'check':
      return await answer(parley.POST('/api/v1/messages/{messageId}/check', params))
  }
}
