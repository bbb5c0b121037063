import { Button, Group, Paper, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Contact, contactOptions, membersOptions, timelineOptions } from '../../api/contacts.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ContactCard } from '../../ui/ContactCard.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Timeline } from '../../ui/Timeline.tsx'

export function Screen() {
  const { t } = useTranslation('contacts')
  const { contactId = '' } = useParams({ strict: false })
  const { data: contact, error } = useQuery(contactOptions(contactId))
  const { data: timeline } = useQuery(timelineOptions(contactId))
  if (!contact)
    return error ? (
      <Page title={t('title')}>
        <ProblemAlert error={error} />
      </Page>
    ) : (
      <Loading label={t('loading')} />
    )
  return (
    <Page
      title={contact.name}
      actions={contact.conversationIds.map((conversationId) => (
        <Button
          key={conversationId}
          component={Link}
          to={paths.conversation}
          params={{ conversationId } as never}
        >
          {t('openConversation')}
        </Button>
      ))}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Stack>
          <Paper withBorder p="md">
            <ContactCard contact={contact} />
          </Paper>
          <Edit key={contact.id} contact={contact} />
        </Stack>
        <Timeline items={timeline?.items ?? []} />
      </SimpleGrid>
    </Page>
  )
}

function Edit({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const may = useMay('contacts.manage')
  const { data: members } = useQuery(membersOptions)
  const form = useForm({
    initialValues: { givenName: contact.givenName, ownerId: contact.owner?.memberId ?? null },
  })
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      answer(
        parley.PATCH('/api/v1/contacts/{contactId}', { params: { path: { contactId: contact.id } }, body }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(contactOptions(contact.id).queryKey, saved)
      form.resetDirty()
    },
  })
  if (!may) return null
  return (
    <Paper withBorder p="md">
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput
            label={t('givenName')}
            description={contact.profileName ? t('profileName', { name: contact.profileName }) : null}
            {...form.getInputProps('givenName')}
          />
          <Select
            label={t('owner')}
            description={t('ownerHelp')}
            clearable
            placeholder={t('noOwner')}
            data={(members?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('ownerId')}
          />
          <ProblemAlert error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
