import {
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CampaignStep } from '../../api/campaigns.ts'
import { type Template, templatesOptions, useSuggestion } from '../../api/templates.ts'
import { languageName } from '../../ui/names.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { asUnit, units } from './wait.ts'

/** What a text may say about the contact. */
const facts = ['first_name', 'name', 'owner', 'owner_first_name', 'lead.title', 'lead.value', 'lead.stage']

interface Props {
  step: CampaignStep
  at: number
  connectorId: string
  /** Whether the outbound agent words what is left empty. */
  isWorded: boolean
  change: (step: CampaignStep) => void
  remove: (() => void) | null
}

/** What one step says: a template for everybody, and, if wanted, a text for those whose window is open. */
export function StepEditor({ step, at, connectorId, isWorded, change, remove }: Props) {
  const { t } = useTranslation(['campaigns', 'outbound'])
  const { data } = useQuery(templatesOptions)
  const approved = data?.items.filter(
    (template) => template.connectorId === connectorId && template.status === 'approved',
  )
  const template = approved?.find(({ id }) => id === step.templateId)
  return (
    <Stack>
      <Group justify="space-between">
        <Text fw={600}>{t('step', { number: at + 1 })}</Text>
        {remove && (
          <Button variant="subtle" color="red" size="compact-sm" onClick={remove}>
            {t('plan.removeStep')}
          </Button>
        )}
      </Group>
      {at > 0 && (
        <Wait seconds={step.waitSeconds} change={(waitSeconds) => change({ ...step, waitSeconds })} />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Stack gap="sm">
          <Select
            label={t('plan.template')}
            description={t('plan.templateText')}
            placeholder={t(approved?.length === 0 ? 'plan.noTemplate' : 'plan.chooseTemplate')}
            data={optionsOf(approved ?? [])}
            value={step.templateId}
            onChange={(templateId) => {
              const chosen = approved?.find(({ id }) => id === templateId)
              change({ ...step, templateId, variables: valuesFor(chosen, step.variables) })
            }}
            searchable
            clearable
          />
          {step.text.trim() !== '' && <Suggest {...{ step, connectorId, change }} />}
          {template?.variables.map(({ key, sample }) => (
            <TextInput
              key={key}
              label={t('plan.variable', { key })}
              placeholder={sample}
              value={step.variables[key] ?? ''}
              onChange={(event) =>
                change({ ...step, variables: { ...step.variables, [key]: event.currentTarget.value } })
              }
            />
          ))}
        </Stack>
        {template && (
          <div>
            <TemplatePreview preview={template.preview} />
          </div>
        )}
      </SimpleGrid>
      <Textarea
        label={t('plan.text')}
        description={t(isWorded ? 'outbound:voice.textHelp' : 'plan.textText')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={1600}
        value={step.text}
        onChange={(event) => change({ ...step, text: event.currentTarget.value })}
      />
      <Text size="sm" c="dimmed">
        {t('plan.facts', {
          facts: facts.map((name) => `{{${name}}}`).join(' '),
          example: `{{first_name|${t('plan.instead')}}}`,
        })}
      </Text>
    </Stack>
  )
}

/** The template that says best what the text of the step says. */
function Suggest({ step, connectorId, change }: Pick<Props, 'step' | 'connectorId' | 'change'>) {
  const { t } = useTranslation('campaigns')
  const suggest = useSuggestion()
  const ask = () =>
    suggest.mutate(
      { connectorId, text: step.text },
      {
        onSuccess: ({ best }) =>
          best && change({ ...step, templateId: best.templateId, variables: best.variables }),
      },
    )
  return (
    <Stack gap={4} align="flex-start">
      <Button
        variant="light"
        size="compact-sm"
        leftSection={<IconBulb size={14} />}
        loading={suggest.isPending}
        onClick={ask}
      >
        {t('plan.suggest')}
      </Button>
      <ProblemAlert error={suggest.error} />
      {suggest.data?.best === null && (
        <Text size="sm" role="status">
          {t('plan.notSuited')}
        </Text>
      )}
    </Stack>
  )
}

const optionsOf = (templates: readonly Template[]) =>
  templates.map(({ id, name, language }) => ({
    value: id,
    label: `${name} · ${languageName(language.replace('_', '-'))}`,
  }))

/** Values for what the template asks for; the first variable is nearly always the name. */
function valuesFor(template: Template | undefined, before: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    (template?.variables ?? []).map(({ key }, at) => [
      key,
      before[key] ?? (at === 0 ? '{{first_name}}' : ''),
    ]),
  )
}

function Wait({ seconds, change }: { seconds: number; change: (seconds: number) => void }) {
  const { t } = useTranslation('campaigns')
  const { count, unit } = asUnit(seconds)
  const lengthOf = (name: string) => units.find(([each]) => each === name)?.[1] ?? 60
  return (
    <Group align="flex-end" gap="xs">
      <NumberInput
        label={t('plan.wait')}
        value={count}
        min={1}
        max={365}
        w={110}
        onChange={(value) => change(Math.max(1, Number(value)) * lengthOf(unit))}
      />
      <Select
        aria-label={t('plan.waitUnit')}
        data={units.map(([value]) => ({ value, label: t(`unitName.${value}`) }))}
        value={unit}
        onChange={(value) => change(count * lengthOf(value ?? 'days'))}
        allowDeselect={false}
        w={130}
      />
    </Group>
  )
}
