import { Box, Button, ScrollArea, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { contactOptions, timelineOptions } from '../../api/contacts.ts'
import { conversationOptions } from '../../api/conversations.ts'
import { ContactCard } from '../../ui/ContactCard.tsx'
import { paths } from '../../ui/paths.ts'
import { Timeline } from '../../ui/Timeline.tsx'

/** Who the conversation is with, and what happened so far. */
export function ContactPanel({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('inbox')
  const { data: conversation } = useQuery(conversationOptions(conversationId))
  const contactId = conversation?.contact.id
  const { data: contact } = useQuery({ ...contactOptions(contactId ?? ''), enabled: Boolean(contactId) })
  const { data: timeline } = useQuery({ ...timelineOptions(contactId ?? ''), enabled: Boolean(contactId) })
  if (!contact) return null
  return (
    <ScrollArea h="100%" viewportProps={{ tabIndex: 0 }}>
      <Stack p="md" gap="lg" component="aside" aria-label={t('panel.title')}>
        <ContactCard contact={contact} />
        <Box>
          <Timeline items={timeline?.items ?? []} />
        </Box>
        <Button
          component={Link}
          to={paths.contact}
          params={{ contactId: contact.id } as never}
          variant="default"
          size="xs"
        >
          {t('panel.whole')}
        </Button>
      </Stack>
    </ScrollArea>
  )
}
