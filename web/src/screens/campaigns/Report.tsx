import { Anchor, Badge, Button, Center, Group, Stack, Table, Text, UnstyledButton } from '@mantine/core'
import { IconDownload, IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Campaign, type CampaignReport, reportOptions } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { Loading } from '../../ui/Loading.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { RetryFailed } from './RetryFailed.tsx'
import { useReason } from './use-reason.ts'

/** Every recipient with what came of it, and a reason for each one who got nothing. */
export function Report({ campaign: { id, state }, may }: { campaign: Campaign; may: boolean }) {
  const { t } = useTranslation('campaigns')
  const [outcome, setOutcome] = useState<string | null>(null)
  const query = useInfiniteQuery(reportOptions(id, outcome))
  const reason = useReason()
  const mayRetry = may && !['prepared', 'canceled'].includes(state)
  const first = query.data?.pages[0]
  const lines = query.data?.pages.flatMap((page) => page.items) ?? []
  const errorOf = (code: string) => first?.outcomes.find((one) => one.reason === code)?.error ?? null
  if (state === 'draft') return <Text c="dimmed">{t('draftText')}</Text>
  return (
    <Stack>
      <ProblemAlert error={query.error} />
      {query.isPending && <Loading label={t('loading')} />}
      <Group justify="space-between" align="flex-start">
        <Group gap="xs">
          {first?.outcomes.map((one) => (
            <Outcome
              key={`${one.outcome} ${one.reason}`}
              {...one}
              campaignId={id}
              chosen={outcome === one.outcome}
              choose={() => setOutcome(outcome === one.outcome ? null : one.outcome)}
              mayRetry={mayRetry}
            />
          ))}
        </Group>
        <Group gap="xs">
          {mayRetry && first && <RetryFailed campaignId={id} outcomes={first.outcomes} />}
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            component="a"
            href={`/api/v1/campaigns/${id}/report.csv`}
            download
          >
            {t('report.csv')}
          </Button>
        </Group>
      </Group>
      <Table.ScrollContainer minWidth={320}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.contact')}</Table.Th>
              <Table.Th>{t('report.outcome')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('report.reason')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('report.when')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.contact.id}>
                <Table.Td>
                  <Anchor
                    component={Link}
                    to={paths.contact}
                    params={{ contactId: line.contact.id } as never}
                  >
                    {line.contact.name}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  {t(`outcome.${line.outcome}`, { defaultValue: line.outcome })}
                  {line.repliedAt && (
                    <Badge ms={6} size="sm" tt="none" variant="light">
                      {t('share.replied')}
                    </Badge>
                  )}
                  {line.state === 'opted_out' && (
                    <Badge ms={6} size="sm" tt="none" variant="default">
                      {t('share.optedOut')}
                    </Badge>
                  )}
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Text size="sm" c="dimmed">
                    {line.reason ? reason(line.reason, errorOf(line.reason)) : ''}
                  </Text>
                </Table.Td>
                <Table.Td visibleFrom="sm">{dateAndTime(line.updatedAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {query.hasNextPage && (
        <Center>
          <Button
            variant="default"
            onClick={() => void query.fetchNextPage()}
            loading={query.isFetchingNextPage}
          >
            {t('report.more')}
          </Button>
        </Center>
      )}
    </Stack>
  )
}

type Counted = CampaignReport['outcomes'][number]

interface OutcomeProps extends Counted {
  campaignId: string
  chosen: boolean
  choose: () => void
  mayRetry: boolean
}

/** How many recipients came to this; those that failed can be tried again. */
function Outcome({ outcome, reason, error, count, campaignId, chosen, choose, mayRetry }: OutcomeProps) {
  const { t } = useTranslation('campaigns')
  const client = useQueryClient()
  const reasonOf = useReason()
  const retry = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/campaigns/{campaignId}/retry', {
          params: { path: { campaignId } },
          body: { reason: reason ?? '' },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['report', campaignId] }),
  })
  const canRetry =
    mayRetry && reason !== null && ['failed', 'undelivered', 'skipped', 'held'].includes(outcome)
  return (
    <Group gap={0}>
      <UnstyledButton onClick={choose} aria-pressed={chosen}>
        <Badge size="lg" tt="none" variant={chosen ? 'filled' : 'default'}>
          {t(`outcome.${outcome}`, { defaultValue: outcome })} {count}
          {reason && ` · ${reasonOf(reason, error)}`}
        </Badge>
      </UnstyledButton>
      {canRetry && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconRefresh size={14} />}
          loading={retry.isPending}
          onClick={() => retry.mutate()}
        >
          {t('report.retry')}
        </Button>
      )}
    </Group>
  )
}
