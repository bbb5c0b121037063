import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { destinationOf } from './destination.ts'
import { Failure } from './Failure.tsx'
import { Frame } from './Frame.tsx'

export function Screen() {
  const { t } = useTranslation('sign-in')
  const { to } = useSearch({ strict: false }) as { to?: string }
  const client = useQueryClient()
  const router = useRouter()
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: { password: (value) => (value.length < 8 ? t('signUp.shortPassword') : null) },
  })
  const create = useMutation({
    mutationFn: async (body: typeof form.values) => {
      await answer(parley.POST('/api/auth/sign-up/email', { body }))
    },
    onSuccess: async () => {
      await client.fetchQuery({ ...meOptions, staleTime: 0 })
      router.history.push(destinationOf(to, paths.welcome))
    },
  })
  return (
    <Frame
      title={t('signUp.title')}
      lead={t('signUp.lead')}
      foot={
        <>
          {t('signUp.known')}{' '}
          <Anchor component={Link} to={paths.signIn} search={(to ? { to } : {}) as never}>
            {t('signIn.title')}
          </Anchor>
        </>
      }
    >
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          <TextInput
            label={t('name')}
            autoComplete="name"
            required
            autoFocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="email"
            required
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('password')}
            description={t('signUp.passwordHelp')}
            autoComplete="new-password"
            required
            {...form.getInputProps('password')}
          />
          <Failure error={create.error} />
          <Button type="submit" loading={create.isPending} fullWidth>
            {t('signUp.action')}
          </Button>
        </Stack>
      </form>
    </Frame>
  )
}
