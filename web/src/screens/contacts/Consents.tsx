import { Badge, Button, Group, Modal, Paper, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Consent, consentsOptions } from '../../api/contacts.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'

const colors = { opted_in: 'parley', opted_out: 'red.9', none: 'gray.8' } as const

/** Whether the contact agreed, and every piece of evidence of it. */
export function Consents({ contactId }: { contactId: string }) {
  const { t } = useTranslation('contacts')
  const may = useMay('contacts.manage')
  const [writing, { open, close }] = useDisclosure(false)
  const { data, error } = useQuery(consentsOptions(contactId))
  return (
    <Paper withBorder p="md" component="section" aria-label={t('consent.title')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text component="h2" fw={600} m={0}>
            {t('consent.title')}
          </Text>
          {data && (
            <Badge tt="none" color={colors[data.standing]}>
              {t(`consent.${data.standing}`)}
            </Badge>
          )}
        </Group>
        <ProblemAlert error={error} />
        {data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('consent.empty')}
          </Text>
        )}
        {data?.items.map((consent) => (
          <Evidence key={consent.id} consent={consent} />
        ))}
        {may && (
          <Group>
            <Button variant="default" size="xs" onClick={open}>
              {t('consent.record')}
            </Button>
          </Group>
        )}
      </Stack>
      <Modal
        opened={writing}
        onClose={close}
        title={t('consent.record')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Recording contactId={contactId} done={close} />
      </Modal>
    </Paper>
  )
}

function Evidence({ consent }: { consent: Consent }) {
  const { t } = useTranslation('contacts')
  const { kind, source, wording, place, senderAddress, at } = consent
  return (
    <div>
      <Text size="sm">
        <Text span fw={600}>
          {t(`consent.${kind}`)}
        </Text>{' '}
        · {t(`consent.source.${source}`)}
        {senderAddress && ` · ${senderAddress.replace('whatsapp:', '')}`}
      </Text>
      {wording && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          “{wording}”
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {[place, dateAndTime(at)].filter(Boolean).join(' · ')}
      </Text>
    </div>
  )
}

function Recording({ contactId, done }: { contactId: string; done: () => void }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const form = useForm({ initialValues: { kind: 'opt_in' as 'opt_in' | 'opt_out', wording: '', place: '' } })
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      answer(parley.POST('/api/v1/contacts/{contactId}/consents', { params: { path: { contactId } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: consentsOptions(contactId).queryKey })
      void client.invalidateQueries({ queryKey: ['contact', contactId] })
      done()
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <Select
          label={t('consent.what')}
          data={(['opt_in', 'opt_out'] as const).map((value) => ({ value, label: t(`consent.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        <Textarea
          label={t('consent.wording')}
          description={t('consent.wordingHelp')}
          autosize
          minRows={2}
          required
          minLength={3}
          maxLength={1000}
          data-autofocus
          {...form.getInputProps('wording')}
        />
        <TextInput
          label={t('consent.place')}
          placeholder={t('consent.placeExample')}
          maxLength={500}
          required
          {...form.getInputProps('place')}
        />
        <ProblemAlert error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
