import { Alert, Badge, Button, Group, Paper, Text } from '@mantine/core'
import { IconDownload, IconExternalLink, IconPencil, IconPlus, IconQrcode } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OptInPage, optInPagesOptions } from '../../api/consent.ts'
import { answer, parley } from '../../api/parley.ts'
import { Copyable } from '../../ui/Copyable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { OptInPageForm } from './OptInPageForm.tsx'
import { Section } from './Section.tsx'

/** The pages on which people opt in, each with its link and its code to print. */
export function OptInPages({ may }: { may: boolean }) {
  const { t } = useTranslation('consent')
  const { data, error } = useQuery(optInPagesOptions)
  const [form, setForm] = useState<OptInPage | 'new' | null>(null)
  const make = may && (
    <Button style={{ flexShrink: 0 }} leftSection={<IconPlus size={16} />} onClick={() => setForm('new')}>
      {t('pages.new')}
    </Button>
  )
  return (
    <Section
      id="opt-in-pages"
      title={t('pages.title')}
      lead={t('pages.lead')}
      action={data && data.items.length > 0 ? make : null}
    >
      <ProblemAlert error={error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data?.items.length === 0 && (
        <Paper withBorder>
          <EmptyState icon={<IconQrcode />} title={t('pages.empty.title')} action={make}>
            {t('pages.empty.text')}
          </EmptyState>
        </Paper>
      )}
      {data?.items.map((page) => (
        <PageCard key={page.id} page={page} may={may} edit={() => setForm(page)} />
      ))}
      {form && <OptInPageForm page={form === 'new' ? null : form} close={() => setForm(null)} />}
    </Section>
  )
}

function PageCard({ page, may, edit }: { page: OptInPage; may: boolean; edit: () => void }) {
  const { t } = useTranslation('consent')
  const client = useQueryClient()
  const turn = useMutation({
    mutationFn: (open: boolean) =>
      answer(
        parley.PATCH('/api/v1/opt-in-pages/{optInPageId}', {
          params: { path: { optInPageId: page.id } },
          body: { open },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: optInPagesOptions.queryKey }),
  })
  const picture = (form: 'svg' | 'png') => (
    <Button
      component="a"
      href={`${page.url}/qr.${form}`}
      download
      variant="default"
      size="xs"
      leftSection={<IconDownload size={16} />}
    >
      {t('pages.qr', { form: form.toUpperCase() })}
    </Button>
  )
  return (
    <Paper withBorder p="md" component="article" aria-label={page.title}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Group gap="xs">
            <Text fw={600}>{page.title}</Text>
            {!page.open && (
              <Badge color="gray" variant="light" c="var(--mantine-color-text)" tt="none">
                {t('pages.closed')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {page.senderAddress.replace('whatsapp:', '')} · {t('pages.optIns', { count: page.optIns })}
          </Text>
        </div>
        {may && (
          <Group gap={4}>
            <Button variant="subtle" size="xs" leftSection={<IconPencil size={16} />} onClick={edit}>
              {t('pages.edit')}
            </Button>
            <Button
              variant="subtle"
              size="xs"
              loading={turn.isPending}
              onClick={() => turn.mutate(!page.open)}
            >
              {t(page.open ? 'pages.close' : 'pages.open')}
            </Button>
          </Group>
        )}
      </Group>
      <Text size="sm" my="xs" lineClamp={3} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        “{page.wording}”
      </Text>
      <Copyable value={page.url} what={t('pages.link', { title: page.title })} />
      <Group gap="xs" mt="sm">
        <Button
          component="a"
          href={page.url}
          target="_blank"
          variant="default"
          size="xs"
          leftSection={<IconExternalLink size={16} />}
        >
          {t('pages.look')}
        </Button>
        {picture('png')}
        {picture('svg')}
      </Group>
      {page.numberObstacle && (
        <Alert color="orange" variant="light" mt="sm" title={t('pages.noNumber')}>
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`pages.obstacle.${page.numberObstacle}`)}
          </Text>
        </Alert>
      )}
      <ProblemAlert error={turn.error} />
    </Paper>
  )
}
