import { Alert, Button, Drawer, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconPencil, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { type Connector, connectorOptions } from '../../api/setup.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { bodyOf, CredentialsForm, type Settings } from './CredentialsForm.tsx'
import { Health } from './Health.tsx'
import { Missed } from './Missed.tsx'
import { Numbers } from './Numbers.tsx'
import { RemoveConnector } from './RemoveConnector.tsx'
import { Service } from './Service.tsx'
import { WebhookUrl } from './WebhookUrl.tsx'

export function Screen() {
  const { t } = useTranslation('connectors')
  const { connectorId = '' } = useParams({ strict: false })
  const client = useQueryClient()
  const may = useMay('connectors.manage')
  const [editing, { open, close }] = useDisclosure(false)
  const { data: connector, error } = useQuery(connectorOptions(connectorId))
  const params = { params: { path: { connectorId } } }
  const shown = async (now: Connector) => {
    await putAnswer(client, connectorOptions(connectorId), now)
    await client.invalidateQueries({ queryKey: ['senders'] })
  }
  const save = useMutation({
    mutationFn: (settings: Settings) =>
      answer(parley.PATCH('/api/v1/connectors/{connectorId}', { ...params, body: bodyOf(settings) })),
    onSuccess: async (now) => {
      await shown(now)
      close()
      tellSaved()
    },
  })
  const test = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/connectors/{connectorId}/test', params)),
    onSuccess: shown,
  })
  if (!connector) return <PagePending title={t('title')} label={t('loading')} error={error} />
  return (
    <Page
      title={connector.name}
      back={{ to: paths.connectors, label: t('title') }}
      actions={
        <Group gap="xs">
          <Health connector={connector} />
          {may && (
            <Button variant="default" leftSection={<IconPencil size={16} />} onClick={open}>
              {t('edit')}
            </Button>
          )}
          {may && (
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              onClick={() => test.mutate()}
              loading={test.isPending}
            >
              {t('test')}
            </Button>
          )}
        </Group>
      }
    >
      <ProblemAlert error={test.error} />
      {connector.error && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle />}
          title={t(`health.${connector.health}`)}
          role="alert"
        >
          <Text size="sm" c="var(--mantine-color-text)">
            {connector.error.detail} ({connector.error.code})
          </Text>
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`errorHelp.${connector.health}`, { defaultValue: t('errorHelp.other') })}
          </Text>
        </Alert>
      )}
      <Numbers connector={connector} />
      {connector.service && connector.messagingServiceSid && (
        <Service sid={connector.messagingServiceSid} service={connector.service} />
      )}
      {connector.webhookUrl && <WebhookUrl connector={connector} />}
      {connector.receiveInbound && <Missed connectorId={connector.id} />}
      <Drawer
        opened={editing}
        onClose={close}
        position="right"
        title={t('edit')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <CredentialsForm
          initial={{ ...connector, authToken: '', messagingServiceSid: connector.messagingServiceSid ?? '' }}
          action={t('save')}
          tokenKept
          pending={save.isPending}
          error={save.error}
          submit={(settings) => save.mutate(pick(settings))}
        />
        <RemoveConnector connector={connector} />
      </Drawer>
    </Page>
  )
}

/** The form was filled from the whole connector; only its own fields go back. */
const pick = ({
  name,
  accountSid,
  authToken,
  messagingServiceSid,
  receiveInbound,
  sendOutbound,
}: Settings): Settings => ({ name, accountSid, authToken, messagingServiceSid, receiveInbound, sendOutbound })
