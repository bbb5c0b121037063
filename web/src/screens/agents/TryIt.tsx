import { Alert, Box, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

interface Said {
  answer: string | null
  handOver: string | null
  sources: { passageId: string; title: string }[]
}

/** Ask the agent as a guest would, without sending anything. */
export function TryIt({ ask: asking }: { ask: (question: string) => Promise<Said> }) {
  const { t } = useTranslation('agents')
  const [question, setQuestion] = useState('')
  const ask = useMutation({ mutationFn: () => asking(question) })
  const said = ask.data
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('try.lead')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate()
        }}
      >
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('try.question')}
            placeholder={t('try.example')}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
            required
            maxLength={1600}
          />
          <Button type="submit" loading={ask.isPending}>
            {t('try.ask')}
          </Button>
        </Group>
      </form>
      <ProblemAlert error={ask.error} />
      {said && (
        <Paper withBorder p="md" aria-live="polite">
          {said.handOver && (
            <Alert
              color="orange"
              variant="light"
              title={t(`handOver.${said.handOver}`, { defaultValue: t('handOver.other') })}
              mb="sm"
            />
          )}
          <Text style={{ whiteSpace: 'pre-wrap' }}>{said.answer ?? t('try.silent')}</Text>
          {said.sources.length > 0 && (
            <Box mt="sm">
              <Text size="sm" fw={600}>
                {t('try.sources')}
              </Text>
              {said.sources.map((source) => (
                <Text key={source.passageId} size="sm" c="dimmed">
                  {source.title}
                </Text>
              ))}
            </Box>
          )}
        </Paper>
      )}
    </Stack>
  )
}
