import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Campaign, campaignOptions } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

interface Props {
  campaignId: string
  hold: NonNullable<Campaign['hold']>
  may: boolean
}

/** Why a campaign waits, and a look whether it still has to. */
export function Hold({ campaignId, hold: { reason, template }, may }: Props) {
  const { t } = useTranslation('campaigns')
  const client = useQueryClient()
  const look = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/campaigns/{campaignId}/release', { params: { path: { campaignId } } })),
    onSuccess: (campaign) => putAnswer(client, campaignOptions(campaignId), campaign),
  })
  const still = look.data?.hold != null
  return (
    <Alert color="orange" title={t(`hold.${reason}.title`, { template })}>
      <Stack gap="xs">
        {t(`hold.${reason}.text`)}
        <ProblemAlert error={look.error} />
        {may && (
          <Group gap="sm">
            <Button
              size="compact-sm"
              variant="default"
              loading={look.isPending}
              onClick={() => look.mutate()}
            >
              {t('hold.look')}
            </Button>
            {still && !look.isPending && (
              <Text size="sm" role="status">
                {t('hold.still')}
              </Text>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
