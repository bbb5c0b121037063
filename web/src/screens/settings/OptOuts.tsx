import { Button, Group, Paper, Stack, Switch, TagsInput, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ConsentSettings, consentSettingsOptions } from '../../api/consent.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { Section } from './Section.tsx'

/** Which words end the messages, and what they are answered with. */
export function OptOuts({ may }: { may: boolean }) {
  const { t } = useTranslation('consent')
  const { data, error } = useQuery(consentSettingsOptions)
  return (
    <Section id="opt-outs" title={t('words.title')} lead={t('words.lead')}>
      <ProblemAlert error={error} />
      {data && <Edit settings={data} may={may} />}
    </Section>
  )
}

function Edit({ settings, may }: { settings: ConsentSettings; may: boolean }) {
  const { t } = useTranslation('consent')
  const client = useQueryClient()
  const form = useForm({ initialValues: settings })
  const save = useMutation({
    mutationFn: (body: ConsentSettings) => answer(parley.PATCH('/api/v1/consent-settings', { body })),
    onSuccess: (saved) => {
      client.setQueryData(consentSettingsOptions.queryKey, saved)
      form.setInitialValues(saved)
      form.reset()
      tellSaved()
    },
  })
  return (
    <Paper withBorder p="md">
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TagsInput
            label={t('words.stop')}
            description={t('words.stopHelp')}
            placeholder={t('words.add')}
            disabled={!may}
            maxTags={50}
            {...form.getInputProps('stopWords')}
          />
          <TagsInput
            label={t('words.start')}
            description={t('words.startHelp')}
            placeholder={t('words.add')}
            disabled={!may}
            maxTags={50}
            {...form.getInputProps('startWords')}
          />
          <Switch
            label={t('words.confirms')}
            description={t('words.confirmsHelp')}
            disabled={!may}
            {...form.getInputProps('confirms', { type: 'checkbox' })}
          />
          {form.values.confirms && (
            <Textarea
              label={t('words.text')}
              placeholder={t('words.textExample')}
              autosize
              minRows={2}
              maxLength={500}
              disabled={!may}
              {...form.getInputProps('confirmationText')}
            />
          )}
          <ProblemAlert error={save.error} />
          {may && (
            <Group>
              <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
                {t('save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Paper>
  )
}
