import { ActionIcon, Alert, Box, Group, Text } from '@mantine/core'
import { IconArrowLeft, IconHandStop, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Assignment, HandOver, useHandOver } from './HandOver.tsx'
import { useAnswers } from './who-answers.ts'
import { WindowLeft } from './WindowLeft.tsx'

/** Who it is with, who answers, how long the window is open, and the hand-over. */
export function ThreadHeader({
  conversation,
  onPanel,
  onTakeOver,
}: {
  conversation: Conversation
  onPanel: () => void
  onTakeOver: () => void
}) {
  const { t } = useTranslation('inbox')
  const change = useHandOver(conversation.id)
  const { waiting } = conversation
  return (
    <Box component="header" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Group px="md" py="xs" justify="space-between" gap={6}>
        <Group gap="xs" wrap="nowrap" miw={200} flex="1 1 200px">
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
          <Subject conversation={conversation} />
        </Group>
        <Group gap={6} wrap="nowrap">
          <Assignment conversation={conversation} change={change} />
          <HandOver conversation={conversation} change={change} onTakeOver={onTakeOver} />
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
      <ProblemAlert error={change.error} />
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

/** The contact, who answers now and from which of our numbers. */
function Subject({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const { who } = useAnswers(conversation)
  const { contact, sender } = conversation
  const number = sender.displayName ?? sender.address.replace('whatsapp:', '')
  return (
    <Box miw={0}>
      <Text component="h1" fw={650} truncate m={0}>
        {contact.name}
      </Text>
      <Group gap={6} wrap="nowrap">
        <Text size="xs" c="dimmed" truncate style={{ flexShrink: 0, maxWidth: '60%' }}>
          {who}
        </Text>
        <Text size="xs" c="dimmed" truncate visibleFrom="md" title={t('sender.label')}>
          · {number}
        </Text>
        <WindowLeft conversation={conversation} />
      </Group>
    </Box>
  )
}
