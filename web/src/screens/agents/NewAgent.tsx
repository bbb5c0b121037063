import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** A name is enough to begin: an agent answers by itself, from its knowledge, with the built-in brain. */
export function NewAgent({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation('agents')
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({ initialValues: { name: '' } })
  const create = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.POST('/api/v1/agents', { body })),
    onSuccess: async (agent) => {
      await client.invalidateQueries({ queryKey: ['agents'] })
      await navigate({ to: paths.agent, params: { agentId: agent.id } })
    },
  })
  return (
    <Modal opened={opened} onClose={close} title={t('new')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('newLead')}
          </Text>
          <TextInput
            label={t('name')}
            placeholder={t('nameExample')}
            required
            maxLength={80}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <ProblemAlert error={create.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              {t('create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
