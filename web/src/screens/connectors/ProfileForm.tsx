import { Button, Drawer, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { connectorSendersOptions, type Sender } from '../../api/setup.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

const texts = [
  'about',
  'description',
  'address',
  'vertical',
  'logoUrl',
  'email',
  'website',
  'website2',
] as const
const longest = { about: 139, description: 512, address: 256, vertical: 80 } as const

/** What people see of a number on WhatsApp. Only what was changed is sent to Twilio. */
export function ProfileForm({ sender, close }: { sender: Sender; close: () => void }) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const { profile } = sender
  const form = useForm({
    initialValues: {
      name: profile.name ?? '',
      about: profile.about ?? '',
      description: profile.description ?? '',
      address: profile.address ?? '',
      vertical: profile.vertical ?? '',
      logoUrl: profile.logoUrl ?? '',
      email: profile.emails?.[0] ?? '',
      website: profile.websites?.[0] ?? '',
      website2: profile.websites?.[1] ?? '',
    },
  })
  const save = useMutation({
    mutationFn: ({ email, website, website2, ...values }: typeof form.values) => {
      const changed = Object.entries(values).filter(([key]) => form.isDirty(key))
      return answer(
        parley.PATCH('/api/v1/senders/{senderId}/profile', {
          params: { path: { senderId: sender.id } },
          body: {
            ...Object.fromEntries(changed.map(([key, value]) => [key, value || null])),
            ...(form.isDirty('email') ? { emails: email ? [email] : [] } : {}),
            ...(form.isDirty('website') || form.isDirty('website2')
              ? { websites: [website, website2].filter(Boolean) }
              : {}),
          },
        }),
      )
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: connectorSendersOptions(sender.connectorId).queryKey })
      tellSaved()
      close()
    },
  })
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      title={t('profile.title', { number: sender.address.replace('whatsapp:', '') })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('profile.lead')}
          </Text>
          <TextInput
            label={t('profile.name')}
            description={t('profile.nameHelp')}
            maxLength={255}
            {...form.getInputProps('name')}
          />
          {texts.map((field) => {
            const Field = field === 'description' || field === 'about' ? Textarea : TextInput
            return (
              <Field
                key={field}
                label={t(`profile.${field}`)}
                description={t(`profile.${field}Help`, { defaultValue: '' }) || undefined}
                {...(field === 'email' ? { type: 'email' } : {})}
                {...(['website', 'website2', 'logoUrl'].includes(field) ? { type: 'url' } : {})}
                {...(field in longest ? { maxLength: longest[field as keyof typeof longest] } : {})}
                {...form.getInputProps(field)}
              />
            )
          })}
          <ProblemAlert error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}
