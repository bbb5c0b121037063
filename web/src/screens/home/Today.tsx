import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countsOptions, sendersOptions } from '../../api/conversations.ts'
import { paths } from '../../ui/paths.ts'

/** What waits, and whether each number does its work. */
export function Today() {
  const { t } = useTranslation('home')
  const { data: counts } = useQuery(countsOptions)
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {(['waiting', 'unread', 'attention'] as const).map((filter) => (
          <Paper
            key={filter}
            withBorder
            px="lg"
            py="md"
            component={Link}
            to={paths.inbox}
            search={{ filter } as never}
            style={{ textDecoration: 'none', color: 'inherit' }}
          >
            <Text fz={34} fw={700} lh={1.2}>
              {counts?.[filter] ?? '–'}
            </Text>
            <Text c="dimmed">{t(`today.${filter}`, { count: counts?.[filter] ?? 0 })}</Text>
          </Paper>
        ))}
      </SimpleGrid>
      <Numbers />
    </Stack>
  )
}

function Numbers() {
  const { t } = useTranslation('home')
  const { data } = useQuery(sendersOptions)
  if (!data || data.items.length === 0) return null
  return (
    <Stack component="section" aria-labelledby="numbers" gap="xs">
      <Title order={2} size="h4" id="numbers">
        {t('numbers.title')}
      </Title>
      {data.items.map((sender) => {
        const well = sender.online && sender.findings.every(({ severity }) => severity !== 'error')
        return (
          <Paper key={sender.id} withBorder px="md" py="sm">
            <Group justify="space-between" gap="xs">
              <div>
                <Text fw={600}>
                  <Anchor
                    component={Link}
                    to={paths.connector}
                    params={{ connectorId: sender.connectorId } as never}
                    underline="hover"
                    c="inherit"
                  >
                    {sender.displayName ?? sender.address.replace('whatsapp:', '')}
                  </Anchor>
                </Text>
                <Text size="sm" c="dimmed">
                  {sender.displayName ? `${sender.address.replace('whatsapp:', '')} · ` : ''}
                  {sender.channel
                    ? t('numbers.answers', { name: sender.channel.agentName })
                    : t('numbers.nobody')}
                </Text>
              </div>
              <Badge tt="none" color={well ? 'parley' : 'red.9'}>
                {t(well ? 'numbers.well' : 'numbers.ill')}
              </Badge>
            </Group>
          </Paper>
        )
      })}
    </Stack>
  )
}
