import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core'
import { IconPlus, IconRefresh, IconSearch, IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { type Template, templatesOptions, useSyncTemplates } from '../../api/templates.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { nameOfLanguage } from './languages.ts'
import { TemplateCard } from './TemplateCard.tsx'

type Wish = Record<'status' | 'language' | 'category', string | null>

/** What may be sent outside the 24-hour window, as Twilio and Meta have it. */
export function Screen() {
  const { t, i18n } = useTranslation('templates')
  const may = useMay('templates.manage')
  const { data, error } = useQuery(templatesOptions)
  const [search, setSearch] = useState('')
  const [wish, setWish] = useState<Wish>({ status: null, language: null, category: null })
  const sync = useSyncTemplates()
  const items = data?.items ?? []
  const shown = grouped(
    items.filter((one) => matches(one, search, wish)),
    i18n.language,
  )
  const synced = items.map(({ syncedAt }) => syncedAt).sort()[0]
  const again = may && (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconRefresh size={14} />}
      onClick={() => sync.mutate()}
      loading={sync.isPending}
    >
      {t('sync')}
    </Button>
  )
  const create = may && (
    <Button component={Link} to={paths.newTemplate} leftSection={<IconPlus size={16} />}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={items.length > 0 && create} width={1180}>
      <ProblemAlert error={error ?? sync.error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data && items.length === 0 && (
        <EmptyState icon={<IconTemplate />} title={t('empty.title')} action={create}>
          {t('empty.text')}
          <br />
          {again}
        </EmptyState>
      )}
      {items.length > 0 && (
        <>
          <Group gap="sm">
            <TextInput
              flex="3 1 240px"
              leftSection={<IconSearch size={16} />}
              placeholder={t('search')}
              aria-label={t('search')}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Filters items={items} wish={wish} setWish={setWish} />
          </Group>
          {synced && (
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                {t('synced', { at: dateAndTime(synced) })}
              </Text>
              {again}
            </Group>
          )}
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
            {shown.map((languages) => (
              <TemplateCard key={languages[0].id} languages={languages} />
            ))}
          </SimpleGrid>
          {shown.length === 0 && <Text>{t('nothing')}</Text>}
        </>
      )}
    </Page>
  )
}

function Filters({
  items,
  wish,
  setWish,
}: {
  items: readonly Template[]
  wish: Wish
  setWish: (wish: Wish) => void
}) {
  const { t } = useTranslation('templates')
  const filters = [
    {
      field: 'status',
      label: t('statusLabel'),
      words: (value: string) => t(`status.${value}`, { defaultValue: value }),
    },
    { field: 'language', label: t('language'), words: nameOfLanguage },
    {
      field: 'category',
      label: t('categoryLabel'),
      words: (value: string) => t(`category.${value}`, { defaultValue: value }),
    },
  ] as const
  return filters.map(({ field, label, words }) => (
    <Select
      key={field}
      flex="1 1 150px"
      maw={{ base: '50%', sm: 170 }}
      placeholder={label}
      aria-label={label}
      data={[...new Set(items.map((one) => one[field]))]
        .filter(Boolean)
        .map((value) => ({ value, label: words(value) }))}
      value={wish[field]}
      onChange={(value) => setWish({ ...wish, [field]: value })}
      clearable
    />
  ))
}

function matches({ preview, name, ...template }: Template, search: string, wish: Wish): boolean {
  const { status, language, category } = wish
  return (
    (!status || template.status === status) &&
    (!language || template.language === language) &&
    (!category || template.category === category) &&
    `${name} ${template.language} ${preview.body}`.toLowerCase().includes(search.trim().toLowerCase())
  )
}

/** The languages of one name, of one connector, together: first the one that the reader speaks. */
function grouped(items: readonly Template[], spoken: string): [Template, ...Template[]][] {
  const speaks = ({ language }: Template) => Number(language.startsWith(spoken))
  const groups = Map.groupBy(items, ({ connectorId, name }) => `${connectorId} ${name}`)
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => speaks(b) - speaks(a)))
    .filter((group): group is [Template, ...Template[]] => group.length > 0)
}
