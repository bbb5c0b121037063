import { VisuallyHidden } from '@mantine/core'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconMessage, IconPlugConnected, IconRobot, IconSearch, IconUser } from '@tabler/icons-react'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../api/parley.ts'
import { agentsOptions, connectorsOptions } from '../api/setup.ts'
import { paths } from '../ui/paths.ts'
import { previewInWords } from '../ui/preview.ts'
import { useCommands } from './commands.ts'
import { places } from './navigation.ts'
import { paletteStore } from './palette-store.ts'

/** Ctrl-K: go anywhere, do the usual things, or find a person, a conversation, an agent or a connector. */
export function Palette() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [search, setSearch] = useState('')
  const commands = useCommands()
  const found = useFound(search)
  const onKeyDown = useFirstChosen(search)
  const go: SpotlightActionData[] = places.map(({ to, label, icon: Icon }) => ({
    id: to,
    label: t(label),
    leftSection: <Icon size={20} />,
    onClick: () => void navigate({ to }),
  }))
  return (
    <Spotlight
      store={paletteStore}
      title={<VisuallyHidden>{t('palette.open')}</VisuallyHidden>}
      styles={{ header: { position: 'absolute', minHeight: 0, padding: 0 } }}
      actions={[
        { group: t('palette.places'), actions: go },
        { group: t('palette.commands'), actions: commands },
        ...found,
      ]}
      query={search}
      onQueryChange={setSearch}
      scrollable
      shortcut="mod + K"
      nothingFound={t('palette.nothing')}
      highlightQuery
      searchProps={{
        leftSection: <IconSearch size={20} />,
        onKeyDown,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  )
}

/**
 * The first of what was found is what Enter opens, until an arrow chooses another. The palette marks it as a letter is typed, when
 * what the server finds is not there yet.
 */
function useFirstChosen(search: string): (event: KeyboardEvent) => void {
  const moved = useRef(false)
  useEffect(() => {
    moved.current = false
  }, [search])
  useEffect(() => {
    if (search.trim() === '' || moved.current) return
    const [first, ...others] = document.querySelectorAll('[data-action]')
    first?.setAttribute('data-selected', 'true')
    for (const other of others) other.removeAttribute('data-selected')
    paletteStore.setState((now) => (now.selected === 0 ? now : { ...now, selected: 0 }))
  })
  return ({ key }) => {
    if (key === 'ArrowDown' || key === 'ArrowUp') moved.current = true
  }
}

/** What the server and the lists know under these words, from the second letter on. */
function useFound(search: string): { group: string; actions: SpotlightActionData[] }[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [settled] = useDebouncedValue(search.trim(), 150)
  const asked = { enabled: settled.length > 1, placeholderData: keepPreviousData }
  const query = { params: { query: { search: settled, limit: 5 } } }
  const conversations = useQuery({
    ...asked,
    queryKey: ['conversations', 'palette', settled],
    queryFn: () => answer(parley.GET('/api/v1/conversations', query)),
  })
  const contacts = useQuery({
    ...asked,
    queryKey: ['contacts', 'palette', settled],
    queryFn: () => answer(parley.GET('/api/v1/contacts', query)),
  })
  const agents = useQuery({ ...agentsOptions, enabled: asked.enabled })
  const connectors = useQuery({ ...connectorsOptions, enabled: asked.enabled })
  if (search.trim().length < 2) return []
  // Both or none: what stands first must not change under the key that opens it.
  const [foundConversations, foundContacts] =
    conversations.isPending || contacts.isPending ? [] : [conversations.data?.items, contacts.data?.items]
  // The server has matched what it found already, by words that need not stand in the label.
  const keywords = [search]
  const line = (id: string, label: string, Icon: typeof IconUser, onClick: () => void) => ({
    id,
    label,
    leftSection: <Icon size={20} />,
    onClick,
  })
  return [
    {
      group: t('palette.conversations'),
      actions: (foundConversations ?? []).map(({ id, contact, lastMessage }) => ({
        ...line(id, contact.name, IconMessage, () => {
          void navigate({ to: paths.conversation, params: { conversationId: id } })
        }),
        description: previewInWords(lastMessage.preview),
        keywords,
      })),
    },
    {
      group: t('places.contacts'),
      actions: (foundContacts ?? []).map(({ id, name, identities }) => ({
        ...line(`contact-${id}`, name, IconUser, () => {
          void navigate({ to: paths.contact, params: { contactId: id } })
        }),
        description: identities[0]?.address.replace('whatsapp:', '') ?? '',
        keywords,
      })),
    },
    {
      group: t('places.agents'),
      actions: (agents.data?.items ?? []).map(({ id, name }) =>
        line(id, name, IconRobot, () => void navigate({ to: paths.agent, params: { agentId: id } })),
      ),
    },
    {
      group: t('places.connectors'),
      actions: (connectors.data?.items ?? []).map(({ id, name }) =>
        line(id, name, IconPlugConnected, () => {
          void navigate({ to: paths.connector, params: { connectorId: id } })
        }),
      ),
    },
  ].filter(({ actions }) => actions.length > 0)
}
