import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  type NotificationKind,
  type OutgoingWebhook,
  outgoingWebhooksOptions,
  preferencesOptions,
} from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { languages } from '../../words/words.ts'

/** Those a team's room usually wants. */
const usual: NotificationKind[] = ['hand_over', 'nobody_answers', 'connector_failed']

/** A name, an address and the kinds it is told of. */
export function OutgoingWebhookForm({
  webhook,
  close,
  created,
}: {
  /** Null: a new one. */
  webhook: OutgoingWebhook | null
  close: () => void
  created: (made: { name: string; secret: string }) => void
}) {
  const { t, i18n } = useTranslation('notifications')
  const client = useQueryClient()
  const { data: preferences } = useQuery(preferencesOptions)
  const form = useForm({
    initialValues: {
      name: webhook?.name ?? '',
      url: '',
      kinds: (webhook?.kinds ?? usual) as string[],
      language: (webhook?.language ?? i18n.language) as OutgoingWebhook['language'],
    },
    validate: { kinds: (kinds) => (kinds.length === 0 ? t('webhooks.noKinds') : null) },
  })
  const save = useMutation({
    mutationFn: async ({ name, url, kinds, language }: typeof form.values) => {
      const body = { name, language, kinds: kinds as NotificationKind[] }
      if (!webhook) {
        created(await answer(parley.POST('/api/v1/outgoing-webhooks', { body: { ...body, url } })))
        return
      }
      await answer(
        parley.PATCH('/api/v1/outgoing-webhooks/{outgoingWebhookId}', {
          params: { path: { outgoingWebhookId: webhook.id } },
          body: { ...body, ...(url === '' ? {} : { url }) },
        }),
      )
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: outgoingWebhooksOptions.queryKey })
      close()
    },
  })
  return (
    <Modal
      opened
      onClose={close}
      title={webhook ? webhook.name : t('webhooks.new')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput
            data-autofocus
            label={t('webhooks.name')}
            placeholder={t('webhooks.nameExample')}
            required
            maxLength={80}
            {...form.getInputProps('name')}
          />
          <TextInput
            type="url"
            label={t('webhooks.address')}
            description={webhook ? t('webhooks.addressKept') : t('webhooks.addressHelp')}
            placeholder={webhook?.addressHint ?? 'https://hooks.slack.com/services/…'}
            required={!webhook}
            maxLength={1000}
            autoComplete="off"
            {...form.getInputProps('url')}
          />
          <Select
            label={t('webhooks.language')}
            allowDeselect={false}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('language')}
          />
          <Checkbox.Group label={t('webhooks.kinds')} {...form.getInputProps('kinds')}>
            <Stack gap="xs" mt="xs">
              {preferences?.kinds.map(({ kind }) => (
                <Checkbox key={kind} value={kind} label={t(`kinds.names.${kind}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <ProblemAlert error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
