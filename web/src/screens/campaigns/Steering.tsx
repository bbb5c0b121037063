import { Button } from '@mantine/core'
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconRocket } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Campaign } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { paths } from '../../ui/paths.ts'

type Act = 'launch' | 'pause' | 'resume' | 'cancel'

/** What can be done with the campaign as it stands now. */
export function Steering({
  campaign: { id, state, progress },
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
    onSuccess: (campaign) => {
      client.setQueryData(['campaign', id], campaign)
      onProblem(null)
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
  const isAlive = state === 'launching' || state === 'running' || state === 'paused'
  const left = progress.planned + progress.review + progress.approved + progress.queued + progress.held
  return (
    <>
      {(state === 'draft' || state === 'paused') && (
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
      {state === 'draft' && button('launch', IconRocket, 'filled')}
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
