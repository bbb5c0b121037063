import { Button, Group, NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { type Agent, agentOptions } from '../../api/setup.ts'
import { languageChoices } from './language-choices.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

/** How the agent answers: by itself or after approval, with which brain, in which language and tone. */
export function AgentSettings({ agent }: { agent: Agent }) {
  const { t, i18n } = useTranslation('agents')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { name, mode, brain, language, instructions, welcome, applicationUrl, debounceMs } = agent
  const form = useForm({
    initialValues: {
      name,
      mode,
      brain,
      language,
      instructions,
      welcome,
      applicationUrl: applicationUrl ?? '',
      debounceMs,
    },
  })
  const path = { agentId: agent.id }
  const save = useMutation({
    mutationFn: (values: typeof form.values) =>
      answer(
        parley.PATCH('/api/v1/agents/{agentId}', {
          params: { path },
          body: { ...values, applicationUrl: values.applicationUrl || null },
        }),
      ),
    onSuccess: (now) => {
      client.setQueryData(agentOptions(agent.id).queryKey, now)
      form.resetDirty()
      tellSaved()
    },
  })
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/agents/{agentId}', { params: { path } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['agents'] })
      await navigate({ to: paths.agents })
    },
  })
  const ask = () =>
    askFirst({
      title: t('settings.remove'),
      text: t('settings.removeHelp'),
      action: () => remove.mutate(),
    })
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack maw={620}>
        <TextInput label={t('name')} required maxLength={80} {...form.getInputProps('name')} />
        <Radio.Group label={t('settings.mode')} {...form.getInputProps('mode')}>
          <Stack gap="xs" mt="xs">
            {(['auto', 'draft', 'off'] as const).map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`mode.${one}.name`)}
                description={t(`mode.${one}.text`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('settings.brain')} {...form.getInputProps('brain')}>
          <Stack gap="xs" mt="xs">
            {(['built_in', 'model', 'application'] as const).map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`brain.${one}.name`)}
                description={t(`brain.${one}.text`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.brain === 'application' && (
          <TextInput
            label={t('settings.applicationUrl')}
            description={t('settings.applicationHelp')}
            type="url"
            required
            {...form.getInputProps('applicationUrl')}
          />
        )}
        {form.values.brain === 'model' && (
          <Textarea
            label={t('settings.instructions')}
            description={t('settings.instructionsHelp')}
            autosize
            minRows={4}
            {...form.getInputProps('instructions')}
          />
        )}
        <Textarea
          label={t('settings.welcome')}
          description={t('settings.welcomeHelp')}
          autosize
          minRows={2}
          maxLength={1600}
          {...form.getInputProps('welcome')}
        />
        <Select
          label={t('settings.language')}
          data={languageChoices(i18n.language)}
          allowDeselect={false}
          {...form.getInputProps('language')}
        />
        <NumberInput
          label={t('settings.debounce')}
          description={t('settings.debounceHelp')}
          min={0}
          max={30_000}
          step={500}
          suffix=" ms"
          {...form.getInputProps('debounceMs')}
        />
        <ProblemAlert error={save.error ?? remove.error} />
        <Group justify="space-between">
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('save')}
          </Button>
          <Button variant="subtle" color="red" onClick={ask}>
            {t('settings.remove')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
