import { Button, Group, Paper, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { contactFieldsOptions, facetsOptions } from '../../api/audiences.ts'
import { type Contact, contactOptions, membersOptions } from '../../api/contacts.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { everyLanguage, languageName } from '../../ui/names.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { FieldInput } from './FieldInput.tsx'

/** Any other language that a contact has is kept among the usual ones. */
function languageChoices(present: string | null) {
  return [...new Set([...everyLanguage, ...(present ? [present] : [])])]
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

/** What members say of a contact. */
export function EditContact({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const may = useMay('contacts.manage')
  const { data: members } = useQuery(membersOptions)
  const { data: facets } = useQuery(facetsOptions)
  const { data: fields } = useQuery(contactFieldsOptions)
  const form = useForm({
    initialValues: {
      givenName: contact.givenName,
      language: contact.language,
      ownerId: contact.owner?.memberId ?? null,
      timeZone: contact.timeZone,
      tags: contact.tags,
      fields: contact.fields as Contact['fields'] & Record<string, null>,
    },
  })
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      answer(
        parley.PATCH('/api/v1/contacts/{contactId}', { params: { path: { contactId: contact.id } }, body }),
      ),
    onSuccess: async (saved) => {
      await putAnswer(client, contactOptions(contact.id), saved)
      // The name stands in the inbox, too.
      for (const noun of ['conversations', 'conversation', 'contacts'])
        void client.invalidateQueries({ queryKey: [noun] })
      form.setFieldValue('timeZone', saved.timeZone)
      form.resetDirty({ ...form.values, timeZone: saved.timeZone })
      tellSaved()
    },
  })
  if (!may) return null
  return (
    <Paper withBorder p="md">
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput
            label={t('givenName')}
            description={contact.profileName ? t('profileName', { name: contact.profileName }) : null}
            placeholder={contact.profileName ?? ''}
            {...form.getInputProps('givenName')}
          />
          <TagsInput
            label={t('tags')}
            data={facets?.tags.map(({ value }) => value) ?? []}
            maxTags={50}
            {...form.getInputProps('tags')}
          />
          {fields?.items.map((field) => (
            <FieldInput
              key={field.id}
              field={field}
              value={form.values.fields[field.id] ?? null}
              change={(value) => form.setFieldValue(`fields.${field.id}`, value as never)}
            />
          ))}
          <Select
            label={t('language')}
            clearable
            allowDeselect={false}
            searchable
            placeholder={t('unknownLanguage')}
            data={languageChoices(contact.language)}
            {...form.getInputProps('language')}
          />
          <Select
            label={t('timeZone')}
            description={t('timeZoneHelp')}
            clearable
            allowDeselect={false}
            searchable
            limit={60}
            placeholder={t('unknownLanguage')}
            data={[
              ...new Set([
                ...Intl.supportedValuesOf('timeZone'),
                ...(contact.timeZone ? [contact.timeZone] : []),
              ]),
            ]}
            {...form.getInputProps('timeZone')}
          />
          <Select
            label={t('owner')}
            description={t('ownerHelp')}
            clearable
            allowDeselect={false}
            placeholder={t('noOwner')}
            data={(members?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('ownerId')}
          />
          <ProblemAlert error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
