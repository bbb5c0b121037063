import { Alert, Anchor, Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { Copyable } from '../../ui/Copyable.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { useRoles } from './use-roles.ts'

/** Keys for programs. The secret is shown once, when it is made. */
export function Keys() {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const roles = useRoles()
  const form = useForm({
    initialValues: { name: '', role: 'member' as 'owner' | 'admin' | 'member' | 'viewer' },
  })
  const { data, error } = useQuery({ queryKey: ['keys'], queryFn: () => answer(parley.GET('/api/v1/keys')) })
  const settled = () => client.invalidateQueries({ queryKey: ['keys'] })
  const create = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.POST('/api/v1/keys', { body })),
    onSuccess: () => form.reset(),
    onSettled: settled,
  })
  const remove = useMutation({
    mutationFn: (keyId: string) =>
      answer(parley.DELETE('/api/v1/keys/{keyId}', { params: { path: { keyId } } })),
    onSettled: settled,
  })
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('keys.lead')}{' '}
        <Anchor href="/api/docs" target="_blank" inherit>
          {t('keys.docs')}
        </Anchor>
      </Text>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Group align="flex-end">
          <TextInput
            flex={1}
            miw={200}
            label={t('keys.name')}
            required
            maxLength={80}
            {...form.getInputProps('name')}
          />
          <Select
            w={150}
            label={t('invite.role')}
            data={roles}
            allowDeselect={false}
            {...form.getInputProps('role')}
          />
          <Button type="submit" loading={create.isPending}>
            {t('keys.create')}
          </Button>
        </Group>
      </form>
      <ProblemAlert error={error ?? create.error ?? remove.error} />
      {create.data && (
        <Alert color="parley" variant="light" title={t('keys.once')} role="status">
          <Copyable value={create.data.secret} what={create.data.name} />
        </Alert>
      )}
      {data?.items.map((key) => (
        <Paper key={key.id} withBorder p="md">
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600}>{key.name}</Text>
              <Text size="sm" c="dimmed">
                {key.start}… · {t(`roles.${key.role}`)} ·{' '}
                {key.lastUsedAt ? t('keys.used', { at: dateAndTime(key.lastUsedAt) }) : t('keys.unused')}
              </Text>
            </div>
            <Button
              variant="subtle"
              color="red"
              style={{ flexShrink: 0 }}
              onClick={() =>
                askFirst({
                  title: t('keys.revokeTitle', { name: key.name }),
                  text: t('keys.revokeText'),
                  action: () => remove.mutate(key.id),
                })
              }
            >
              {t('keys.revoke')}
            </Button>
          </Group>
        </Paper>
      ))}
    </Stack>
  )
}
