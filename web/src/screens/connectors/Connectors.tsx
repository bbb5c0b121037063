import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { connectorsOptions } from '../../api/setup.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Health } from './Health.tsx'

export function Screen() {
  const { t } = useTranslation('connectors')
  const may = useMay('connectors.manage')
  const { data, error } = useQuery(connectorsOptions)
  const create = may && (
    <Button component={Link} to={paths.newConnector} leftSection={<IconPlus size={16} />}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data && data.items.length > 0 ? create : null}>
      <ProblemAlert error={error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data?.items.length === 0 && (
        <EmptyState icon={<IconPlugConnected />} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </EmptyState>
      )}
      <Stack>
        {data?.items.map((connector) => (
          <Paper
            key={connector.id}
            withBorder
            p="md"
            component={Link}
            to={paths.connector}
            params={{ connectorId: connector.id } as never}
            style={{ textDecoration: 'none', color: 'inherit' }}
          >
            <Group justify="space-between">
              <div>
                <Text fw={600}>{connector.name}</Text>
                <Text size="sm" c="dimmed">
                  {connector.accountSid}
                </Text>
              </div>
              <Group gap="xs">
                <Badge variant="default" tt="none">
                  {t('numbers', { active: connector.activeSenderCount, found: connector.senderCount })}
                </Badge>
                <Health connector={connector} />
              </Group>
            </Group>
          </Paper>
        ))}
      </Stack>
    </Page>
  )
}
