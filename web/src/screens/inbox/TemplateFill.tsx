import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowLeft, IconSend } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Conversation, threadOptions, withMessage } from '../../api/conversations.ts'
import { answer, parley } from '../../api/parley.ts'
import type { Template } from '../../api/templates.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'

interface Props {
  conversation: Conversation
  template: Template
  /** What is known already. */
  variables: Record<string, string>
  back: () => void
  onSent: () => void
}

/** The variables of one template, what the phone will show of it, and whether it may be sent. */
export function TemplateFill({ conversation, template, variables: known, back, onSent }: Props) {
  const { t } = useTranslation(['inbox', 'refusals'])
  const [variables, setVariables] = useState(known)
  const missing = template.variables.filter(({ key }) => (variables[key] ?? '').trim() === '')
  const gate = useGate(conversation.id, template.id, variables)
  const send = useSendTemplate(conversation.id, onSent)
  // A field that is still empty says so itself.
  const reasons = gate?.reasons.filter(({ code }) => code !== 'template_variables_missing') ?? []
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // The composer around it is a form, too, with a text of its own.
        event.stopPropagation()
        if (missing.length === 0) send.mutate({ templateId: template.id, variables })
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Stack gap="sm">
          <Text fw={600}>{template.name}</Text>
          {template.variables.map(({ key, sample }, at) => (
            <TextInput
              key={key}
              label={t('template.variable', { key })}
              placeholder={sample}
              value={variables[key] ?? ''}
              onChange={(event) => setVariables({ ...variables, [key]: event.currentTarget.value })}
              data-autofocus={at === 0 || undefined}
              required
              withAsterisk={false}
            />
          ))}
          {template.variables.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('template.noVariables')}
            </Text>
          )}
        </Stack>
        <TemplatePreview preview={gate?.preview ?? template.preview} />
      </SimpleGrid>
      {reasons.map(({ code, title, remedy }) => (
        <Alert key={code} color="orange" variant="light" title={t(`refusals:${code}.title`, title)} mt="sm">
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`refusals:${code}.remedy`, remedy)}
          </Text>
        </Alert>
      ))}
      <ProblemAlert error={send.error} />
      <Group justify="space-between" mt="md">
        <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={back}>
          {t('template.back')}
        </Button>
        <Button
          type="submit"
          leftSection={<IconSend size={16} />}
          loading={send.isPending}
          disabled={missing.length > 0 || reasons.length > 0}
        >
          {t('template.send')}
        </Button>
      </Group>
    </form>
  )
}

/** What the send gate says of it, with the preview as it would go out. */
function useGate(conversationId: string, templateId: string, variables: Record<string, string>) {
  const [typed] = useDebouncedValue(variables, 250)
  const { data } = useQuery({
    queryKey: ['gate', conversationId, templateId, typed],
    queryFn: () =>
      answer(
        parley.POST('/api/v1/messages/check', {
          body: { conversationId, body: '', template: { templateId, variables: typed } },
        }),
      ),
    placeholderData: keepPreviousData,
  })
  return data
}

function useSendTemplate(conversationId: string, onSent: () => void) {
  const client = useQueryClient()
  // One key for as long as it is on screen: pressed again after a lost answer, it goes out once.
  const [key] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: (template: { templateId: string; variables: Record<string, string> }) =>
      answer(
        parley.POST('/api/v1/messages', {
          headers: { 'Idempotency-Key': key },
          body: { conversationId, body: '', template },
        }),
      ),
    onSuccess: (message) => {
      client.setQueryData(threadOptions(conversationId).queryKey, (thread) => withMessage(thread, message))
      onSent()
    },
  })
}
