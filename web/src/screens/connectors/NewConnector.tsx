import { Paper, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { bodyOf, CredentialsForm, type Settings } from './CredentialsForm.tsx'

const empty: Settings = {
  name: '',
  accountSid: '',
  authToken: '',
  messagingServiceSid: '',
  receiveInbound: true,
  sendOutbound: true,
}

export function Screen() {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: (settings: Settings) =>
      answer(
        parley.POST('/api/v1/connectors', {
          body: { ...bodyOf(settings), authToken: settings.authToken.trim() },
        }),
      ),
    onSuccess: async (connector) => {
      await client.invalidateQueries({ queryKey: ['connectors'] })
      await navigate({ to: paths.connector, params: { connectorId: connector.id } })
    },
  })
  return (
    <Page title={t('new')} back={{ to: paths.connectors, label: t('title') }}>
      <Text c="dimmed" maw={640}>
        {t('newLead')}
      </Text>
      <Paper withBorder p="lg" maw={640}>
        <CredentialsForm
          initial={empty}
          action={t('create')}
          tokenKept={false}
          pending={create.isPending}
          error={create.error}
          submit={(settings) => create.mutate(settings)}
        />
      </Paper>
      <Text size="sm" c="dimmed" maw={640}>
        {t('why')}
      </Text>
    </Page>
  )
}
