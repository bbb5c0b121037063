import { ActionIcon, Button, Group, Select, VisuallyHidden } from '@mantine/core'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Lead, type Pipeline, pipelinesOptions } from '../../api/leads.ts'
import { useMay } from '../../api/me.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { Board } from './Board.tsx'
import { LeadForm } from './LeadForm.tsx'
import { StagesForm } from './StagesForm.tsx'

/** Deals on their way: columns are the stages of a pipeline. */
export function Screen() {
  const { t } = useTranslation('leads')
  const may = useMay('leads.manage')
  const navigate = useNavigate()
  const { pipeline: wanted, contact } = useSearch({ strict: false }) as {
    pipeline?: string
    contact?: string
  }
  const { data, error } = useQuery(pipelinesOptions)
  const [form, setForm] = useState<{ lead?: Lead; stageId?: string } | null>(contact ? {} : null)
  const [stages, setStages] = useState<Pipeline | 'new' | null>(null)
  const pipelines = data?.items ?? []
  const shown = pipelines.find(({ id }) => id === wanted) ?? pipelines[0]
  if (!shown) return <PagePending title={t('title')} label={t('loading')} error={error} />
  const open = (pipeline: string) => void navigate({ to: '.', search: { pipeline } as never, replace: true })
  return (
    <Page
      title={t('title')}
      width={1680}
      actions={
        <Group gap="xs">
          {pipelines.length > 1 && (
            <Select
              w={190}
              aria-label={t('pipeline')}
              allowDeselect={false}
              data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
              value={shown.id}
              onChange={(id) => id && open(id)}
            />
          )}
          {may && (
            <>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('stages.edit', { name: shown.name })}
                onClick={() => setStages(shown)}
              >
                <IconAdjustments size={18} />
              </ActionIcon>
              <Button leftSection={<IconPlus size={16} />} onClick={() => setForm({})}>
                {t('new')}
              </Button>
            </>
          )}
        </Group>
      }
    >
      <VisuallyHidden component="h2">{shown.name}</VisuallyHidden>
      <Board pipeline={shown} edit={(lead) => setForm({ lead })} add={(stageId) => setForm({ stageId })} />
      {form && (
        <LeadForm
          pipeline={shown}
          {...form}
          contactId={contact ?? null}
          close={() => {
            setForm(null)
            if (contact) open(shown.id)
          }}
        />
      )}
      {stages && (
        <StagesForm
          key={stages === 'new' ? 'new' : stages.id}
          pipeline={stages === 'new' ? null : stages}
          begin={() => setStages('new')}
          close={(opened) => {
            setStages(null)
            if (opened) open(opened)
          }}
        />
      )}
    </Page>
  )
}
