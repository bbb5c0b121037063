import { Button, Group, Modal, Stack, TagsInput, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContactFilter, facetsOptions } from '../../api/audiences.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** Tags for everybody whom the filter of the table holds. */
export function BulkTags({
  filter,
  counted,
  close,
}: {
  filter: ContactFilter
  counted: { count: number; more: boolean }
  close: () => void
}) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const { data: facets } = useQuery(facetsOptions)
  const [add, setAdd] = useState<string[]>([])
  const [remove, setRemove] = useState<string[]>([])
  const known = facets?.tags.map(({ value }) => value) ?? []
  const change = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/contacts/tags', { body: { filter, contactIds: null, add, remove } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  })
  return (
    <Modal opened onClose={close} title={t('bulk.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      {change.isSuccess ? (
        <Stack>
          <Text role="status">{t('bulk.changed', { count: change.data.changed })}</Text>
          <Group justify="flex-end">
            <Button onClick={close}>{t('close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            change.mutate()
          }}
        >
          <Stack>
            <Text size="sm">{t(counted.more ? 'bulk.allMore' : 'bulk.all', { count: counted.count })}</Text>
            <TagsInput
              label={t('bulk.add')}
              description={t('tagsHelp')}
              data={known.filter((tag) => !remove.includes(tag))}
              value={add}
              onChange={setAdd}
              maxTags={20}
              data-autofocus
            />
            <TagsInput
              label={t('bulk.remove')}
              data={known.filter((tag) => !add.includes(tag))}
              value={remove}
              onChange={setRemove}
              maxTags={20}
            />
            <ProblemAlert error={change.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={change.isPending} disabled={add.length + remove.length === 0}>
                {t('bulk.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
