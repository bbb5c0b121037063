import { Button, Group, Modal, Radio, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { type Connector, connectorOptions } from '../../api/setup.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { Copyable } from '../../ui/Copyable.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'

/** The address Twilio calls: to copy, and to replace. The dialog says which messages stop, and when. */
export function WebhookUrl({ connector }: { connector: Connector }) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const [revokeNow, setRevokeNow] = useState(false)
  const regenerate = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/connectors/{connectorId}/webhook-url', {
          params: { path: { connectorId: connector.id } },
          body: { revokeNow },
        }),
      ),
    onSuccess: async (now) => {
      await putAnswer(client, connectorOptions(connector.id), now)
      await client.invalidateQueries({ queryKey: ['senders'] })
      close()
    },
  })
  return (
    <Stack component="section" aria-labelledby="webhook-url" gap="xs">
      <Title order={2} size="h4" id="webhook-url">
        {t('url.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('url.help')}
      </Text>
      <Group gap="xs">
        <Copyable value={connector.webhookUrl ?? ''} what={t('url.title')} />
        <Button size="xs" variant="subtle" color="red" onClick={open}>
          {t('url.regenerate')}
        </Button>
      </Group>
      {connector.previousWebhookUrlUntil && (
        <Text size="sm">{t('url.previous', { until: dateAndTime(connector.previousWebhookUrlUntil) })}</Text>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={t('url.regenerate')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Stack>
          <Text size="sm">{t('url.warning')}</Text>
          <Radio.Group
            value={revokeNow ? 'now' : 'later'}
            onChange={(value) => setRevokeNow(value === 'now')}
            label={t('url.old')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="later" label={t('url.later')} />
              <Radio value="now" label={t('url.now')} />
            </Stack>
          </Radio.Group>
          <ProblemAlert error={regenerate.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button color="red.9" onClick={() => regenerate.mutate()} loading={regenerate.isPending}>
              {t('url.regenerate')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  )
}
