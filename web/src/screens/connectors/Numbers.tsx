import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconDeviceMobile, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { type Connector, connectorOptions, connectorSendersOptions } from '../../api/setup.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { NumberCard } from './NumberCard.tsx'

/** The numbers found in the Twilio account. Ticked and saved ones are active; only those can have their webhook set. */
export function Numbers({ connector }: { connector: Connector }) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const may = useMay('connectors.manage')
  const { data, error } = useQuery(connectorSendersOptions(connector.id))
  const [changed, setChanged] = useState<Record<string, boolean>>({})
  const params = { params: { path: { connectorId: connector.id } } }
  const items = data?.items ?? []
  const ticked = (id: string, active: boolean) => changed[id] ?? active
  const dirty = items.some(({ id, active }) => ticked(id, active) !== active)
  const shown = async (now: NonNullable<typeof data>) => {
    await putAnswer(client, connectorSendersOptions(connector.id), now)
    // Whether the Messaging Service can be used depends on which are active.
    await client.invalidateQueries({ queryKey: connectorOptions(connector.id).queryKey })
  }
  const save = useMutation({
    mutationFn: () =>
      answer(
        parley.PUT('/api/v1/connectors/{connectorId}/senders', {
          ...params,
          body: { active: items.filter(({ id, active }) => ticked(id, active)).map(({ id }) => id) },
        }),
      ),
    onSuccess: async (now) => {
      await shown(now)
      setChanged({})
      tellSaved()
    },
  })
  const refresh = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/connectors/{connectorId}/senders/refresh', params)),
    onSuccess: shown,
  })
  const setAll = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/connectors/{connectorId}/webhooks', params)),
    onSettled: () => client.invalidateQueries({ queryKey: connectorSendersOptions(connector.id).queryKey }),
  })
  return (
    <Stack component="section" aria-labelledby="numbers">
      <Group justify="space-between">
        <Title order={2} size="h4" id="numbers">
          {t('phoneNumbers')}
        </Title>
        {may && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={16} />}
            onClick={() => refresh.mutate()}
            loading={refresh.isPending}
          >
            {t('refresh')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('numbersHelp')} {items.length > 0 && t('metaLimit', { count: items.length })}
      </Text>
      <ProblemAlert error={error ?? save.error ?? refresh.error ?? setAll.error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data && items.length === 0 && (
        <EmptyState
          icon={<IconDeviceMobile />}
          title={t(connector.error ? 'notRead.title' : 'noNumbers.title')}
        >
          {t(connector.error ? 'notRead.text' : 'noNumbers.text')}
        </EmptyState>
      )}
      {items.map((sender) => (
        <NumberCard
          key={sender.id}
          sender={sender}
          ticked={ticked(sender.id, sender.active)}
          tick={(on) => setChanged({ ...changed, [sender.id]: on })}
        />
      ))}
      {may && items.length > 0 && (
        <Group>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!dirty}>
            {t('save')}
          </Button>
          {items.filter(({ active, webhookState }) => active && webhookState !== 'configured').length > 1 && (
            <Button variant="default" onClick={() => setAll.mutate()} loading={setAll.isPending}>
              {t('setAll')}
            </Button>
          )}
          {dirty && (
            <Text size="sm" c="dimmed">
              {t('unsaved')}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  )
}
