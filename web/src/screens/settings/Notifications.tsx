import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { preferencesOptions } from '../../api/notifications.ts'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { NotificationKinds } from './NotificationKinds.tsx'
import { NotificationText } from './NotificationText.tsx'
import { PushDevices } from './PushDevices.tsx'
import { QuietHours } from './QuietHours.tsx'

/** How I am told of what, and when not. */
export function Notifications() {
  const { t } = useTranslation('notifications')
  const { data, error } = useQuery(preferencesOptions)
  return (
    <Stack gap="xl">
      <ProblemAlert error={error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data && (
        <>
          <NotificationKinds preferences={data} />
          <PushDevices preferences={data} />
          <QuietHours preferences={data} />
          <NotificationText />
        </>
      )}
    </Stack>
  )
}
