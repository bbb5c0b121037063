import { Alert, Anchor, Button, Group, List, Paper, SimpleGrid, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconArrowsExchange } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contactFieldsOptions } from '../../api/audiences.ts'
import { contactOptions } from '../../api/contacts.ts'
import { useMay } from '../../api/me.ts'
import { type MergePreview, mergePreviewOptions, type OwnPart } from '../../api/merges.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { ContactCard } from '../../ui/ContactCard.tsx'
import { languageName } from '../../ui/names.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { MergeChoices } from './MergeChoices.tsx'
import { mergeRows } from './merge-rows.ts'

/** Two contacts beside each other: what stays, what comes along, and the one button that makes them one. */
export function Screen() {
  const { t } = useTranslation('contacts')
  const { contactId = '', otherContactId = '' } = useParams({ strict: false }) as Record<string, string>
  const { data, error } = useQuery(mergePreviewOptions(contactId, otherContactId))
  if (!data) return <PagePending title={t('merge.title')} label={t('loading')} error={error} />
  return <Compared key={`${contactId} ${otherContactId}`} preview={data} />
}

function Compared({ preview }: { preview: MergePreview }) {
  const { t } = useTranslation('contacts')
  const may = useMay('contacts.merge')
  const { contact, other, moves, closes } = preview
  const { data: fields } = useQuery(contactFieldsOptions)
  const [taken, setTaken] = useState<readonly string[]>([])
  const merge = useMerge(preview)
  const rows = mergeRows(
    preview,
    [
      { key: 'name', label: t('name'), of: (one) => one.givenName },
      { key: 'profileName', label: t('merge.profileName'), of: (one) => one.profileName },
      { key: 'language', label: t('language'), of: (one) => one.language && languageName(one.language) },
      { key: 'timeZone', label: t('timeZone'), of: (one) => one.timeZone },
      { key: 'owner', label: t('owner'), of: (one) => one.owner?.name ?? null },
    ],
    fields?.items ?? [],
  )
  const own = new Set((fields?.items ?? []).map(({ id }) => id))
  const body = () => ({
    otherContactId: other.id,
    take: taken.filter((key) => !own.has(key)) as OwnPart[],
    takeFields: taken.filter((key) => own.has(key)),
  })
  return (
    <Page
      title={t('merge.title')}
      back={{ to: paths.contact.replace('$contactId', contact.id), label: contact.name }}
      actions={
        <Button
          component={Link}
          to={paths.mergeContacts}
          params={{ contactId: other.id, otherContactId: contact.id } as never}
          variant="default"
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
        >
          {t('merge.swap')}
        </Button>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {[
          { one: contact, label: t('merge.stays') },
          { one: other, label: t('merge.goes') },
        ].map(({ one, label }) => (
          <Paper key={one.id} component="section" aria-label={label} withBorder p="md">
            <Text size="xs" fw={650} c="dimmed" mb="xs">
              {label}
            </Text>
            <ContactCard contact={one} owner={false} />
          </Paper>
        ))}
      </SimpleGrid>
      <MergeChoices
        rows={rows}
        addresses={[contact.address, other.address]}
        taken={taken}
        take={(key, isTaken) => setTaken([...taken.filter((one) => one !== key), ...(isTaken ? [key] : [])])}
      />
      <Paper component="section" aria-labelledby="moves" withBorder p="md">
        <Title order={2} size="md" id="moves" mb="xs">
          {t('merge.moves.title')}
        </Title>
        <List size="sm" spacing={4}>
          {Object.entries(moves)
            .filter(([, count]) => count > 0)
            .map(([what, count]) => (
              <List.Item key={what}>{t(`merge.moves.${what}`, { count })}</List.Item>
            ))}
          <List.Item>{t('merge.moves.rest')}</List.Item>
        </List>
      </Paper>
      {closes.length > 0 && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('merge.closes.title')}
        >
          <Text size="sm" c="var(--mantine-color-text)">
            {t('merge.closes.text', {
              numbers: closes.map((one) => one.replace('whatsapp:', '')).join(', '),
            })}
          </Text>
        </Alert>
      )}
      <ProblemAlert error={merge.error} />
      {may ? (
        <Group>
          <Button
            loading={merge.isPending}
            onClick={() =>
              askFirst({
                title: t('merge.do'),
                text: t('merge.sure', { other: other.name, contact: contact.name }),
                action: () => merge.mutate(body()),
              })
            }
          >
            {t('merge.do')}
          </Button>
          <Anchor component={Link} to={paths.contact} params={{ contactId: contact.id } as never} size="sm">
            {t('merge.leave')}
          </Anchor>
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {t('merge.mayNot')}
        </Text>
      )}
    </Page>
  )
}

function useMerge({ contact, other }: MergePreview) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: { otherContactId: string; take: OwnPart[]; takeFields: string[] }) =>
      answer(
        parley.POST('/api/v1/contacts/{contactId}/merge', {
          params: { path: { contactId: contact.id } },
          body,
        }),
      ),
    onSuccess: async (merged) => {
      await navigate({ to: paths.contact, params: { contactId: merged.id }, replace: true })
      client.removeQueries({ queryKey: contactOptions(other.id).queryKey })
      client.setQueryData(contactOptions(merged.id).queryKey, merged)
      void client.invalidateQueries()
    },
  })
}
