import {
  ActionIcon,
  Button,
  Group,
  Modal,
  Paper,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { IconForms, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContactField, contactFieldsOptions } from '../../api/audiences.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { Section } from './Section.tsx'

const kinds = ['text', 'number', 'date', 'select', 'multi_select'] as const

/** What this organization keeps of its contacts beside name, number and language. */
export function ContactFields() {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const may = useMay('organization.manage')
  const { data, error } = useQuery(contactFieldsOptions)
  const [open, setOpen] = useState<ContactField | 'new' | null>(null)
  const remove = useMutation({
    mutationFn: (fieldId: string) =>
      answer(parley.DELETE('/api/v1/contact-fields/{fieldId}', { params: { path: { fieldId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: contactFieldsOptions.queryKey }),
  })
  const add = may && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
      {t('fields.add')}
    </Button>
  )
  return (
    <Section id="contact-fields" title={t('fields.title')} lead={t('fields.lead')} action={add}>
      <ProblemAlert error={error ?? remove.error} />
      {data?.items.length === 0 && (
        <EmptyState icon={<IconForms />} title={t('fields.emptyTitle')}>
          {t('fields.empty')}
        </EmptyState>
      )}
      <Stack gap="xs">
        {data?.items.map((field) => (
          <Paper key={field.id} withBorder p="sm" component="article" aria-label={field.name}>
            <Group justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text fw={600}>{field.name}</Text>
                <Text size="sm" c="dimmed" lineClamp={2}>
                  {[t(`fields.kind.${field.kind}`), field.options.join(', ')].filter(Boolean).join(' · ')}
                </Text>
              </div>
              {may && (
                <Group gap={4} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('fields.change', { name: field.name })}
                    onClick={() => setOpen(field)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={t('fields.remove', { name: field.name })}
                    onClick={() =>
                      askFirst({
                        title: t('fields.remove', { name: field.name }),
                        text: t('fields.removeText'),
                        action: () => remove.mutate(field.id),
                      })
                    }
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Group>
              )}
            </Group>
          </Paper>
        ))}
      </Stack>
      {open && <FieldForm field={open === 'new' ? null : open} close={() => setOpen(null)} />}
    </Section>
  )
}

function FieldForm({ field, close }: { field: ContactField | null; close: () => void }) {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const [name, setName] = useState(field?.name ?? '')
  const [kind, setKind] = useState<ContactField['kind']>(field?.kind ?? 'text')
  const [options, setOptions] = useState(field?.options ?? [])
  const chooses = kind === 'select' || kind === 'multi_select'
  const body = { name, options: chooses ? options : [] }
  const save = useMutation({
    mutationFn: () =>
      field
        ? answer(
            parley.PATCH('/api/v1/contact-fields/{fieldId}', {
              params: { path: { fieldId: field.id } },
              body,
            }),
          )
        : answer(parley.POST('/api/v1/contact-fields', { body: { ...body, kind } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: contactFieldsOptions.queryKey })
      close()
      tellSaved()
    },
  })
  return (
    <Modal
      opened
      onClose={close}
      title={field ? t('fields.change', { name: field.name }) : t('fields.add')}
      closeButtonProps={{ 'aria-label': t('fields.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack>
          <TextInput
            label={t('fields.name')}
            placeholder={t('fields.nameExample')}
            required
            maxLength={60}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('fields.kindOf')}
            description={t('fields.kindText')}
            allowDeselect={false}
            disabled={field !== null}
            data={kinds.map((value) => ({ value, label: t(`fields.kind.${value}`) }))}
            value={kind}
            onChange={(chosen) => chosen && setKind(chosen as ContactField['kind'])}
          />
          {chooses && (
            <TagsInput
              label={t('fields.options')}
              description={t('fields.optionsText')}
              value={options}
              onChange={setOptions}
              maxTags={100}
            />
          )}
          <ProblemAlert error={save.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              {t('fields.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
