import { Button, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CampaignReport } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

type Outcome = CampaignReport['outcomes'][number]
type RetryClass = NonNullable<NonNullable<Outcome['error']>['retry']>

/** From what goes through by itself to what needs a person first. What can never be delivered is not offered. */
const classes = ['later', 'once-later', 'next-day', 'credentials', 'fix-first', 'careful'] as const

/** Tries again what failed, by what may be done about the error. */
export function RetryFailed({ campaignId, outcomes }: { campaignId: string; outcomes: readonly Outcome[] }) {
  const { t } = useTranslation('campaigns')
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: (of: RetryClass) =>
      answer(
        parley.POST('/api/v1/campaigns/{campaignId}/retry', {
          params: { path: { campaignId } },
          body: { retry: of },
        }),
      ),
    onSuccess: ({ touches }) =>
      notifications.show({ message: t('retry.done', { count: touches }), color: 'parley', role: 'status' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['report', campaignId] }),
  })
  const failed = classes.flatMap((of) => {
    const count = outcomes
      .filter(({ outcome, error }) => isFailed(outcome) && error?.retry === of)
      .reduce((sum, one) => sum + one.count, 0)
    return count > 0 ? [{ of, count }] : []
  })
  if (failed.length === 0) return <ProblemAlert error={retry.error} />
  return (
    <>
      <ProblemAlert error={retry.error} />
      <Menu position="bottom-end" width={320}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            rightSection={<IconChevronDown size={14} />}
            loading={retry.isPending}
          >
            {t('retry.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {failed.map(({ of, count }) => (
            <Menu.Item key={of} onClick={() => retry.mutate(of)}>
              <Text size="sm" fw={600}>
                {t(`retry.classes.${of}.name`, { count })}
              </Text>
              <Text size="sm" c="dimmed">
                {t(`retry.classes.${of}.text`)}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

const isFailed = (outcome: string): boolean => outcome === 'failed' || outcome === 'undelivered'
