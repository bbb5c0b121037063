import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconPlus, IconSend2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Campaign, campaignsOptions } from '../../api/campaigns.ts'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { shortTime } from '../../ui/time.ts'
import { Progress } from './Progress.tsx'
import { stateColor } from './state-color.ts'

export function Screen() {
  const { t } = useTranslation('campaigns')
  const may = useMay('campaigns.manage')
  const { data, error } = useQuery(campaignsOptions)
  const create = may && (
    <Button component={Link} to={paths.newCampaign} leftSection={<IconPlus size={16} />}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data && data.items.length > 0 ? create : null}>
      <ProblemAlert error={error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data?.items.length === 0 && (
        <EmptyState icon={<IconSend2 />} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </EmptyState>
      )}
      <Stack>
        {data?.items.map((campaign) => (
          <Card key={campaign.id} campaign={campaign} />
        ))}
      </Stack>
    </Page>
  )
}

function Card({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const { id, name, kind, state, progress, launchedAt, createdAt } = campaign
  return (
    <Paper
      withBorder
      p="md"
      component={Link}
      to={paths.campaign}
      params={{ campaignId: id } as never}
      style={{ textDecoration: 'none', color: 'inherit' }}
    >
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Text fw={600} truncate>
              {name}
            </Text>
            <Text size="sm" c="dimmed">
              {[
                t(`kind.${kind}.name`),
                // Whom it reaches is written down when it is launched.
                ...(state === 'draft' ? [] : [t('recipients', { count: progress.recipients })]),
                shortTime(launchedAt ?? createdAt),
              ].join(' · ')}
            </Text>
          </div>
          <Badge tt="none" color={stateColor[state]} style={{ flexShrink: 0 }}>
            {t(`state.${state}`)}
          </Badge>
        </Group>
        {state !== 'draft' && <Progress campaign={campaign} />}
      </Stack>
    </Paper>
  )
}
