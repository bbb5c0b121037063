import { Alert, Anchor, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconCopy,
  IconLanguage,
  IconPencil,
  IconSend,
  IconTrash,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { contentTypes } from '@parley/contract/templates.ts'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { Approval, ApprovalDot } from './Approval.tsx'
import { languagesOf } from './building.ts'
import { buildingOf } from './building-of.ts'
import { Duplicate } from './Duplicate.tsx'
import { nameOfLanguage } from './languages.ts'
import { Meanings } from './Meanings.tsx'
import { Submit } from './Submit.tsx'

/** One template in one language: what it says, where it stands, and what can be done with it. */
export function Screen() {
  const { t } = useTranslation('templates')
  const { templateId } = useParams({ strict: false })
  const may = useMay('templates.manage')
  const { data, error } = useQuery(templatesOptions)
  const template = data?.items.find(({ id }) => id === templateId)
  if (!data) return <PagePending title={t('title')} label={t('loading')} error={error} />
  if (!template) return <Gone />
  const languages = languagesOf(template, data.items)
  return (
    <Page
      title={template.name}
      back={{ to: paths.templates, label: t('title') }}
      actions={<Approval status={template.status} />}
    >
      <Languages languages={languages} current={template} />
      <Outcome template={template} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Stack>
          <TemplatePreview preview={template.preview} />
          <Text size="sm" c="dimmed">
            {t('synced', { at: dateAndTime(template.syncedAt) })}
          </Text>
        </Stack>
        <Stack gap="lg">
          <Category template={template} />
          <Meanings key={template.id} template={template} may={may} />
          {may && <Actions template={template} languages={languages} />}
        </Stack>
      </SimpleGrid>
    </Page>
  )
}

function Gone() {
  const { t } = useTranslation('templates')
  return (
    <Page title={t('gone.title')} back={{ to: paths.templates, label: t('title') }}>
      <Text>{t('gone.text')}</Text>
    </Page>
  )
}

/** Its languages; of the others, too, it is seen where each stands. */
function Languages({ languages, current }: { languages: readonly Template[]; current: Template }) {
  const { t } = useTranslation('templates')
  if (languages.length < 2) return <Text c="dimmed">{nameOfLanguage(current.language)}</Text>
  return (
    <Group gap="xs" component="nav">
      {languages.map(({ id, language, status }) => (
        <Button
          key={id}
          component={Link}
          to={paths.template}
          params={{ templateId: id } as never}
          size="compact-md"
          variant={id === current.id ? 'filled' : 'default'}
          {...(id === current.id
            ? { 'aria-current': 'page' }
            : {
                leftSection: <ApprovalDot status={status} />,
                title: t(`status.${status}`, { defaultValue: status }),
              })}
        >
          {nameOfLanguage(language)}
        </Button>
      ))}
    </Group>
  )
}

/** WhatsApp takes it while the window is open, and reviews it never. */
const isForWindow = (contentType: string): boolean =>
  (contentTypes as Record<string, string>)[contentType] === 'session'

/** Why it cannot be sent, and what to do; nothing for one that can be. */
function Outcome({ template: { status, rejectionReason, contentType } }: { template: Template }) {
  const { t } = useTranslation('templates')
  const words = t(`next.${isForWindow(contentType) ? 'window' : status}`, { defaultValue: '' })
  if (status === 'approved' || words === '') return null
  const bad = ['rejected', 'paused', 'disabled'].includes(status)
  return (
    <Alert color={bad ? 'red' : 'gray'} variant="light" {...(bad ? { icon: <IconAlertTriangle /> } : {})}>
      <Stack gap={4}>
        {rejectionReason && (
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {t('rejected', { reason: rejectionReason })}
          </Text>
        )}
        <Text size="sm" c="var(--mantine-color-text)">
          {words}
        </Text>
      </Stack>
    </Alert>
  )
}

function Category({ template: { category, requestedCategory } }: { template: Template }) {
  const { t } = useTranslation('templates')
  const words = (value: string) => t(`category.${value}`, { defaultValue: value.toLowerCase() })
  if (category === '') return null
  return (
    <div>
      <Text fw={600}>{t('categoryLabel')}</Text>
      <Text size="sm">{words(category)}</Text>
      {requestedCategory !== '' && requestedCategory !== category && (
        <Text size="sm" c="dimmed">
          {t('recategorized', { from: words(requestedCategory), to: words(category) })}
        </Text>
      )}
    </div>
  )
}

function Actions({ template, languages }: { template: Template; languages: readonly Template[] }) {
  const { t } = useTranslation('templates')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [submitting, submitDialog] = useDisclosure()
  const [copying, copyDialog] = useDisclosure()
  const waiting = languages.filter(
    ({ status, contentType }) => status === 'unsubmitted' && !isForWindow(contentType),
  )
  // What the builder knows is changed on the way; any other type is copied as it is.
  const built = buildingOf(template) !== null
  const path = { templateId: template.id }
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/templates/{templateId}', { params: { path } })),
    onSuccess: async () => {
      await navigate({ to: paths.templates })
      await client.invalidateQueries({ queryKey: templatesOptions.queryKey })
    },
  })
  const askToRemove = () =>
    askFirst({
      title: t('remove'),
      text: t('removeHelp', { name: template.name }),
      action: () => remove.mutate(),
    })
  return (
    <Paper withBorder p="md">
      <Stack gap="sm" align="flex-start">
        <ProblemAlert error={remove.error} />
        {waiting.length > 0 && (
          <Button leftSection={<IconSend size={16} />} onClick={submitDialog.open}>
            {t('submit.open')}
          </Button>
        )}
        <Group gap="xs">
          {built && template.status === 'unsubmitted' && (
            <Button
              component={Link}
              to={paths.newTemplate}
              search={{ edit: template.id } as never}
              variant="default"
              leftSection={<IconPencil size={16} />}
            >
              {t('edit')}
            </Button>
          )}
          {built ? (
            <>
              <Button
                component={Link}
                to={paths.newTemplate}
                search={{ from: template.id } as never}
                variant="default"
                leftSection={<IconLanguage size={16} />}
              >
                {t('addLanguage')}
              </Button>
              <Button
                component={Link}
                to={paths.newTemplate}
                search={{ copy: template.id } as never}
                variant="default"
                leftSection={<IconCopy size={16} />}
              >
                {t('duplicate.open')}
              </Button>
            </>
          ) : (
            <Button variant="default" leftSection={<IconCopy size={16} />} onClick={copyDialog.open}>
              {t('duplicate.open')}
            </Button>
          )}
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={askToRemove}
            loading={remove.isPending}
          >
            {t('remove')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {template.twilioSid} ·{' '}
          <Anchor
            component={Link}
            to={paths.connector}
            params={{ connectorId: template.connectorId } as never}
            size="sm"
          >
            {template.connectorName}
          </Anchor>
        </Text>
      </Stack>
      {submitting && <Submit templates={waiting} close={submitDialog.close} />}
      {copying && <Duplicate template={template} close={copyDialog.close} />}
    </Paper>
  )
}
