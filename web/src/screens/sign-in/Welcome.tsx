import { Anchor, Button, Divider, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Frame } from './Frame.tsx'

/** The first organization, another one, or one of those the person belongs to. */
export function Screen() {
  const { t } = useTranslation('sign-in')
  const { data: me } = useQuery(meOptions)
  const form = useForm({ initialValues: { name: '' } })
  // Another organization is a new beginning: nothing of the one before is remembered.
  const begin = { onSuccess: () => window.location.assign(paths.home) }
  const create = useMutation({
    mutationFn: (body: typeof form.values) => answer(parley.POST('/api/v1/organizations', { body })),
    ...begin,
  })
  const enter = useMutation({
    mutationFn: (organizationId: string) =>
      answer(parley.POST('/api/v1/me/organization', { body: { organizationId } })),
    ...begin,
  })
  const leave = useMutation({
    mutationFn: () => answer(parley.POST('/api/auth/sign-out', { body: {} })),
    onSuccess: () => window.location.assign(paths.signIn),
  })
  const others = me?.organization ? [] : (me?.organizations ?? [])
  return (
    <Frame
      title={t('welcome.title')}
      lead={t('welcome.lead')}
      foot={
        me?.organization ? (
          <Anchor component={Link} to={paths.home}>
            {t('welcome.back', me.organization)}
          </Anchor>
        ) : (
          <Anchor component="button" onClick={() => leave.mutate()}>
            {t('welcome.signOut')}
          </Anchor>
        )
      }
    >
      {others.map(({ id, name }) => (
        <Button key={id} variant="default" onClick={() => enter.mutate(id)} loading={enter.isPending}>
          {t('welcome.enter', { name })}
        </Button>
      ))}
      {others.length > 0 && <Divider label={t('welcome.or')} />}
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
          <ProblemAlert error={create.error ?? enter.error} />
          <Button type="submit" loading={create.isPending} fullWidth>
            {t('welcome.action')}
          </Button>
        </Stack>
      </form>
    </Frame>
  )
}
