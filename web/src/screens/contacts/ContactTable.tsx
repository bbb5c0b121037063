import { Anchor, Badge, Box, Group, ScrollArea, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../api/contacts.ts'
import { countryName } from '../../ui/names.ts'
import { paths } from '../../ui/paths.ts'
import { day } from '../../ui/time.ts'

const wide =
  'minmax(160px, 2fr) minmax(150px, 1.3fr) minmax(90px, 1fr) minmax(120px, 1.6fr) minmax(90px, 1fr) 110px'
/** Rows that are left below what is seen when the next are asked for. */
const ahead = 40

/** The contacts, as many as there are: only what is seen is drawn, and the next are asked for while one scrolls. */
export function ContactTable({
  items,
  total,
  more,
}: {
  items: readonly Contact[]
  /** Null: nobody knows how many there are. */
  total: number | null
  more: (() => unknown) | null
}) {
  const { t } = useTranslation('contacts')
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const viewport = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => (isWide ? 49 : 68),
    overscan: 10,
  })
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= items.length - ahead) more()
  }, [last, items.length, more])
  const height = Math.min(rows.getTotalSize() + 4, 4000)
  const heads = isWide
    ? (['name', 'address', 'country', 'tags', 'owner', 'since'] as const)
    : (['name', 'address'] as const)
  return (
    <Box
      role="table"
      aria-label={t('title')}
      aria-rowcount={total === null ? -1 : total + 1}
      style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8, overflow: 'hidden' }}
    >
      <Box role="rowgroup" visibleFrom="sm">
        <Box role="row" aria-rowindex={1} px="md" py={8} style={columns(isWide)}>
          {heads.map((head) => (
            <Text key={head} role="columnheader" size="xs" fw={600} c="dimmed">
              {t(head)}
            </Text>
          ))}
        </Box>
      </Box>
      <ScrollArea
        viewportRef={viewport}
        h={`min(${height}px, max(320px, calc(100dvh - 330px)))`}
        viewportProps={{ tabIndex: 0, 'aria-label': t('title'), role: 'rowgroup' }}
        type="auto"
      >
        <Box pos="relative" h={rows.getTotalSize()} role="presentation">
          {rows.getVirtualItems().map(({ index, start }) => (
            <Row key={items[index]!.id} contact={items[index]!} index={index} start={start} isWide={isWide} />
          ))}
        </Box>
      </ScrollArea>
    </Box>
  )
}

const columns = (isWide: boolean) =>
  ({
    display: 'grid',
    gridTemplateColumns: isWide ? wide : 'minmax(0, 1fr)',
    columnGap: 16,
    alignItems: 'center',
  }) as const

function Row({
  contact,
  index,
  start,
  isWide,
}: {
  contact: Contact
  index: number
  start: number
  isWide: boolean
}) {
  const { t } = useTranslation('contacts')
  const navigate = useNavigate()
  const number = contact.address.replace('whatsapp:', '')
  return (
    <Box
      role="row"
      aria-rowindex={index + 2}
      px="md"
      pos="absolute"
      top={0}
      left={0}
      w="100%"
      h={isWide ? 49 : 68}
      onClick={() => void navigate({ to: paths.contact, params: { contactId: contact.id } })}
      style={{
        ...columns(isWide),
        transform: `translateY(${start}px)`,
        cursor: 'pointer',
        borderTop: '1px solid var(--mantine-color-default-border)',
        alignContent: 'center',
      }}
    >
      <Cell>
        <Anchor
          component={Link}
          to={paths.contact}
          params={{ contactId: contact.id } as never}
          onClick={(event) => event.stopPropagation()}
          truncate
          display="block"
        >
          {contact.name}
        </Anchor>
      </Cell>
      {isWide ? (
        <>
          <Cell>{number}</Cell>
          <Cell>{contact.country && countryName(contact.country)}</Cell>
          <Cell>
            <Tags tags={contact.tags} />
          </Cell>
          <Cell dimmed={!contact.owner}>{contact.owner?.name ?? t('noOwner')}</Cell>
          <Cell>{day(contact.createdAt)}</Cell>
        </>
      ) : (
        <Cell dimmed>
          <Group gap={6} wrap="nowrap">
            <Text size="sm" truncate>
              {number}
            </Text>
            <Tags tags={contact.tags} />
          </Group>
        </Cell>
      )}
    </Box>
  )
}

function Cell({ children, dimmed = false }: { children: ReactNode; dimmed?: boolean }) {
  return (
    <Text component="div" role="cell" size="sm" truncate miw={0} {...(dimmed ? { c: 'dimmed' } : {})}>
      {children}
    </Text>
  )
}

/** The first tags, and how many more there are. */
function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Group gap={4} wrap="nowrap" style={{ overflow: 'hidden' }}>
      {tags.slice(0, 2).map((tag) => (
        <Badge
          key={tag}
          variant="light"
          color="gray"
          c="var(--mantine-color-text)"
          tt="none"
          size="sm"
          miw={0}
        >
          {tag}
        </Badge>
      ))}
      {tags.length > 2 && (
        <Text size="xs" c="dimmed">
          +{tags.length - 2}
        </Text>
      )}
    </Group>
  )
}
