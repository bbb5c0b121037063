import { Badge, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Connector } from '../../api/setup.ts'

export function Health({ connector: { status, health, paused } }: { connector: Connector }) {
  const { t } = useTranslation('connectors')
  const good = status === 'active'
  return (
    <Group gap={6}>
      <Badge color={good ? 'parley' : 'red.9'} tt="none">
        {t(`status.${status}`)}
      </Badge>
      <Badge variant="outline" color={good ? 'gray' : 'red'} c="var(--mantine-color-text)" tt="none">
        {t(paused ? 'health.paused' : `health.${health}`)}
      </Badge>
    </Group>
  )
}
