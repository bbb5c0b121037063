import { Anchor, Button, Center, Group, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconAddressBook, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contactsOptions } from '../../api/contacts.ts'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { AddContact } from './AddContact.tsx'

export function Screen() {
  const { t } = useTranslation('contacts')
  const navigate = useNavigate()
  const may = useMay('contacts.manage')
  const [adding, { open: openAdding, close: closeAdding }] = useDisclosure(false)
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const query = useInfiniteQuery(contactsOptions(settled))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const open = (contactId: string) => void navigate({ to: paths.contact, params: { contactId } })
  return (
    <Page
      title={t('title')}
      actions={
        may && (
          <Group gap="xs">
            <Button
              variant="default"
              component={Link}
              to={paths.importContacts}
              leftSection={<IconUpload size={16} />}
            >
              {t('import.title')}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={openAdding}>
              {t('add')}
            </Button>
          </Group>
        )
      }
    >
      <AddContact opened={adding} close={closeAdding} />
      <TextInput
        leftSection={<IconSearch size={16} />}
        placeholder={t('search')}
        aria-label={t('search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ProblemAlert error={query.error} />
      {query.isPending && <Loading label={t('loading')} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={<IconAddressBook />} title={t(settled ? 'nothing' : 'empty.title')}>
          {settled ? null : t('empty.text')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table highlightOnHover verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('name')}</Table.Th>
                <Table.Th>{t('address')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('owner')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('since')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((contact) => (
                <Table.Tr key={contact.id} onClick={() => open(contact.id)} style={{ cursor: 'pointer' }}>
                  <Table.Td>
                    <Anchor
                      component={Link}
                      to={paths.contact}
                      params={{ contactId: contact.id } as never}
                      onClick={(event) => event.stopPropagation()}
                    >
                      {contact.name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{contact.address.replace('whatsapp:', '')}</Table.Td>
                  <Table.Td visibleFrom="sm">
                    {contact.owner?.name ?? (
                      <Text c="dimmed" size="sm">
                        {t('noOwner')}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td visibleFrom="sm">{dateAndTime(contact.createdAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {query.hasNextPage && (
        <Center>
          <Button
            variant="default"
            onClick={() => void query.fetchNextPage()}
            loading={query.isFetchingNextPage}
          >
            {t('more')}
          </Button>
        </Center>
      )}
    </Page>
  )
}
