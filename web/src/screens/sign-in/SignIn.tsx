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
  const form = useForm({ initialValues: { email: '', password: '' } })
  const enter = useMutation({
    mutationFn: async (body: typeof form.values) => {
      await answer(parley.POST('/api/auth/sign-in/email', { body }))
    },
    onSuccess: async () => {
      await client.invalidateQueries(meOptions)
      await client.fetchQuery({ ...meOptions, staleTime: 0 })
      router.history.push(destinationOf(to, paths.home))
    },
  })
  return (
    <Frame
      title={t('signIn.title')}
      lead={t('signIn.lead')}
      foot={
        <>
          {t('signIn.noAccount')}{' '}
          <Anchor component={Link} to={paths.signUp} search={(to ? { to } : {}) as never}>
            {t('signUp.title')}
          </Anchor>
        </>
      }
    >
      <form onSubmit={form.onSubmit((values) => enter.mutate(values))}>
        <Stack>
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="email"
            required
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
          <Failure error={enter.error} />
          <Button type="submit" loading={enter.isPending} fullWidth>
            {t('signIn.action')}
          </Button>
        </Stack>
      </form>
    </Frame>
  )
}
