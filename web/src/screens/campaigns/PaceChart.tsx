import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { Box, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignCharts } from '../../api/campaigns.ts'
import { clockTime, dateAndTime, shortTime } from '../../ui/time.ts'

/** Beside so much less than what is allowed, the line of what is allowed would flatten everything else. */
const visibleShare = 0.1

/** Messages a minute over time, beside what the senders may send; the same as a table for those who want the numbers. */
export default function PaceChart({ sending }: { sending: CampaignCharts['sending'] }) {
  const { t, i18n } = useTranslation('campaigns')
  const [asTable, setAsTable] = useState(false)
  const { points, everySeconds, allowedPerMinute } = sending
  if (points.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('nothingYet')}
      </Text>
    )
  const isWithinADay = everySeconds <= 900
  const fastest = Math.max(...points.map(({ perMinute }) => perMinute))
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <Stack gap="xs">
      {asTable ? (
        <Box mah={240} style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('charts.pace')}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('report.when')}</Table.Th>
                <Table.Th ta="end">{t('charts.messages')}</Table.Th>
                <Table.Th ta="end">{t('charts.perMinute')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.map(({ at, messages, perMinute }) => (
                <Table.Tr key={at}>
                  <Table.Td>{dateAndTime(at)}</Table.Td>
                  <Table.Td ta="end">{number(messages)}</Table.Td>
                  <Table.Td ta="end">{number(perMinute)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Box>
      ) : (
        <Box aria-hidden>
          <BarChart
            h={240}
            data={points}
            dataKey="at"
            series={[{ name: 'perMinute', label: t('charts.perMinute'), color: 'parley.6' }]}
            accessibilityLayer={false}
            maxBarWidth={40}
            tickLine="none"
            valueFormatter={number}
            barProps={{ isAnimationActive: false }}
            yAxisProps={{ width: 48 }}
            xAxisProps={{
              tickFormatter: (at: string) => (isWithinADay ? clockTime(at) : shortTime(at)),
              minTickGap: 32,
            }}
            // Asked once before anything is pointed at.
            tooltipProps={{ labelFormatter: (at) => (typeof at === 'string' ? dateAndTime(at) : '') }}
            referenceLines={
              fastest >= allowedPerMinute * visibleShare
                ? [{ y: allowedPerMinute, color: 'orange.7', ifOverflow: 'extendDomain' }]
                : []
            }
          />
        </Box>
      )}
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t('charts.allowed', { count: allowedPerMinute, fastest: number(fastest) })}
        </Text>
        <Button variant="subtle" size="compact-sm" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'charts.asChart' : 'charts.asTable')}
        </Button>
      </Group>
    </Stack>
  )
}
