import { Alert, Badge, Group, List, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Connector } from '../../api/setup.ts'
import { dateAndTime } from '../../ui/time.ts'

type Pool = NonNullable<Connector['service']>

const bare = (address: string) => address.replace('whatsapp:', '')

/** The Messaging Service, which of our numbers are in its pool, and why campaigns cannot go through it where they cannot. */
export function Service({ sid, service }: { sid: string; service: Pool }) {
  const { t } = useTranslation('connectors')
  const { name, standing, senders, strangers, pace, readAt } = service
  const silent = [...senders.filter(({ active }) => !active).map(({ address }) => address), ...strangers]
  return (
    <Stack component="section" aria-labelledby="service" gap="xs">
      <Group gap="sm">
        <Title order={2} size="h4" id="service">
          {t('service.title')}
        </Title>
        {name && <Text fw={500}>{name}</Text>}
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {sid}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t('service.help')}
      </Text>
      {standing !== 'ready' && (
        <Alert
          color={standing === 'unread' ? 'gray' : 'orange'}
          variant="light"
          icon={<IconAlertTriangle />}
          title={t(`service.${standing}.title`)}
          role="alert"
        >
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`service.${standing}.text`, { numbers: silent.map(bare).join(', ') })}
          </Text>
        </Alert>
      )}
      {senders.length > 0 && (
        <List size="sm" spacing={4} aria-label={t('service.pool')}>
          {senders.map(({ id, address, displayName, active, online }) => (
            <List.Item key={id}>
              {displayName ? `${displayName} · ${bare(address)}` : bare(address)}{' '}
              {!active && (
                <Badge tt="none" variant="default">
                  {t('service.notActive')}
                </Badge>
              )}
              {active && !online && (
                <Badge tt="none" variant="default">
                  {t('service.passedOver')}
                </Badge>
              )}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="sm" c="dimmed">
        {[
          ...(standing === 'ready' ? [t('service.pace', { count: pace })] : []),
          ...(readAt ? [t('service.readAt', { at: dateAndTime(readAt) })] : []),
        ].join(' · ')}
      </Text>
    </Stack>
  )
}
