import { ActionIcon, Button, Group, Modal, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconDeviceFloppy, IconSettings, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContactCondition, type SavedFilter, savedFiltersOptions } from '../../api/audiences.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { isEqual } from '../../ui/is-equal.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

/** Keeps the filter of the table under a name, and looks after those that were kept. */
export function SaveFilter({ all }: { all: ContactCondition[] }) {
  const { t } = useTranslation('filters')
  const { data } = useQuery(savedFiltersOptions)
  const [open, setOpen] = useState<'save' | 'manage' | null>(null)
  const saved = data?.items ?? []
  const isNew = all.length > 0 && !saved.some(({ filter }) => isEqual(filter.all, all))
  const close = () => setOpen(null)
  return (
    <>
      {isNew && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconDeviceFloppy size={14} />}
          onClick={() => setOpen('save')}
        >
          {t('save')}
        </Button>
      )}
      {saved.length > 0 && (
        <Tooltip label={t('manage')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('manage')}
            onClick={() => setOpen('manage')}
          >
            <IconSettings size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Modal
        opened={open !== null}
        onClose={close}
        title={t(open === 'manage' ? 'manageTitle' : 'save')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {open === 'save' && <NameFilter all={all} close={close} />}
        {open === 'manage' && (
          <Stack gap="xs">
            {saved.map((filter) => (
              <SavedLine key={filter.id} filter={filter} />
            ))}
          </Stack>
        )}
      </Modal>
    </>
  )
}

function NameFilter({ all, close }: { all: ContactCondition[]; close: () => void }) {
  const { t } = useTranslation('filters')
  const client = useQueryClient()
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/saved-filters', { body: { name, filter: { all } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: savedFiltersOptions.queryKey })
      close()
      tellSaved()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack>
        <TextInput
          label={t('name')}
          description={t('saveText')}
          placeholder={t('nameExample')}
          required
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
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

function SavedLine({ filter: { id, name } }: { filter: SavedFilter }) {
  const { t } = useTranslation('filters')
  const client = useQueryClient()
  const [said, setSaid] = useState(name)
  const params = { path: { filterId: id } }
  const after = { onSuccess: () => client.invalidateQueries({ queryKey: savedFiltersOptions.queryKey }) }
  const rename = useMutation({
    mutationFn: () =>
      answer(parley.PATCH('/api/v1/saved-filters/{filterId}', { params, body: { name: said } })),
    ...after,
  })
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/saved-filters/{filterId}', { params })),
    ...after,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        rename.mutate()
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={t('name')}
          required
          maxLength={80}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={said.trim() === name} loading={rename.isPending}>
          {t('rename')}
        </Button>
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={t('removeSaved', { name })}
          onClick={() =>
            askFirst({
              title: t('removeSaved', { name }),
              text: t('removeQuestion', { name }),
              action: () => remove.mutate(),
            })
          }
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <ProblemAlert error={rename.error ?? remove.error} />
    </form>
  )
}
