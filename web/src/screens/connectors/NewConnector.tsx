import { Paper, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ChooseKind, kinds } from './ChooseKind.tsx'
import { bodyOf, CredentialsForm, type Settings } from './CredentialsForm.tsx'

const empty: Settings = {
  name: '',
  accountSid: '',
  authToken: '',
  messagingServiceSid: '',
  receiveInbound: true,
  sendOutbound: true,
}

/** First what it links to, then the form; the step stands in the address, so that going back returns to it. */
export function Screen() {
  const { t } = useTranslation('connectors')
  const { kind } = useSearch({ strict: false }) as { kind?: string }
  const chosen = kinds.some((one) => one === kind)
  return (
    <Page
      title={t('new')}
      back={
        chosen
          ? { to: paths.newConnector, label: t('kind.label') }
          : { to: paths.connectors, label: t('title') }
      }
    >
      <Text c="dimmed" maw={640}>
        {t('newLead')}
      </Text>
      {chosen ? <NewTwilio /> : <ChooseKind />}
    </Page>
  )
}

function NewTwilio() {
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
    <>
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
    </>
  )
}
