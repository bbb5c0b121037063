import { ActionIcon, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Pipeline, Stage } from '../../api/leads.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'

interface Values {
  name: string
  stages: { key: string; id?: string; name: string; kind: Stage['kind'] }[]
}

/** The name of a pipeline and its stages in their order; or the name of a new one, which begins with the usual stages. */
export function StagesForm({
  pipeline,
  begin,
  close,
}: {
  pipeline: Pipeline | null
  begin: () => void
  /** @param opened the pipeline to show then */
  close: (opened?: string) => void
}) {
  const { t } = useTranslation('leads')
  const client = useQueryClient()
  const form = useForm<Values>({
    initialValues: {
      name: pipeline?.name ?? '',
      stages: (pipeline?.stages ?? []).map(({ id, name, kind }) => ({ key: id, id, name, kind })),
    },
  })
  const save = useMutation({
    mutationFn: (values: Values) => send(values, pipeline),
    onSuccess: ({ id }) => {
      tellSaved()
      close(id)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['pipelines'] }),
  })
  return (
    <Modal
      opened
      onClose={() => close()}
      title={pipeline ? t('stages.edit', { name: pipeline.name }) : t('stages.new')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput label={t('stages.name')} required maxLength={80} {...form.getInputProps('name')} />
          {pipeline ? (
            <StageList form={form} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('stages.usual')}
            </Text>
          )}
          <ProblemAlert error={save.error} />
          <Group justify="space-between">
            {pipeline ? (
              <Button variant="subtle" onClick={begin}>
                {t('stages.new')}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={save.isPending}>
              {t(pipeline ? 'save' : 'create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function StageList({ form }: { form: ReturnType<typeof useForm<Values>> }) {
  const { t } = useTranslation('leads')
  const kinds = (['open', 'won', 'lost'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))
  const { stages } = form.values
  return (
    <Stack gap="xs" role="group" aria-label={t('stages.title')}>
      {stages.map(({ key, name }, at) => (
        <Group key={key} gap={4} wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={t('stages.nth', { n: at + 1 })}
            required
            maxLength={80}
            {...form.getInputProps(`stages.${at}.name`)}
          />
          <Select
            w={108}
            aria-label={t('stages.kindOf', { name })}
            allowDeselect={false}
            data={kinds}
            {...form.getInputProps(`stages.${at}.kind`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('stages.up', { name })}
            disabled={at === 0}
            onClick={() => form.reorderListItem('stages', { from: at, to: at - 1 })}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('stages.down', { name })}
            disabled={at === stages.length - 1}
            onClick={() => form.reorderListItem('stages', { from: at, to: at + 1 })}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('stages.remove', { name })}
            disabled={stages.length === 1}
            onClick={() => form.removeListItem('stages', at)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          disabled={stages.length >= 20}
          onClick={() =>
            form.insertListItem('stages', { key: crypto.randomUUID(), name: '', kind: 'open' as const })
          }
        >
          {t('stages.add')}
        </Button>
      </Group>
    </Stack>
  )
}

async function send({ name, stages }: Values, pipeline: Pipeline | null): Promise<Pipeline> {
  if (!pipeline) return await answer(parley.POST('/api/v1/pipelines', { body: { name } }))
  const body = { name, stages: stages.map(({ key: _, ...stage }) => stage) }
  const path = { pipelineId: pipeline.id }
  return await answer(parley.PATCH('/api/v1/pipelines/{pipelineId}', { params: { path }, body }))
}
