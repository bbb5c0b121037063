import { Badge, Flex, Select, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { countsOptions, type Filter, filters, sendersOptions } from '../../api/conversations.ts'

/** Which conversations are listed, each with how many there are. */
export function Filters({ filter, choose }: { filter: Filter; choose: (filter: Filter) => void }) {
  const { t } = useTranslation('inbox')
  const { data: counts } = useQuery(countsOptions)
  return (
    <Flex
      role="group"
      aria-label={t('filters.label')}
      gap={4}
      px="sm"
      pb={8}
      // A finger swipes them in one line, a mouse cannot.
      wrap={{ base: 'nowrap', sm: 'wrap' }}
      style={{ overflowX: 'auto', scrollbarWidth: 'none', flexShrink: 0 }}
    >
      {filters.map((one) => (
        <UnstyledButton
          key={one}
          onClick={() => choose(one)}
          aria-pressed={one === filter}
          style={{ flexShrink: 0 }}
        >
          <Badge
            variant={one === filter ? 'filled' : 'default'}
            tt="none"
            size="lg"
            // Small and narrow, so that they take no more lines above the conversations than they must.
            fz={12}
            px={8}
            style={{ cursor: 'pointer', flexShrink: 0 }}
          >
            {t(`filters.${one}`)} {counts && counts[one] > 0 ? counts[one] : ''}
          </Badge>
        </UnstyledButton>
      ))}
    </Flex>
  )
}

/** The number they wrote to. With a single number there is nothing to choose. */
export function SenderFilter({
  senderId,
  choose,
}: {
  senderId: string | null
  choose: (senderId: string | null) => void
}) {
  const { t } = useTranslation('inbox')
  const { data: senders } = useQuery(sendersOptions)
  const items = senders?.items ?? []
  if (items.length < 2 && senderId === null) return null
  return (
    <Select
      aria-label={t('sender.label')}
      placeholder={t('sender.all')}
      clearable
      searchable={items.length > 10}
      size="xs"
      mx="sm"
      mb={8}
      value={senderId}
      onChange={choose}
      data={items.map(({ id, address, profile }) => {
        const number = address.replace('whatsapp:', '')
        return { value: id, label: profile?.name ? `${profile.name} · ${number}` : number }
      })}
    />
  )
}
