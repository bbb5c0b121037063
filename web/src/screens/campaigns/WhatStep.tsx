import { Button, Paper, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CampaignPlan } from '../../api/campaigns.ts'
import { emptyStep, isWorded, type PartProps } from './plan.ts'
import { StepEditor } from './StepEditor.tsx'
import { Voice } from './Voice.tsx'

const day = 86_400
const kinds = ['one_shot', 'drip', 'follow_up'] as const

/** What is said, step by step. */
export function WhatStep({ plan, change }: PartProps) {
  const { t } = useTranslation('campaigns')
  const choose = (kind: CampaignPlan['kind']) => {
    const [first = emptyStep] = plan.steps
    const steps =
      kind === 'one_shot'
        ? [first]
        : plan.steps.length > 1
          ? plan.steps
          : [first, { ...emptyStep, waitSeconds: 2 * day }]
    change({ kind, steps })
  }
  const put = (at: number, step: CampaignPlan['steps'][number] | null) =>
    change({ steps: plan.steps.flatMap((one, index) => (index === at ? (step ? [step] : []) : [one])) })
  return (
    <Stack gap="lg">
      <div>
        <SegmentedControl
          fullWidth
          aria-label={t('plan.kind')}
          value={plan.kind}
          onChange={choose}
          data={kinds.map((value) => ({ value, label: t(`kind.${value}.name`) }))}
        />
        <Text size="sm" c="dimmed" mt={6}>
          {t(`kind.${plan.kind}.text`)}
        </Text>
      </div>
      <Voice plan={plan} change={change} />
      {plan.steps.map((step, at) => (
        <Paper key={at} withBorder p="md">
          <StepEditor
            step={step}
            at={at}
            connectorId={plan.connectorId}
            isWorded={isWorded(plan)}
            change={(changed) => put(at, changed)}
            remove={plan.steps.length > 1 && at > 0 ? () => put(at, null) : null}
          />
        </Paper>
      ))}
      {plan.kind !== 'one_shot' && plan.steps.length < 20 && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => change({ steps: [...plan.steps, { ...emptyStep, waitSeconds: 2 * day }] })}
          w="max-content"
        >
          {t('plan.addStep')}
        </Button>
      )}
    </Stack>
  )
}
