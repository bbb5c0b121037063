import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { notificationSettingsOptions } from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { Section } from './Section.tsx'

/** Whether what contacts write leaves with a notification: for the whole organization. */
export function NotificationText() {
  const { t } = useTranslation('notifications')
  const may = useMay('organization.manage')
  const client = useQueryClient()
  const { queryKey } = notificationSettingsOptions
  const { data, error } = useQuery(notificationSettingsOptions)
  const save = useMutation({
    mutationFn: (showsText: boolean) =>
      answer(parley.PATCH('/api/v1/notification-settings', { body: { showsText } })),
    onMutate: (showsText) => client.setQueryData(queryKey, { showsText }),
    onSuccess: () => tellSaved(),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return (
    <Section id="notification-text" title={t('text.title')} lead={t('text.lead')}>
      <ProblemAlert error={error ?? save.error} />
      {data && (
        <Switch
          label={t('text.shows')}
          description={may ? undefined : t('text.admins')}
          checked={data.showsText}
          disabled={!may}
          onChange={({ currentTarget: { checked } }) => save.mutate(checked)}
        />
      )}
    </Section>
  )
}
