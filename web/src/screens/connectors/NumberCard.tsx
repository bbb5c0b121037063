import { Badge, Button, Checkbox, Group, Paper, Stack, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { connectorSendersOptions, type Sender } from '../../api/setup.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Findings } from './Findings.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { SenderPace } from './SenderPace.tsx'

/** One number: is it active, who answers on it, and where its messages really go. */
export function NumberCard({
  sender,
  ticked,
  tick,
}: {
  sender: Sender
  ticked: boolean
  tick: (on: boolean) => void
}) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const may = useMay('connectors.manage')
  const [editing, { open, close }] = useDisclosure(false)
  const params = { params: { path: { senderId: sender.id } } }
  const act = useMutation({
    mutationFn: (what: 'webhook' | 'check' | 'repair') => {
      if (what === 'webhook') return answer(parley.POST('/api/v1/senders/{senderId}/webhook', params))
      return answer(
        what === 'check'
          ? parley.POST('/api/v1/senders/{senderId}/check', params)
          : parley.POST('/api/v1/senders/{senderId}/repair', params),
      )
    },
    onSettled: () =>
      client.invalidateQueries({ queryKey: connectorSendersOptions(sender.connectorId).queryKey }),
  })
  const number = sender.address.replace('whatsapp:', '')
  // Twilio: "10K Customers/24hr".
  const perDay = /^(\S+) Customers\/24hr$/.exec(sender.messagingLimit ?? '')?.[1]
  const configured = sender.webhookState === 'configured'
  return (
    <Paper withBorder p="md" role="group" aria-label={number}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <Checkbox
            checked={ticked}
            onChange={(event) => tick(event.currentTarget.checked)}
            disabled={!may}
            label={
              <Text component="span" fw={600}>
                {number}
              </Text>
            }
            description={sender.displayName}
          />
          <Group gap={6}>
            <Badge tt="none" color={sender.online ? 'parley' : 'red.9'}>
              {t(sender.online ? 'online' : 'offline')}
            </Badge>
            {sender.quality && (
              <Badge variant="default" tt="none">
                {t(`quality.${sender.quality}`, { defaultValue: sender.quality })}
              </Badge>
            )}
            {sender.messagingLimit && (
              <Badge variant="default" tt="none">
                {perDay ? t('perDay', { people: perDay }) : sender.messagingLimit}
              </Badge>
            )}
          </Group>
        </Group>
        {sender.offlineReasons.map((reason) => (
          <Text key={reason.code} size="sm">
            {reason.message} {reason.remedy}
          </Text>
        ))}
        {sender.channel && (
          <Text size="sm" c="dimmed">
            {t('answeredBy', { name: sender.channel.agentName })}
          </Text>
        )}
        {sender.active && <SenderPace sender={sender} mayChange={may} />}
        <Group justify="space-between">
          <Text
            size="sm"
            fw={500}
            c={configured ? undefined : sender.active ? 'var(--mantine-color-red-text)' : 'dimmed'}
          >
            {t(
              configured
                ? 'webhook.configured'
                : sender.webhookState === 'not_set'
                  ? 'webhook.notSet'
                  : `webhook.${sender.webhookState}`,
            )}
          </Text>
          {may && (
            <Group gap="xs">
              <Button size="xs" variant="subtle" onClick={open}>
                {t('profile.edit')}
              </Button>
              {sender.active && (
                <Button
                  size="xs"
                  variant="subtle"
                  onClick={() => act.mutate('check')}
                  loading={act.isPending && act.variables === 'check'}
                >
                  {t('check')}
                </Button>
              )}
              <Tooltip label={t('webhook.activateFirst')} disabled={sender.active}>
                <Button
                  size="xs"
                  variant={configured ? 'default' : 'filled'}
                  disabled={!sender.active}
                  onClick={() => act.mutate('webhook')}
                  loading={act.isPending && act.variables === 'webhook'}
                >
                  {t('webhook.set')}
                </Button>
              </Tooltip>
            </Group>
          )}
        </Group>
        {!sender.active && may && (
          <Text size="xs" c="dimmed">
            {t('webhook.activateFirst')}
          </Text>
        )}
        <ProblemAlert error={act.error} />
        {editing && <ProfileForm sender={sender} close={close} />}
        {sender.active && (
          <Findings
            findings={sender.findings}
            repair={may ? () => act.mutate('repair') : null}
            repairing={act.isPending && act.variables === 'repair'}
          />
        )}
      </Stack>
    </Paper>
  )
}
