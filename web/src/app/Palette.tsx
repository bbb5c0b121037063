import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconMessage, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../api/parley.ts'
import { paths } from '../ui/paths.ts'
import { places } from './navigation.ts'

/** Ctrl-K: go anywhere, or find a conversation by name, number or word. */
export function Palette() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [search, setSearch] = useState('')
  const { data } = useQuery({
    queryKey: ['conversations', 'palette', search],
    queryFn: () => answer(parley.GET('/api/v1/conversations', { params: { query: { search, limit: 6 } } })),
    enabled: search.length > 1,
  })
  const go: SpotlightActionData[] = places.map(({ to, label, icon: Icon }) => ({
    id: to,
    label: t(label),
    leftSection: <Icon size={20} />,
    onClick: () => void navigate({ to }),
  }))
  const found: SpotlightActionData[] = (data?.items ?? []).map(({ id, contact, lastMessage }) => ({
    id,
    label: contact.name,
    description: lastMessage.preview,
    keywords: [search],
    leftSection: <IconMessage size={20} />,
    onClick: () => void navigate({ to: paths.conversation, params: { conversationId: id } }),
  }))
  return (
    <Spotlight
      actions={[
        { group: t('palette.places'), actions: go },
        ...(found.length > 0 ? [{ group: t('palette.conversations'), actions: found }] : []),
      ]}
      query={search}
      onQueryChange={setSearch}
      shortcut={['mod + K', 'mod + P']}
      nothingFound={t('palette.nothing')}
      highlightQuery
      searchProps={{
        leftSection: <IconSearch size={20} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  )
}
