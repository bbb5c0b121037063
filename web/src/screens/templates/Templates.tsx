import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core'
import { IconRefresh, IconSearch, IconTemplate } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { TemplateCard } from './TemplateCard.tsx'

/** What may be sent outside the 24-hour window, as Twilio and Meta have it. */
export function Screen() {
  const { t } = useTranslation('templates')
  const client = useQueryClient()
  const may = useMay('templates.manage')
  const { data, error } = useQuery(templatesOptions)
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState<string | null>(null)
  const sync = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/templates/sync')),
    onSuccess: (now) => client.setQueryData(templatesOptions.queryKey, now),
  })
  const items = data?.items ?? []
  const shown = items.filter((one) => matches(one, search) && (!status || one.status === status))
  const synced = items.map(({ syncedAt }) => syncedAt).sort()[0]
  const action = may && (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} />}
      onClick={() => sync.mutate()}
      loading={sync.isPending}
    >
      {t('sync')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={items.length > 0 && action}>
      <ProblemAlert error={error ?? sync.error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data && items.length === 0 && (
        <EmptyState icon={<IconTemplate />} title={t('empty.title')} action={action}>
          {t('empty.text')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <>
          <Group gap="sm">
            <TextInput
              flex={1}
              miw={200}
              leftSection={<IconSearch size={16} />}
              placeholder={t('search')}
              aria-label={t('search')}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Select
              w={190}
              placeholder={t('anyStatus')}
              aria-label={t('statusLabel')}
              data={[...new Set(items.map((one) => one.status))].map((value) => ({
                value,
                label: t(`status.${value}`, { defaultValue: value }),
              }))}
              value={status}
              onChange={setStatus}
              clearable
            />
          </Group>
          {synced && (
            <Text size="sm" c="dimmed">
              {t('synced', { at: dateAndTime(synced) })}
            </Text>
          )}
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            {shown.map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </SimpleGrid>
          {shown.length === 0 && <Text>{t('nothing')}</Text>}
        </>
      )}
    </Page>
  )
}

const matches = ({ name, language, preview }: Template, search: string): boolean =>
  `${name} ${language} ${preview.body}`.toLowerCase().includes(search.trim().toLowerCase())
