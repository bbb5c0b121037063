import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meOptions, useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

/** What the organization is called. */
export function Organization() {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const may = useMay('organization.manage')
  const { data: me } = useQuery(meOptions)
  const form = useForm({ initialValues: { name: me?.organization?.name ?? '' } })
  const save = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.PATCH('/api/v1/organization', { body })),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: meOptions.queryKey })
      form.setInitialValues({ name })
      form.reset()
      tellSaved()
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack maw={480}>
        <TextInput
          label={t('organization.name')}
          description={t('organization.nameHelp')}
          required
          maxLength={80}
          readOnly={!may}
          {...form.getInputProps('name')}
        />
        <ProblemAlert error={save.error} />
        {may && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('organization.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
