import { Button, Group, Paper, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Contact, contactOptions, membersOptions, timelineOptions } from '../../api/contacts.ts'
import { contactCostOptions } from '../../api/costs.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ContactCard } from '../../ui/ContactCard.tsx'
import { CostLine } from '../../ui/CostLine.tsx'
import { languageName } from '../../ui/names.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { Timeline } from '../../ui/Timeline.tsx'
import { ConsentCard } from './ConsentCard.tsx'
import { LeadsOfContact } from './LeadsOfContact.tsx'

export function Screen() {
  const { t } = useTranslation('contacts')
  const { contactId = '' } = useParams({ strict: false })
  const { data: contact, error } = useQuery(contactOptions(contactId))
  const timeline = useInfiniteQuery(timelineOptions(contactId))
  const { data: cost } = useQuery(contactCostOptions(contactId))
  if (!contact) return <PagePending title={t('title')} label={t('loading')} error={error} />
  return (
    <Page
      title={contact.name}
      back={{ to: paths.contacts, label: t('title') }}
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
            <Stack gap="xs">
              <ContactCard contact={contact} />
              <CostLine cost={cost} />
            </Stack>
          </Paper>
          <ConsentCard contactId={contact.id} />
          <LeadsOfContact contactId={contact.id} />
          <Edit key={contact.id} contact={contact} />
        </Stack>
        <Timeline
          items={timeline.data?.pages.flatMap(({ items }) => items) ?? []}
          older={timeline.hasNextPage ? timeline.fetchNextPage : null}
        />
      </SimpleGrid>
    </Page>
  )
}

/** Languages that many people write in; any other that a contact has is kept among them. */
const common =
  'ar bn cs da de el en es fi fr he hi hu id it ja ko ms nl no pl pt ro ru sv sw ta th tr uk ur vi zh'

function languageChoices(present: string | null) {
  return [...new Set([...common.split(' '), ...(present ? [present] : [])])]
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

function Edit({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const may = useMay('contacts.manage')
  const { data: members } = useQuery(membersOptions)
  const form = useForm({
    initialValues: {
      givenName: contact.givenName,
      language: contact.language,
      ownerId: contact.owner?.memberId ?? null,
    },
  })
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      answer(
        parley.PATCH('/api/v1/contacts/{contactId}', { params: { path: { contactId: contact.id } }, body }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(contactOptions(contact.id).queryKey, saved)
      // The name stands in the inbox, too.
      for (const noun of ['conversations', 'conversation', 'contacts'])
        void client.invalidateQueries({ queryKey: [noun] })
      form.resetDirty()
      tellSaved()
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
            placeholder={contact.profileName ?? ''}
            {...form.getInputProps('givenName')}
          />
          <Select
            label={t('language')}
            clearable
            searchable
            placeholder={t('unknownLanguage')}
            data={languageChoices(contact.language)}
            {...form.getInputProps('language')}
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
