import {
  Alert,
  Badge,
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboundAgent } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { ContactPicker } from '../../ui/ContactPicker.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { ComposeNote, FactsUsed } from '../../ui/FactsUsed.tsx'
import { languageName } from '../../ui/names.ts'

/** What one contact would be told, without sending anything. */
export function OutboundTry({ agent, unsaved }: { agent: OutboundAgent; unsaved: boolean }) {
  const { t } = useTranslation('outbound')
  const [contactId, setContactId] = useState<string | null>(null)
  const [goal, setGoal] = useState('')
  const [text, setText] = useState('')
  const ask = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/outbound-agents/{outboundAgentId}/try', {
          params: { path: { outboundAgentId: agent.id } },
          body: { contactId: contactId ?? '', goal, text },
        }),
      ),
  })
  const said = ask.data
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('try.lead')}
      </Text>
      {unsaved && (
        <Alert color="orange" variant="light" py="xs">
          <Text size="sm" c="var(--mantine-color-text)">
            {t('try.unsaved')}
          </Text>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            ask.mutate()
          }}
        >
          <Stack>
            <ContactPicker
              label={t('try.contact')}
              placeholder={t('try.contactExample')}
              nothing={t('try.nobody')}
              value={contactId}
              onChange={setContactId}
            />
            <TextInput
              label={t('try.goal')}
              placeholder={t('try.goalExample')}
              maxLength={2000}
              value={goal}
              onChange={(event) => setGoal(event.currentTarget.value)}
            />
            <Textarea
              label={t('try.text')}
              description={t('try.textHelp')}
              autosize
              minRows={2}
              maxLength={1600}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" w="max-content" loading={ask.isPending} disabled={contactId === null}>
              {t('try.show')}
            </Button>
          </Stack>
        </form>
        <Stack aria-live="polite">
          <ProblemAlert error={ask.error} />
          {said && (
            <>
              <Paper p="sm" bg="var(--bubble-out)" style={{ borderRadius: 12 }}>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                  {said.text}
                </Text>
              </Paper>
              <Group gap={6}>
                <Badge variant="default" tt="none">
                  {languageName(said.language.replace('_', '-'))}
                </Badge>
                <Badge variant="default" tt="none">
                  {t(`composedBy.${said.composedBy}`)}
                </Badge>
              </Group>
              {said.missing.length > 0 && (
                <Text size="sm" c="dimmed">
                  {t('try.missing', { facts: said.missing.join(', ') })}
                </Text>
              )}
              <ComposeNote note={said.note} />
              <FactsUsed facts={said.facts} />
            </>
          )}
        </Stack>
      </SimpleGrid>
    </Stack>
  )
}
