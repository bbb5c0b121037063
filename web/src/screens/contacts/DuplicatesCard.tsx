import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { duplicatesOptions } from '../../api/merges.ts'
import { paths } from '../../ui/paths.ts'

/** Contacts that may be the same person; nothing where there is none. */
export function DuplicatesCard({ contactId }: { contactId: string }) {
  const { t } = useTranslation('contacts')
  const { data } = useQuery(duplicatesOptions(contactId))
  if (!data || data.items.length === 0) return null
  return (
    <Paper component="section" aria-labelledby="duplicates" withBorder p="md">
      <Title order={2} size="md" id="duplicates" mb="xs">
        {t('merge.maybe')}
      </Title>
      <Stack gap="sm">
        {data.items.map(({ contact, likenesses }) => (
          <Group key={contact.id} justify="space-between" wrap="nowrap" align="flex-start">
            <Stack gap={0} style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm" fw={500}>
                {contact.name}
              </Text>
              <Text size="xs" c="dimmed">
                {contact.address.replace('whatsapp:', '')}
              </Text>
              <Text size="xs" c="dimmed">
                {likenesses.map((one) => t(`merge.likeness.${one}`)).join(' · ')}
              </Text>
            </Stack>
            <Anchor
              component={Link}
              to={paths.mergeContacts}
              params={{ contactId, otherContactId: contact.id } as never}
              size="sm"
              underline="always"
              style={{ whiteSpace: 'nowrap' }}
            >
              {t('merge.compare')}
            </Anchor>
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}
