import { Box, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Member, membersOptions } from '../../api/contacts.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { Copyable } from '../../ui/Copyable.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { dateAndTime } from '../../ui/time.ts'
import { useRoles } from './use-roles.ts'

export function Members() {
  const may = useMay('members.manage')
  const { data, error } = useQuery(membersOptions)
  return (
    <Stack>
      <ProblemAlert error={error} />
      {data?.items.map((member) => (
        <MemberLine key={member.id} member={member} may={may} />
      ))}
      {may && <Invitations />}
    </Stack>
  )
}

function MemberLine({ member, may }: { member: Member; may: boolean }) {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const roles = useRoles()
  const params = { params: { path: { memberId: member.id } } }
  const settled = { onSettled: () => client.invalidateQueries({ queryKey: ['members'] }) }
  const change = useMutation({
    mutationFn: (role: Member['role']) =>
      answer(parley.PATCH('/api/v1/members/{memberId}', { ...params, body: { role } })),
    onSuccess: tellSaved,
    ...settled,
  })
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/members/{memberId}', params)),
    ...settled,
  })
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <div>
          <Text fw={600}>{member.name}</Text>
          <Text size="sm" c="dimmed">
            {member.email}
          </Text>
        </div>
        <Group gap="xs">
          <Select
            aria-label={t('members.roleOf', { name: member.name })}
            w={150}
            data={roles}
            value={member.role}
            onChange={(role) => role && change.mutate(role as Member['role'])}
            disabled={!may}
            allowDeselect={false}
          />
          {may && (
            <Button
              variant="subtle"
              color="red"
              onClick={() =>
                askFirst({
                  title: t('members.removeTitle', { name: member.name }),
                  text: t('members.removeText'),
                  action: () => remove.mutate(),
                })
              }
              loading={remove.isPending}
            >
              {t('members.remove')}
            </Button>
          )}
        </Group>
      </Group>
      <ProblemAlert error={change.error ?? remove.error} />
    </Paper>
  )
}

/** Parley sends no mail: the link is handed over by the person who invites. */
function Invitations() {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const roles = useRoles()
  const form = useForm({ initialValues: { email: '', role: 'member' as Member['role'] } })
  const { data } = useQuery({
    queryKey: ['invitations'],
    queryFn: () => answer(parley.GET('/api/v1/invitations')),
  })
  const settled = () => client.invalidateQueries({ queryKey: ['invitations'] })
  const invite = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.POST('/api/v1/invitations', { body })),
    onSuccess: () => form.reset(),
    onSettled: settled,
  })
  const withdraw = useMutation({
    mutationFn: (invitationId: string) =>
      answer(parley.DELETE('/api/v1/invitations/{invitationId}', { params: { path: { invitationId } } })),
    onSettled: settled,
  })
  return (
    <Stack component="section" aria-labelledby="invite">
      <Title order={2} size="h4" id="invite">
        {t('invite.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('invite.lead')}
      </Text>
      <form onSubmit={form.onSubmit((values) => invite.mutate(values))}>
        <Group align="flex-end">
          <TextInput
            flex={1}
            miw={200}
            label={t('invite.email')}
            type="email"
            required
            {...form.getInputProps('email')}
          />
          <Select
            w={150}
            label={t('invite.role')}
            data={roles}
            allowDeselect={false}
            {...form.getInputProps('role')}
          />
          <Button type="submit" loading={invite.isPending}>
            {t('invite.action')}
          </Button>
        </Group>
      </form>
      <ProblemAlert error={invite.error ?? withdraw.error} />
      {data?.items.map((one) => (
        <Paper key={one.id} withBorder p="md">
          <Group justify="space-between">
            <div>
              <Text fw={600}>{one.email}</Text>
              <Text size="sm" c="dimmed">
                {t('invite.until', { until: dateAndTime(one.expiresAt) })}
              </Text>
            </div>
            <Button
              variant="subtle"
              color="red"
              onClick={() =>
                askFirst({
                  title: t('invite.withdrawTitle', { email: one.email }),
                  text: t('invite.withdrawText'),
                  action: () => withdraw.mutate(one.id),
                })
              }
            >
              {t('invite.withdraw')}
            </Button>
          </Group>
          <Box mt="xs">
            <Copyable value={one.url} what={t('invite.link', { email: one.email })} />
          </Box>
        </Paper>
      ))}
    </Stack>
  )
}
