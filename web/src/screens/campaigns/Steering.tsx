import { Button } from '@mantine/core'
import { IconListCheck, IconPencil, IconPlayerPause, IconPlayerPlay, IconRocket } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Campaign, campaignOptions } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { paths } from '../../ui/paths.ts'

type Act = 'prepare' | 'launch' | 'pause' | 'resume' | 'cancel'

/** What can be done with the campaign as it stands now. */
export function Steering({
  campaign: { id, state, approval, progress },
  onProblem,
}: {
  campaign: Campaign
  /** Null once something was done. */
  onProblem: (error: unknown) => void
}) {
  const { t } = useTranslation('campaigns')
  const client = useQueryClient()
  const steer = useMutation({
    mutationFn: (act: Act) =>
      answer(parley.POST(`/api/v1/campaigns/{campaignId}/${act}`, { params: { path: { campaignId: id } } })),
    onSuccess: async (campaign) => {
      onProblem(null)
      await putAnswer(client, campaignOptions(id), campaign)
    },
    onError: onProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['campaigns'] }),
  })
  const button = (act: Act, Icon: typeof IconRocket, variant: 'filled' | 'default') => (
    <Button
      key={act}
      variant={variant}
      leftSection={<Icon size={16} />}
      loading={steer.isPending && steer.variables === act}
      onClick={() => steer.mutate(act)}
    >
      {t(`act.${act}`)}
    </Button>
  )
  const isAlive = ['prepared', 'launching', 'running', 'paused'].includes(state)
  // Who looks at drafts looks at them before anything leaves.
  const looksFirst = state === 'draft' && approval !== 'none'
  const left = progress.planned + progress.review + progress.approved + progress.queued + progress.held
  return (
    <>
      {['draft', 'prepared', 'paused'].includes(state) && (
        <Button
          variant="default"
          leftSection={<IconPencil size={16} />}
          component={Link}
          to={paths.campaignPlan}
          params={{ campaignId: id } as never}
        >
          {t('act.change')}
        </Button>
      )}
      {looksFirst && button('prepare', IconListCheck, 'filled')}
      {(state === 'draft' || state === 'prepared') &&
        button('launch', IconRocket, looksFirst ? 'default' : 'filled')}
      {(state === 'launching' || state === 'running') && button('pause', IconPlayerPause, 'default')}
      {state === 'paused' && button('resume', IconPlayerPlay, 'filled')}
      {isAlive && (
        <Button
          variant="subtle"
          color="red"
          onClick={() =>
            askFirst({
              title: t('act.cancel'),
              text: t('cancelText', { count: left }),
              action: () => steer.mutate('cancel'),
            })
          }
        >
          {t('act.cancel')}
        </Button>
      )}
    </>
  )
}
