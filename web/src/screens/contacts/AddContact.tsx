import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** A number is enough; whoever has it already is opened. */
export function AddContact({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({ initialValues: { phone: '', givenName: '' } })
  const add = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.POST('/api/v1/contacts', { body })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['contacts'] })
      await navigate({ to: paths.contact, params: { contactId: id } })
    },
  })
  return (
    <Modal opened={opened} onClose={close} title={t('add')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit((values) => add.mutate(values))}>
        <Stack>
          <TextInput
            type="tel"
            label={t('phone')}
            description={t('phoneHelp')}
            placeholder="+49 30 1234567"
            required
            minLength={5}
            data-autofocus
            {...form.getInputProps('phone')}
          />
          <TextInput label={t('givenName')} maxLength={120} {...form.getInputProps('givenName')} />
          <ProblemAlert error={add.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={add.isPending}>
              {t('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
