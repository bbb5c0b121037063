import { Button, ScrollArea, Select, Stack } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Contact, contactOptions, membersOptions, timelineOptions } from '../../api/contacts.ts'
import { conversationOptions } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { ContactCard } from '../../ui/ContactCard.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Timeline } from '../../ui/Timeline.tsx'

/** Who the conversation is with, and what happened so far. */
export function ContactPanel({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('inbox')
  const { data: conversation } = useQuery(conversationOptions(conversationId))
  const contactId = conversation?.contact.id ?? ''
  const may = useMay('contacts.manage')
  const enabled = contactId !== ''
  const { data: contact, error } = useQuery({ ...contactOptions(contactId), enabled })
  const timeline = useInfiniteQuery({ ...timelineOptions(contactId), enabled })
  if (error) return <ProblemAlert error={error} />
  if (!contact) return <Loading label={t('loading')} />
  return (
    <ScrollArea h="100%" viewportProps={{ tabIndex: 0 }}>
      <Stack p="md" gap="lg" component="aside" aria-label={t('panel.title')}>
        <ContactCard contact={contact} owner={!may} />
        {may && <Owner contact={contact} />}
        <Button
          component={Link}
          to={paths.contact}
          params={{ contactId: contact.id } as never}
          variant="default"
          size="xs"
        >
          {t('panel.whole')}
        </Button>
        <Timeline
          items={timeline.data?.pages.flatMap(({ items }) => items)}
          older={timeline.hasNextPage ? timeline.fetchNextPage : null}
        />
      </Stack>
    </ScrollArea>
  )
}

/** Who is told when the contact writes. */
function Owner({ contact }: { contact: Contact }) {
  const { t } = useTranslation('inbox')
  const client = useQueryClient()
  const { data: members } = useQuery(membersOptions)
  const change = useMutation({
    mutationFn: (ownerId: string | null) =>
      answer(
        parley.PATCH('/api/v1/contacts/{contactId}', {
          params: { path: { contactId: contact.id } },
          body: { ownerId },
        }),
      ),
    onSuccess: (saved) => putAnswer(client, contactOptions(contact.id), saved),
  })
  return (
    <>
      <Select
        size="xs"
        label={t('panel.owner')}
        placeholder={t('panel.noOwner')}
        clearable
        clearButtonProps={{ 'aria-label': t('panel.noOwner') }}
        disabled={change.isPending}
        value={contact.owner?.memberId ?? null}
        onChange={(ownerId) => change.mutate(ownerId)}
        data={(members?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ProblemAlert error={change.error} />
    </>
  )
}
