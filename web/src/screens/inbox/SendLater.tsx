import { ActionIcon, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconClock } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Conversation, threadOptions, withMessage } from '../../api/conversations.ts'
import { answer, parley } from '../../api/parley.ts'
import { templatesOptions } from '../../api/templates.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { asLocal, dateAndTime } from '../../ui/time.ts'

interface Props {
  conversation: Conversation
  text: string
  disabled: boolean
  /** It is kept for its hour, and has left the field. */
  onScheduled: () => void
}

/** Sends what is written at an hour of its own. */
export function SendLater({ disabled, ...props }: Props) {
  const { t } = useTranslation('inbox')
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        disabled={disabled}
        onClick={open}
        aria-label={t('later.open')}
        title={t('later.open')}
      >
        <IconClock size={18} />
      </ActionIcon>
      <Modal
        opened={opened}
        onClose={close}
        title={t('later.title')}
        closeButtonProps={{ 'aria-label': t('later.close') }}
      >
        <Scheduling {...props} close={close} />
      </Modal>
    </>
  )
}

/** Tomorrow at nine, where the browser is. */
function tomorrow(): string {
  const at = new Date()
  at.setDate(at.getDate() + 1)
  at.setHours(9, 0, 0, 0)
  return at.toISOString()
}

function Scheduling({
  conversation,
  text,
  onScheduled,
  close,
}: Omit<Props, 'disabled'> & { close: () => void }) {
  const { t } = useTranslation('inbox')
  const [sendAt, setSendAt] = useState<string | null>(tomorrow)
  const [fallback, setFallback] = useState<Fallback | null>(null)
  const { closesAt } = conversation.window
  const closedThen = sendAt !== null && (closesAt === null || sendAt >= closesAt)
  const schedule = useSchedule(conversation.id, () => {
    close()
    onScheduled()
  })
  const isComplete =
    fallback !== null && Object.values(fallback.variables).every((value) => value.trim() !== '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // The form stands within the composer's.
        event.stopPropagation()
        if (sendAt) schedule.mutate({ text, sendAt, template: closedThen ? fallback : null })
      }}
    >
      <Stack>
        <Text size="sm" lineClamp={4} style={{ whiteSpace: 'pre-wrap' }}>
          {text}
        </Text>
        <TextInput
          type="datetime-local"
          label={t('later.at')}
          description={t('later.atHelp')}
          value={sendAt ? asLocal(sendAt) : ''}
          onChange={(event) => {
            const { value } = event.currentTarget
            setSendAt(value ? new Date(value).toISOString() : null)
          }}
          required
          data-autofocus
        />
        {closedThen && (
          <>
            <Text size="sm" c="dimmed">
              {closesAt === null ? t('later.neverOpen') : t('later.closed', { at: dateAndTime(closesAt) })}
            </Text>
            <ChooseFallback
              connectorId={conversation.sender.connectorId}
              fallback={fallback}
              choose={setFallback}
            />
          </>
        )}
        <ProblemAlert error={schedule.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('later.cancel')}
          </Button>
          <Button
            type="submit"
            loading={schedule.isPending}
            disabled={sendAt === null || (closedThen && !isComplete)}
          >
            {t('later.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface Fallback {
  templateId: string
  variables: Record<string, string>
}

/** The template that goes out in place of the text, and what fills it. */
function ChooseFallback({
  connectorId,
  fallback,
  choose,
}: {
  connectorId: string
  fallback: Fallback | null
  choose: (fallback: Fallback | null) => void
}) {
  const { t } = useTranslation('inbox')
  const { data } = useQuery(templatesOptions)
  const approved = (data?.items ?? []).filter(
    (one) => one.connectorId === connectorId && one.status === 'approved',
  )
  const chosen = approved.find(({ id }) => id === fallback?.templateId)
  return (
    <Stack gap="xs">
      <Select
        label={t('later.template')}
        placeholder={t('template.choose')}
        nothingFoundMessage={t('template.nothingFound')}
        searchable
        data={approved.map(({ id, name, language }) => ({ value: id, label: `${name} (${language})` }))}
        value={fallback?.templateId ?? null}
        onChange={(templateId) => {
          const variables = approved.find(({ id }) => id === templateId)?.variables ?? []
          choose(
            templateId === null
              ? null
              : {
                  templateId,
                  variables: Object.fromEntries(variables.map(({ key }) => [key, ''])),
                },
          )
        }}
      />
      {chosen && (
        <Text size="sm" c="dimmed" lineClamp={3}>
          {chosen.preview.body}
        </Text>
      )}
      {fallback &&
        chosen?.variables.map(({ key, sample }) => (
          <TextInput
            key={key}
            label={t('template.variable', { key })}
            placeholder={sample}
            value={fallback.variables[key] ?? ''}
            onChange={(event) =>
              choose({
                ...fallback,
                variables: { ...fallback.variables, [key]: event.currentTarget.value },
              })
            }
            required
            withAsterisk={false}
          />
        ))}
    </Stack>
  )
}

function useSchedule(conversationId: string, onScheduled: () => void) {
  const client = useQueryClient()
  // One key for as long as it is on screen: pressed again after a lost answer, it is kept once.
  const [key] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: ({ text, sendAt, template }: { text: string; sendAt: string; template: Fallback | null }) =>
      answer(
        parley.POST('/api/v1/messages', {
          headers: { 'Idempotency-Key': `${key} ${sendAt} ${template?.templateId ?? ''}` },
          body: { conversationId, body: text, sendAt, ...(template ? { template } : {}) },
        }),
      ),
    onSuccess: (message) => {
      client.setQueryData(threadOptions(conversationId).queryKey, (thread) => withMessage(thread, message))
      onScheduled()
    },
  })
}
