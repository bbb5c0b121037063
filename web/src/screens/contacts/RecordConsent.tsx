import {
  Button,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { consentsOptions, sendersOptions } from '../../api/consent.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** A yes or a no that was said elsewhere: in which words, and where. */
export function RecordConsent({ contactId, close }: { contactId: string; close: () => void }) {
  const { t } = useTranslation('consent')
  const client = useQueryClient()
  const { data: senders } = useQuery(sendersOptions)
  const form = useForm({
    initialValues: {
      kind: 'opt_in' as 'opt_in' | 'opt_out',
      senderId: null as string | null,
      wording: '',
      place: '',
    },
  })
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      answer(parley.POST('/api/v1/contacts/{contactId}/consents', { params: { path: { contactId } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: consentsOptions(contactId).queryKey })
      for (const noun of ['contact', 'timeline'])
        void client.invalidateQueries({ queryKey: [noun, contactId] })
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={t('record.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <SegmentedControl
            fullWidth
            aria-label={t('record.kind')}
            data={[
              { value: 'opt_in', label: t('record.opt_in') },
              { value: 'opt_out', label: t('record.opt_out') },
            ]}
            {...form.getInputProps('kind')}
          />
          {form.values.kind === 'opt_out' && (
            <Text size="sm" c="dimmed">
              {t('record.closes')}
            </Text>
          )}
          <Textarea
            label={t('record.wording')}
            description={t('record.wordingHelp')}
            required
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            data-autofocus
            {...form.getInputProps('wording')}
          />
          <TextInput
            label={t('record.place')}
            placeholder={t('record.placeExample')}
            required
            maxLength={500}
            {...form.getInputProps('place')}
          />
          <Select
            label={t('record.sender')}
            placeholder={t('everyNumber')}
            clearable
            data={(senders?.items ?? []).map(({ id, address, displayName }) => ({
              value: id,
              label: [displayName, address.replace('whatsapp:', '')].filter(Boolean).join(' · '),
            }))}
            {...form.getInputProps('senderId')}
          />
          <ProblemAlert error={save.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              {t('record.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
