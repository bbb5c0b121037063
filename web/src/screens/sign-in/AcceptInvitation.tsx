import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Frame } from './Frame.tsx'

export function Screen() {
  const { t } = useTranslation('sign-in')
  const { invitationId } = useParams({ from: paths.invitation })
  const path = { invitationId }
  const client = useQueryClient()
  const { data: me } = useQuery(meOptions)
  const invitation = useQuery({
    queryKey: ['invitation', invitationId],
    queryFn: () => answer(parley.GET('/api/v1/invitations/{invitationId}', { params: { path } })),
    enabled: Boolean(me),
  })
  const accept = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/invitations/{invitationId}/accept', { params: { path } })),
    onSuccess: () => window.location.assign(paths.home),
  })
  const elsewhere = useMutation({
    mutationFn: () => answer(parley.POST('/api/auth/sign-out', { body: {} })),
    onSuccess: () => client.setQueryData(meOptions.queryKey, null),
  })
  const to = encodeURIComponent(`/invitation/${invitationId}`)
  const { organizationName = '', invitedBy = '' } = invitation.data ?? {}
  return (
    <Frame
      title={t('invitation.title')}
      lead={
        invitation.data
          ? t('invitation.lead', { organization: organizationName, name: invitedBy })
          : me
            ? invitation.error && t('invitation.notOpen')
            : t('invitation.signInFirst')
      }
    >
      <Stack>
        {me && <ProblemAlert error={invitation.error ?? accept.error} />}
        {me === null && (
          <>
            <Button component="a" href={`${paths.signUp}?to=${to}`}>
              {t('signUp.title')}
            </Button>
            <Button component="a" href={`${paths.signIn}?to=${to}`} variant="default">
              {t('signIn.title')}
            </Button>
          </>
        )}
        {me && (invitation.error ?? accept.error) && (
          <>
            <Text size="sm">{t('invitation.signedInAs', { email: me.user.email })}</Text>
            <Button variant="default" onClick={() => elsewhere.mutate()} loading={elsewhere.isPending}>
              {t('invitation.other')}
            </Button>
          </>
        )}
        {invitation.data && (
          <Button onClick={() => accept.mutate()} loading={accept.isPending}>
            {t('invitation.action', { organization: organizationName })}
          </Button>
        )}
      </Stack>
    </Frame>
  )
}
