import { Button, Checkbox, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type OptInPage, optInPagesOptions, sendersOptions } from '../../api/consent.ts'
import { answer, parley } from '../../api/parley.ts'
import { templatesOptions } from '../../api/templates.ts'
import { languageName } from '../../ui/names.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** A new page, or one that is changed; its number stays what it was. */
export function OptInPageForm({ page, close }: { page: OptInPage | null; close: () => void }) {
  const { t } = useTranslation('consent')
  const client = useQueryClient()
  const { data: senders } = useQuery(sendersOptions)
  const { data: templates } = useQuery(templatesOptions)
  const items = senders?.items ?? []
  const form = useForm({
    initialValues: {
      senderId: page?.senderId ?? '',
      title: page?.title ?? '',
      wording: page?.wording ?? '',
      asksNumber: page?.asksNumber ?? false,
      templateId: page?.templateId ?? null,
    },
  })
  const senderId = form.values.senderId || (items[0]?.id ?? '')
  const connectorId = items.find(({ id }) => id === senderId)?.connectorId
  // What can ask: no advertisement, nothing to be filled in. One that was chosen and can no more is still shown.
  const asking = (templates?.items ?? []).filter(
    (one) =>
      one.id === form.values.templateId ||
      (one.connectorId === connectorId &&
        one.status === 'approved' &&
        one.category !== 'MARKETING' &&
        one.variables.length === 0),
  )
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const { senderId: _, ...body } = values
      return page
        ? answer(
            parley.PATCH('/api/v1/opt-in-pages/{optInPageId}', {
              params: { path: { optInPageId: page.id } },
              body,
            }),
          )
        : answer(parley.POST('/api/v1/opt-in-pages', { body: { ...body, senderId } }))
    },
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: optInPagesOptions.queryKey }),
  })
  return (
    <Modal
      opened
      onClose={close}
      title={t(page ? 'pages.editTitle' : 'pages.new')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput
            label={t('form.title')}
            placeholder={t('form.titleExample')}
            required
            maxLength={120}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <Textarea
            label={t('form.wording')}
            description={t(page ? 'form.wordingChange' : 'form.wordingHelp')}
            placeholder={t('form.wordingExample')}
            required
            autosize
            minRows={3}
            maxRows={10}
            maxLength={2000}
            {...form.getInputProps('wording')}
          />
          {!page && (
            <Select
              label={t('form.sender')}
              required
              allowDeselect={false}
              data={items.map(({ id, address, displayName }) => ({
                value: id,
                label: [displayName, address.replace('whatsapp:', '')].filter(Boolean).join(' · '),
              }))}
              value={senderId}
              onChange={(value) => form.setFieldValue('senderId', value ?? '')}
            />
          )}
          <Checkbox
            label={t('form.asksNumber')}
            description={t('form.asksNumberHelp')}
            {...form.getInputProps('asksNumber', { type: 'checkbox' })}
          />
          {form.values.asksNumber && (
            <Select
              label={t('form.template')}
              description={t(asking.length > 0 ? 'form.templateHelp' : 'form.templateNone')}
              placeholder={t('form.templateChoose')}
              clearable
              data={asking.map(({ id, name, language }) => ({
                value: id,
                label: `${name} · ${languageName(language)}`,
              }))}
              {...form.getInputProps('templateId')}
            />
          )}
          <ProblemAlert error={save.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={senderId === ''}>
              {t(page ? 'save' : 'pages.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
