import { Button, Group, Modal, Paper, Radio, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDeviceMobile, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { channelsOptions, choicesOptions } from '../../api/setup.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** The numbers this agent answers on. */
export function Channels({ agentId }: { agentId: string }) {
  const { t } = useTranslation('agents')
  const client = useQueryClient()
  const may = useMay('agents.manage')
  const [adding, { open, close }] = useDisclosure(false)
  const { data, error } = useQuery(channelsOptions(agentId))
  const remove = useMutation({
    mutationFn: (channelId: string) =>
      answer(parley.DELETE('/api/v1/channels/{channelId}', { params: { path: { channelId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
  const add = may && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('channels.add')}
    </Button>
  )
  return (
    <Stack>
      <ProblemAlert error={error ?? remove.error} />
      {data?.items.length === 0 && (
        <EmptyState icon={<IconDeviceMobile />} title={t('channels.empty')} action={add}>
          {t('channels.teach')}
        </EmptyState>
      )}
      {data?.items.map((channel) => (
        <Paper key={channel.id} withBorder p="md">
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600}>{channel.address.replace('whatsapp:', '')}</Text>
              <Text size="sm" c="dimmed">
                {channel.displayName} · {channel.connectorName}
              </Text>
            </div>
            {may && (
              <Button
                variant="subtle"
                color="red"
                style={{ flexShrink: 0 }}
                onClick={() =>
                  askFirst({
                    title: t('channels.remove'),
                    text: t('channels.removeHelp'),
                    action: () => remove.mutate(channel.id),
                  })
                }
                loading={remove.isPending && remove.variables === channel.id}
              >
                {t('channels.remove')}
              </Button>
            )}
          </Group>
        </Paper>
      ))}
      {data && data.items.length > 0 && <Group>{add}</Group>}
      <AddChannel agentId={agentId} opened={adding} close={close} />
    </Stack>
  )
}

/** Pick the connector, then the number; numbers of other agents are shown and cannot be picked. */
function AddChannel({ agentId, opened, close }: { agentId: string; opened: boolean; close: () => void }) {
  const { t } = useTranslation('agents')
  const client = useQueryClient()
  const { data } = useQuery({ ...choicesOptions, enabled: opened })
  const [connectorId, setConnectorId] = useState<string | null>(null)
  const [senderId, setSenderId] = useState('')
  const choices = data?.items ?? []
  const connectors = [...new Map(choices.map((one) => [one.connectorId, one.connectorName])).entries()].map(
    ([value, label]) => ({ value, label }),
  )
  const chosen = connectorId ?? connectors[0]?.value ?? null
  const bind = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/channels', { body: { agentId, senderId } })),
    onSuccess: () => {
      setSenderId('')
      close()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('channels.add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        {choices.length === 0 && <Text size="sm">{t('channels.noNumbers')}</Text>}
        {connectors.length > 0 && (
          <Select
            label={t('channels.connector')}
            data={connectors}
            value={chosen}
            onChange={setConnectorId}
            allowDeselect={false}
          />
        )}
        <Radio.Group label={t('channels.number')} value={senderId} onChange={setSenderId}>
          <Stack gap="xs" mt="xs">
            {choices
              .filter((one) => one.connectorId === chosen)
              .map((one) => (
                <Radio
                  key={one.senderId}
                  value={one.senderId}
                  disabled={one.boundTo !== null}
                  label={one.address.replace('whatsapp:', '')}
                  description={
                    one.boundTo ? t('channels.bound', { name: one.boundTo.agentName }) : one.displayName
                  }
                />
              ))}
          </Stack>
        </Radio.Group>
        <ProblemAlert error={bind.error} />
        <Group justify="flex-end">
          <Button onClick={() => bind.mutate()} disabled={senderId === ''} loading={bind.isPending}>
            {t('channels.add')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
