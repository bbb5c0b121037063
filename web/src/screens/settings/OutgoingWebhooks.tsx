import { Alert, Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OutgoingWebhook, outgoingWebhooksOptions } from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { Copyable } from '../../ui/Copyable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { OutgoingWebhookForm } from './OutgoingWebhookForm.tsx'
import { Section } from './Section.tsx'
import { WebhookLog } from './WebhookLog.tsx'

/** The organization's own addresses that are told: a chat room, a program. */
export function OutgoingWebhooks() {
  const { t } = useTranslation('notifications')
  const { data, error } = useQuery(outgoingWebhooksOptions)
  const [form, setForm] = useState<OutgoingWebhook | 'new' | null>(null)
  const [secret, setSecret] = useState<{ name: string; secret: string } | null>(null)
  const make = (
    <Button style={{ flexShrink: 0 }} leftSection={<IconPlus size={16} />} onClick={() => setForm('new')}>
      {t('webhooks.new')}
    </Button>
  )
  return (
    <Section
      id="outgoing-webhooks"
      title={t('webhooks.title')}
      lead={t('webhooks.lead')}
      action={data && data.items.length > 0 ? make : null}
    >
      <ProblemAlert error={error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data?.items.length === 0 && (
        <Paper withBorder>
          <EmptyState icon={<IconWebhook />} title={t('webhooks.empty.title')} action={make}>
            {t('webhooks.empty.text')}
          </EmptyState>
        </Paper>
      )}
      {secret && (
        <Alert color="parley" variant="light" role="status" title={t('webhooks.once')}>
          <Copyable value={secret.secret} what={secret.name} />
        </Alert>
      )}
      {data?.items.map((one) => (
        <WebhookCard key={one.id} webhook={one} edit={() => setForm(one)} showSecret={setSecret} />
      ))}
      {form && (
        <OutgoingWebhookForm
          webhook={form === 'new' ? null : form}
          close={() => setForm(null)}
          created={setSecret}
        />
      )}
    </Section>
  )
}

function WebhookCard({
  webhook,
  edit,
  showSecret,
}: {
  webhook: OutgoingWebhook
  edit: () => void
  showSecret: (shown: { name: string; secret: string }) => void
}) {
  const { t } = useTranslation('notifications')
  const client = useQueryClient()
  const { id, name, addressHint, kinds, enabled, failingSince, gaveUpAt } = webhook
  const params = { path: { outgoingWebhookId: id } }
  const settled = async () => {
    await client.invalidateQueries({ queryKey: ['outgoing-webhooks'] })
    await client.invalidateQueries({ queryKey: ['webhook-deliveries', id] })
  }
  const act = useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSettled: settled,
  })
  const turn = () =>
    answer(
      parley.PATCH('/api/v1/outgoing-webhooks/{outgoingWebhookId}', { params, body: { enabled: !enabled } }),
    )
  const test = () => answer(parley.POST('/api/v1/outgoing-webhooks/{outgoingWebhookId}/test', { params }))
  const remove = () => answer(parley.DELETE('/api/v1/outgoing-webhooks/{outgoingWebhookId}', { params }))
  const renew = async () =>
    showSecret(await answer(parley.POST('/api/v1/outgoing-webhooks/{outgoingWebhookId}/secret', { params })))
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Stack gap="xs">
        <div>
          <Group gap="xs">
            <Text fw={600}>{name}</Text>
            {!enabled && (
              <Badge color="gray" variant="light" c="var(--mantine-color-text)" tt="none">
                {t('webhooks.off')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {addressHint}
          </Text>
          <Text size="sm">{kinds.map((kind) => t(`kinds.names.${kind}`)).join(' · ')}</Text>
        </div>
        {gaveUpAt ? (
          <Alert color="red" variant="light" title={t('webhooks.gaveUp', { at: dateAndTime(gaveUpAt) })}>
            {t('webhooks.gaveUpHelp')}
          </Alert>
        ) : (
          failingSince && (
            <Alert color="yellow" variant="light">
              {t('webhooks.failing', { at: dateAndTime(failingSince) })}
            </Alert>
          )
        )}
        <Group gap={4}>
          <Button size="xs" variant="default" onClick={() => act.mutate(test)} loading={act.isPending}>
            {t('test.action')}
          </Button>
          <Button size="xs" variant="subtle" onClick={edit}>
            {t('webhooks.edit')}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => act.mutate(turn)}>
            {t(enabled ? 'webhooks.switchOff' : 'webhooks.switchOn')}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            onClick={() =>
              askFirst({
                title: t('webhooks.renew'),
                text: t('webhooks.renewText'),
                action: () => act.mutate(renew),
              })
            }
          >
            {t('webhooks.renew')}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            onClick={() =>
              askFirst({
                title: t('webhooks.removeTitle', { name }),
                text: t('webhooks.removeText'),
                action: () => act.mutate(remove),
              })
            }
          >
            {t('webhooks.remove')}
          </Button>
        </Group>
        <ProblemAlert error={act.error} />
        <WebhookLog webhookId={id} />
      </Stack>
    </Paper>
  )
}
