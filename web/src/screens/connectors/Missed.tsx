import { Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { setAsideOptions } from '../../api/setup.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'

/** Messages that did not arrive by themselves: looked for in Twilio's list, and those that are kept but could not be understood. */
export function Missed({ connectorId }: { connectorId: string }) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const may = useMay('connectors.manage')
  const { data } = useQuery(setAsideOptions(connectorId))
  const look = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/connectors/{connectorId}/gap-fill', {
          params: { path: { connectorId } },
          body: { hours: 48 },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: setAsideOptions(connectorId).queryKey }),
  })
  return (
    <Stack component="section" aria-labelledby="missed" gap="xs">
      <Title order={2} size="h4" id="missed">
        {t('missed.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('missed.help')}
      </Text>
      {may && (
        <Group>
          <Button variant="default" onClick={() => look.mutate()} loading={look.isPending}>
            {t('missed.look')}
          </Button>
          <Text size="sm" role="status">
            {look.data &&
              (look.data.found + look.data.again === 0
                ? t('missed.nothing', { count: look.data.looked })
                : t('missed.found', { found: look.data.found, again: look.data.again }))}
          </Text>
        </Group>
      )}
      <ProblemAlert error={look.error} />
      {data && data.count > 0 && (
        <>
          <Text size="sm">{t('missed.setAside', { count: data.count })}</Text>
          <List size="sm" spacing={4}>
            {data.items.map(({ pair, reason, receivedAt }) => (
              <List.Item key={`${pair} ${receivedAt}`} style={{ overflowWrap: 'anywhere' }}>
                {dateAndTime(receivedAt)} · {pair.replaceAll('whatsapp:', '')} · {reason}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  )
}
