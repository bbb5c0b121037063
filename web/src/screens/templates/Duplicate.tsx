import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { asName } from './names.ts'

/** A submitted template stays as it is; its copy can become another one. */
export function Duplicate({ template, close }: { template: Template; close: () => void }) {
  const { t } = useTranslation('templates')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(`${template.name}_2`)
  const copy = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/templates/{templateId}/duplicate', {
          params: { path: { templateId: template.id } },
          body: { name },
        }),
      ),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: templatesOptions.queryKey })
      close()
      await navigate({ to: paths.template, params: { templateId: id } })
    },
  })
  return (
    <Modal
      opened
      onClose={close}
      title={t('duplicate.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          copy.mutate()
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('duplicate.help')}
          </Text>
          <TextInput
            label={t('name')}
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(asName(event.currentTarget.value))}
          />
          <ProblemAlert error={copy.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={copy.isPending}>
              {t('duplicate.open')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
