import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Frame } from './Frame.tsx'

/** The first organization, or another one. */
export function Screen() {
  const { t } = useTranslation('sign-in')
  const form = useForm({ initialValues: { name: '' } })
  const create = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.POST('/api/v1/organizations', { body })),
    // A new organization is a new beginning: nothing of another one is remembered.
    onSuccess: () => window.location.assign(paths.home),
  })
  return (
    <Frame title={t('welcome.title')} lead={t('welcome.lead')}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          <TextInput
            label={t('welcome.name')}
            placeholder={t('welcome.example')}
            required
            autoFocus
            maxLength={80}
            {...form.getInputProps('name')}
          />
          <ProblemAlert error={create.error} />
          <Button type="submit" loading={create.isPending} fullWidth>
            {t('welcome.action')}
          </Button>
        </Stack>
      </form>
    </Frame>
  )
}
