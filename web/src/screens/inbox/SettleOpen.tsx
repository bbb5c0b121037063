import { Alert, Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'

/** A disturbance at Twilio leaves many messages open at once; nobody should close them one by one. */
export function SettleOpen() {
  const { t } = useTranslation('inbox')
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['open-messages'],
    queryFn: () => answer(parley.GET('/api/v1/messages/open')),
  })
  const ids = (data?.items ?? []).filter((one) => one.status !== 'draft').map((one) => one.id)
  const settle = useMutation({
    mutationFn: (action: 'resend' | 'drop') =>
      answer(parley.POST('/api/v1/messages/settle', { body: { ids, action } })),
    onSettled: () => client.invalidateQueries(),
  })
  if (ids.length < 2) return null
  return (
    <Alert mx="sm" mb="xs" variant="light" color="orange">
      <Text size="sm" c="var(--mantine-color-text)">
        {t('settle.text', { count: ids.length })}
      </Text>
      <Group gap="xs" mt={6}>
        <Button size="compact-xs" onClick={() => settle.mutate('resend')} loading={settle.isPending}>
          {t('settle.resend')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => settle.mutate('drop')}
          loading={settle.isPending}
        >
          {t('settle.drop')}
        </Button>
      </Group>
    </Alert>
  )
}
