import { Alert, Button, Group, Paper, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { outboundAgentsOptions } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { ComposeNote, FactsUsed } from '../../ui/FactsUsed.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { emptyStep, type PartProps } from './plan.ts'

/** In whose voice it speaks and what it is to come to; from both the agent proposes what to say. */
export function Voice({ plan, change }: PartProps) {
  const { t } = useTranslation(['outbound', 'campaigns'])
  const { data } = useQuery(outboundAgentsOptions)
  const { agentId, goal, kind, steps } = plan
  const propose = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/campaigns/propose', { body: { agentId: agentId ?? '', goal, kind } })),
    onSuccess: (proposal) =>
      change({
        steps: proposal.steps.map(({ text, waitSeconds }, at) => ({
          ...(steps[at] ?? emptyStep),
          text,
          waitSeconds: steps[at]?.waitSeconds || waitSeconds,
        })),
      }),
  })
  if (data?.items.length === 0 && agentId === null) return null
  return (
    <Paper component="section" aria-label={t('voice.title')} withBorder p="md">
      <Stack gap="sm">
        <Select
          label={t('voice.agent')}
          description={t('voice.agentHelp')}
          placeholder={t('voice.nobody')}
          data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={agentId}
          onChange={(id) => change({ agentId: id })}
          clearable
          clearButtonProps={{ 'aria-label': t('voice.nobody') }}
        />
        <Textarea
          label={t('voice.goal')}
          placeholder={t('voice.goalExample')}
          autosize
          minRows={2}
          maxLength={2000}
          value={goal}
          onChange={(event) => change({ goal: event.currentTarget.value })}
        />
        {agentId !== null && (
          <Group>
            <Button
              variant="light"
              leftSection={<IconSparkles size={16} aria-hidden />}
              disabled={goal.trim() === ''}
              loading={propose.isPending}
              onClick={() => propose.mutate()}
            >
              {t('voice.propose')}
            </Button>
            <Text size="sm" c="dimmed" flex="1 1 240px">
              {t('voice.proposeHelp')}
            </Text>
          </Group>
        )}
        <ProblemAlert error={propose.error} />
        {propose.data && (
          <Stack gap="xs" aria-live="polite">
            <Alert color="parley" variant="light" py="xs">
              <Text size="sm" c="var(--mantine-color-text)">
                {t('voice.proposed')}
              </Text>
            </Alert>
            <ComposeNote note={propose.data.note} />
            <FactsUsed facts={propose.data.facts} />
          </Stack>
        )}
      </Stack>
    </Paper>
  )
}
