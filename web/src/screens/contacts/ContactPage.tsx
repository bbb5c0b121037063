import { Button, Group, Paper, SimpleGrid, Stack } from '@mantine/core'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { contactFieldsOptions } from '../../api/audiences.ts'
import { consentsOptions } from '../../api/consent.ts'
import { contactOptions, timelineOptions } from '../../api/contacts.ts'
import { contactCostOptions } from '../../api/costs.ts'
import { contactLeadsOptions } from '../../api/leads.ts'
import { duplicatesOptions } from '../../api/merges.ts'
import { contactTwinOptions } from '../../api/outbound.ts'
import { ContactCard } from '../../ui/ContactCard.tsx'
import { CostLine } from '../../ui/CostLine.tsx'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { Timeline } from '../../ui/Timeline.tsx'
import { ConsentCard } from './ConsentCard.tsx'
import { DuplicatesCard } from './DuplicatesCard.tsx'
import { EditContact } from './EditContact.tsx'
import { LeadsOfContact } from './LeadsOfContact.tsx'
import { MergeWith } from './MergeWith.tsx'
import { TwinCard } from './TwinCard.tsx'

export function Screen() {
  const { t } = useTranslation('contacts')
  const { contactId = '' } = useParams({ strict: false })
  const { data: contact, error } = useQuery(contactOptions(contactId))
  const timeline = useInfiniteQuery(timelineOptions(contactId))
  const { data: cost } = useQuery(contactCostOptions(contactId))
  const isWhole = useIsWhole(contactId)
  // What this one was merged into is at home elsewhere.
  if (contact && contact.id !== contactId)
    return <Navigate to={paths.contact} params={{ contactId: contact.id } as never} replace />
  if (!contact || !isWhole) return <PagePending title={t('title')} label={t('loading')} error={error} />
  return (
    <Page
      title={contact.name}
      back={{ to: paths.contacts, label: t('title') }}
      actions={
        <Group>
          {contact.conversationIds.map((conversationId) => (
            <Button
              key={conversationId}
              component={Link}
              to={paths.conversation}
              params={{ conversationId } as never}
            >
              {t('openConversation')}
            </Button>
          ))}
          <MergeWith contactId={contact.id} />
        </Group>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Stack>
          <Paper withBorder p="md">
            <Stack gap="xs">
              <ContactCard contact={contact} />
              <CostLine cost={cost} />
            </Stack>
          </Paper>
          <DuplicatesCard contactId={contact.id} />
          <ConsentCard contactId={contact.id} />
          <LeadsOfContact contactId={contact.id} />
          <TwinCard contactId={contact.id} ownerId={contact.owner?.memberId ?? null} />
          <EditContact key={contact.id} contact={contact} />
        </Stack>
        <Timeline
          items={timeline.data?.pages.flatMap(({ items }) => items)}
          older={timeline.hasNextPage ? timeline.fetchNextPage : null}
        />
      </SimpleGrid>
    </Page>
  )
}

/**
 * Whether everything that stands above something else was heard of. It is asked for at once and shown at once: a card that came later
 * would move what is below, under the reader's finger.
 */
function useIsWhole(contactId: string): boolean {
  const parts = useQueries({
    queries: [
      contactCostOptions(contactId),
      duplicatesOptions(contactId),
      consentsOptions(contactId),
      contactLeadsOptions(contactId),
      contactTwinOptions(contactId),
      contactFieldsOptions,
    ],
  })
  // What could not be had is not waited for.
  return parts.every(({ isPending, failureCount }) => !isPending || failureCount > 0)
}
