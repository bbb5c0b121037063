import { ActionIcon, Alert, Box, Button, Group, Menu, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowLeft, IconHandStop, IconInfoCircle, IconUser } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { membersOptions } from '../../api/contacts.ts'
import { type Conversation, conversationOptions } from '../../api/conversations.ts'
import { meOptions, useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { WindowLeft } from './WindowLeft.tsx'

/** Who it is with, who answers, how long the window is open, and the hand-over. */
export function ThreadHeader({ conversation, onPanel }: { conversation: Conversation; onPanel: () => void }) {
  const { t } = useTranslation('inbox')
  const { contact, waiting } = conversation
  return (
    <Box component="header" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Group px="md" py="xs" justify="space-between" wrap="nowrap" gap="xs">
        <Group gap="xs" wrap="nowrap" miw={0}>
          <ActionIcon
            component={Link}
            to={paths.inbox}
            variant="subtle"
            color="gray"
            hiddenFrom="sm"
            aria-label={t('back')}
          >
            <IconArrowLeft size={20} />
          </ActionIcon>
          <Box miw={0}>
            <Text component="h1" fw={650} truncate m={0}>
              {contact.name}
            </Text>
            <Group gap={6} wrap="nowrap">
              <WhoAnswers conversation={conversation} />
              <WindowLeft conversation={conversation} />
            </Group>
          </Box>
        </Group>
        <Group gap={6} wrap="nowrap" style={{ flexShrink: 0 }}>
          <Assignment conversation={conversation} />
          <Holder conversation={conversation} />
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={onPanel}
            aria-label={t('panel.open')}
            hiddenFrom="lg"
          >
            <IconInfoCircle size={20} />
          </ActionIcon>
        </Group>
      </Group>
      {waiting && (
        <Alert
          color="orange"
          variant="light"
          radius={0}
          py={6}
          icon={<IconHandStop size={18} />}
          role="status"
        >
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`waiting.${waiting.reason}`)}
          </Text>
        </Alert>
      )}
    </Box>
  )
}

/** Who answers now, and from which of our numbers. */
function WhoAnswers({ conversation: { holder, agent, sender } }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const { data: me } = useQuery(meOptions)
  const who =
    holder.kind === 'member'
      ? holder.memberId === me?.memberId
        ? t('holder.you')
        : t('holder.member', { name: holder.name ?? '' })
      : holder.kind === 'agent' && agent && agent.mode !== 'off'
        ? t('holder.agent', { name: agent.name })
        : t('holder.nobody')
  return (
    <Text size="xs" c="dimmed" truncate title={sender.displayName ?? sender.address}>
      {who}
    </Text>
  )
}

/** Lets a person take over or hand back. */
function Holder({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const client = useQueryClient()
  const may = useMay('conversations.answer')
  const { data: me } = useQuery(meOptions)
  const { holder, agent } = conversation
  const mine = holder.kind === 'member' && holder.memberId === me?.memberId
  const change = useMutation({
    mutationFn: (way: 'take-over' | 'hand-back') => {
      const params = { params: { path: { conversationId: conversation.id } } }
      return answer(
        way === 'take-over'
          ? parley.POST('/api/v1/conversations/{conversationId}/take-over', params)
          : parley.POST('/api/v1/conversations/{conversationId}/hand-back', params),
      )
    },
    onSuccess: (now) => client.setQueryData(conversationOptions(conversation.id).queryKey, now),
  })
  useHotkeys([['t', () => may && !mine && change.mutate('take-over')]])
  return (
    <Group gap="xs" wrap="nowrap">
      <ProblemAlert error={change.error} />
      {may && !mine && (
        <Button size="xs" onClick={() => change.mutate('take-over')} loading={change.isPending}>
          {t('takeOver')}
        </Button>
      )}
      {may && (mine || holder.kind === 'nobody') && agent && (
        <Button
          size="xs"
          variant="default"
          onClick={() => change.mutate('hand-back')}
          loading={change.isPending}
        >
          {t('handBack')}
        </Button>
      )}
    </Group>
  )
}

function Assignment({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const client = useQueryClient()
  const may = useMay('conversations.answer')
  const { data: members } = useQuery(membersOptions)
  const assign = useMutation({
    mutationFn: (memberId: string | null) =>
      answer(
        parley.PUT('/api/v1/conversations/{conversationId}/assignment', {
          params: { path: { conversationId: conversation.id } },
          body: { memberId },
        }),
      ),
    onSuccess: (now) => client.setQueryData(conversationOptions(conversation.id).queryKey, now),
  })
  if (!may) return null
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconUser size={16} />} visibleFrom="sm">
          {conversation.assignedTo?.name ?? t('assign.nobody')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('assign.title')}</Menu.Label>
        {members?.items.map((member) => (
          <Menu.Item key={member.id} onClick={() => assign.mutate(member.id)}>
            {member.name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => assign.mutate(null)}>{t('assign.nobody')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
