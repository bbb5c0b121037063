import { Button, Menu, VisuallyHidden, Box } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconUser } from '@tabler/icons-react'
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { membersOptions } from '../../api/contacts.ts'
import { type Conversation, conversationOptions } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { useAnswers } from './who-answers.ts'

type Change = { way: 'take-over' | 'hand-back' } | { way: 'assign'; memberId: string | null }
type Changing = UseMutationResult<Conversation, Error, Change>

/** Changes who answers a conversation, or who looks after it. */
export function useHandOver(conversationId: string): Changing {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: Change) => perform(conversationId, change),
    onSuccess: (now) => putAnswer(client, conversationOptions(conversationId), now),
  })
}

async function perform(conversationId: string, change: Change): Promise<Conversation> {
  const params = { path: { conversationId } }
  switch (change.way) {
    case 'take-over':
      return await answer(parley.POST('/api/v1/conversations/{conversationId}/take-over', { params }))
    case 'hand-back':
      return await answer(parley.POST('/api/v1/conversations/{conversationId}/hand-back', { params }))
    case 'assign': {
      const body = { memberId: change.memberId }
      return await answer(parley.PUT('/api/v1/conversations/{conversationId}/assignment', { params, body }))
    }
  }
}

/** Lets a person take over or hand back. Who pressed the button is about to write; who took over by key goes on by key. */
export function HandOver({
  conversation,
  change,
  onTakeOver,
}: {
  conversation: Conversation
  change: Changing
  onTakeOver: () => void
}) {
  const { t } = useTranslation('inbox')
  const may = useMay('conversations.answer')
  const { mine } = useAnswers(conversation)
  const { holder, agent } = conversation
  const going = change.isPending ? change.variables.way : null
  useHotkeys([['t', () => may && !mine && going === null && change.mutate({ way: 'take-over' })]])
  if (!may) return null
  return (
    <>
      {!mine && (
        <Button
          size="xs"
          onClick={() => change.mutate({ way: 'take-over' }, { onSuccess: onTakeOver })}
          loading={going === 'take-over'}
        >
          {t('takeOver')}
        </Button>
      )}
      {(mine || holder.kind === 'nobody') && agent && (
        <Button
          size="xs"
          variant="default"
          onClick={() => change.mutate({ way: 'hand-back' })}
          loading={going === 'hand-back'}
        >
          {t('handBack')}
        </Button>
      )}
    </>
  )
}

/** Who looks after the conversation, and whom to ask instead. */
export function Assignment({ conversation, change }: { conversation: Conversation; change: Changing }) {
  const { t } = useTranslation('inbox')
  const may = useMay('conversations.answer')
  const { data: members } = useQuery(membersOptions)
  if (!may) return null
  const assigned = conversation.assignedTo
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="subtle" color="gray" px={6}>
          <IconUser size={16} aria-hidden />
          <VisuallyHidden>{t('assign.title')} </VisuallyHidden>
          <Box component="span" ml={6} visibleFrom="md">
            {assigned?.name ?? t('assign.none')}
          </Box>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('assign.title')}</Menu.Label>
        {members?.items.map(({ id, name }) => (
          <Menu.Item
            key={id}
            fw={id === assigned?.memberId ? 700 : 400}
            onClick={() => change.mutate({ way: 'assign', memberId: id })}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Item fw={assigned ? 400 : 700} onClick={() => change.mutate({ way: 'assign', memberId: null })}>
          {t('assign.nobody')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
