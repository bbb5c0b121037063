import { Badge, Box, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dateAndTime } from './time.ts'
import { Face } from './Face.tsx'
import { countryName, languageName } from './names.ts'

interface Shown {
  name: string
  identities: readonly { kind: string; address: string }[]
  country: string | null
  language: string | null
  owner: { name: string } | null
  optedOut: readonly { senderAddress: string; since: string }[]
  createdAt: string
}

/** A contact at a glance. Where the owner can be changed beside it, the card leaves them out. */
export function ContactCard({ contact, owner = true }: { contact: Shown; owner?: boolean }) {
  const { t } = useTranslation('contacts')
  const facts = [
    ...contact.identities.map(({ kind, address }) => [
      t(`identity.${kind}`),
      address.replace('whatsapp:', ''),
    ]),
    [t('country'), contact.country && countryName(contact.country)],
    [t('language'), contact.language && languageName(contact.language)],
    [t('owner'), owner && (contact.owner?.name ?? t('noOwner'))],
    [t('since'), dateAndTime(contact.createdAt)],
  ].filter(([, value]) => value)
  return (
    <Stack gap="xs">
      <Group wrap="nowrap">
        <Face name={contact.name} size="lg" />
        <Text component="h2" fw={650} size="lg" m={0} style={{ overflowWrap: 'anywhere' }}>
          {contact.name}
        </Text>
      </Group>
      {contact.optedOut.map(({ senderAddress, since }) => (
        <Badge key={senderAddress} color="red.9" tt="none">
          {t('optedOut', { sender: senderAddress.replace('whatsapp:', ''), since: dateAndTime(since) })}
        </Badge>
      ))}
      <Box
        component="dl"
        m={0}
        style={{ display: 'grid', gridTemplateColumns: 'fit-content(40%) minmax(0, 1fr)', gap: '4px 12px' }}
      >
        {facts.map(([label, value]) => (
          <Box key={`${label}${value}`} style={{ display: 'contents' }}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </Box>
        ))}
      </Box>
    </Stack>
  )
}
