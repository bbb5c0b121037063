import { Button, Group, Stack, Text } from '@mantine/core'
import { IconRepeat } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type WebhookDelivery, webhookDeliveriesOptions } from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'

/** As many are shown before somebody asks for more. */
const few = 5

/** What was sent to one outgoing webhook, the last first; each can be sent again. */
export function WebhookLog({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation('notifications')
  const client = useQueryClient()
  const [all, setAll] = useState(false)
  const options = webhookDeliveriesOptions(webhookId)
  const { data, error } = useQuery(options)
  const replay = useMutation({
    mutationFn: (deliveryId: string) =>
      answer(
        parley.POST('/api/v1/outgoing-webhooks/{outgoingWebhookId}/deliveries/{deliveryId}/replay', {
          params: { path: { outgoingWebhookId: webhookId, deliveryId } },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: options.queryKey }),
  })
  const items = data?.items ?? []
  const shown = all ? items : items.slice(0, few)
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('log.title')}
      </Text>
      {data && items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('log.empty')}
        </Text>
      )}
      <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: 'none' }}>
        {shown.map((one) => (
          <Line key={one.id} delivery={one} replay={() => replay.mutate(one.id)} />
        ))}
      </Stack>
      {items.length > shown.length && (
        <Group>
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {t('log.more', { count: items.length - shown.length })}
          </Button>
        </Group>
      )}
      <ProblemAlert error={error ?? replay.error} />
    </Stack>
  )
}

function Line({ delivery, replay }: { delivery: WebhookDelivery; replay: () => void }) {
  const { t } = useTranslation('notifications')
  const { kind, state, status, detail, attempts, createdAt, nextTryAt } = delivery
  const what = kind === null ? t('log.test') : t(`kinds.names.${kind}`)
  const facts = [
    dateAndTime(createdAt),
    status === null ? null : `HTTP ${status}`,
    attempts > 1 ? t('log.attempts', { count: attempts }) : null,
    nextTryAt !== null && attempts > 0 ? t('log.next', { at: dateAndTime(nextTryAt) }) : null,
  ].filter((fact) => fact !== null)
  const open = state === 'waiting' || state === 'sending'
  return (
    <Group
      component="li"
      justify="space-between"
      wrap="nowrap"
      py={6}
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <div style={{ minWidth: 0 }}>
        <Text size="sm">
          <Text span inherit fw={600} c={state === 'failed' ? 'var(--mantine-color-error)' : undefined}>
            {t(`log.states.${state}`)}
          </Text>
          {` · ${what}`}
        </Text>
        <Text size="xs" c="dimmed">
          {facts.join(' · ')}
        </Text>
        {detail !== null && !detail.startsWith('It answered') && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {t(`log.details.${detail}`, { defaultValue: detail })}
          </Text>
        )}
      </div>
      {!open && (
        <Button
          size="compact-xs"
          variant="subtle"
          style={{ flexShrink: 0 }}
          leftSection={<IconRepeat size={14} />}
          onClick={replay}
          aria-label={`${t('log.replay')}: ${what}, ${dateAndTime(createdAt)}`}
        >
          {t('log.replay')}
        </Button>
      )}
    </Group>
  )
}
